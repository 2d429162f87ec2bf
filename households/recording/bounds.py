"""What a command's fields can hold, for a device to tell while whoever typed it still looks at the form.

A record that can't be read at its arrival is set aside: nobody but its maker knows what was meant.
"""

import types
import typing
from datetime import date, datetime
from functools import cache
from typing import Any

from households.recording.command import FIRST_YEAR, LAST_YEAR, Command

Bounds = dict[str, str | int]
"""`least`, `most` and `places` of a number, `longest` of a text, `first` and `last` year of a day."""


@cache
def bounds_of(command: type[Command]) -> dict[str, Bounds]:
    """The bounds of each field that has some, by its name."""
    hints = typing.get_type_hints(command, include_extras=True)
    found = ((field, _bounds_of(hint)) for field, hint in hints.items() if field in command.__struct_fields__)
    return {field: bounds for field, bounds in found if bounds}


def _bounds_of(hint: Any) -> Bounds:  # noqa: ANN401 - a type hint is anything
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        return _stated(hint.__metadata__[0]) or _bounds_of(hint.__origin__)
    if origin in (typing.Union, types.UnionType):
        parts = (_bounds_of(part) for part in typing.get_args(hint))
        return next((bounds for bounds in parts if bounds), Bounds())
    return {"first": FIRST_YEAR, "last": LAST_YEAR} if hint in (date, datetime) else {}


def _stated(meta: Any) -> Bounds:  # noqa: ANN401 - metadata is anything
    extra: dict[str, Any] = meta.extra or {}
    if "decimal" in extra:
        least, most, step = extra["decimal"]
        return {"least": str(least), "most": str(most), "places": -int(step.as_tuple().exponent)}
    return {"longest": meta.max_length} if "text" in extra else {}
