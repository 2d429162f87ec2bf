"""What a row type says about its file: the columns, which are required, and how each cell is read."""

from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec

from network.history import cells
from network.history.rows import FILES, Row


class Column(msgspec.Struct, frozen=True):
    """One column of a file and the field that takes it."""

    name: str
    field: str
    required: bool
    read: Callable[[str], Any]
    write: Callable[[Any], str]


def _reader(hint: object) -> Callable[[str], Any]:
    """The reader in `Annotated[…, reader]`, also within `… | None`."""
    if get_origin(hint) is Annotated:
        return get_args(hint)[-1]
    return next(_reader(part) for part in get_args(hint) if get_origin(part) is Annotated)


def _columns(kind: type[Row]) -> tuple[Column, ...]:
    hints = get_type_hints(kind, include_extras=True)
    return tuple(
        Column(field.encode_name, field.name, field.required, reader, cells.written_by(reader))
        for field in msgspec.structs.fields(kind)
        if field.name != "line"
        for reader in (_reader(hints[field.name]),)
    )


COLUMNS: dict[type[Row], tuple[Column, ...]] = {kind: _columns(kind) for kind in FILES}
"""Each file's columns, in the order in which they are written."""
