"""A form's fields, as a browser sends them, brought into the shape that a typed object is read from.

A browser sends text only: an empty field for what was left out, `on` for a ticked box,
a time without an offset, an amount as people write it. A dot in a name leads into an object
within the object.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from network.days import LONDON
from network.web.hints import TypeHint, holds, is_list, struct_in

_THOUSANDS = re.compile(r"(\d{1,3})((?:,\d{3})+)(\.\d*)?")
_TICKED = {"on": "true", "yes": "true", "off": "false", "no": "false"}


class FormShape:
    """How one type's fields come in a form."""

    def __init__(self, kind: type[msgspec.Struct]) -> None:
        self._leaves = _leaves(kind, "")

    def unflatten(self, fields: dict[str, list[str]]) -> dict[str, Any]:
        """Nested values in the shape of the type. Names that it does not have are kept, to be refused."""
        result: dict[str, Any] = {}
        for name, sent in fields.items():
            values = [value for value in sent if value != ""]
            if values:
                _put(result, name, self._leaf(name, values))
        return result

    def takes_one(self, name: str) -> bool:
        """Whether a field holds one value, not a list."""
        return name in self._leaves and not is_list(self._leaves[name])

    def takes_text(self, name: str) -> bool:
        """Whether a field holds a text, which may come in parts."""
        return holds(self._leaves.get(name), str)

    def _leaf(self, name: str, values: list[str]) -> str | list[str]:
        kind = self._leaves.get(name)
        if is_list(kind):
            return values
        if len(values) > 1:
            # A text may come in parts: phrases that were ticked, and what was typed beside them.
            return "\n".join(values) if holds(kind, str) else values
        if holds(kind, bool):
            return _TICKED.get(values[0].lower(), values[0])
        if holds(kind, datetime):
            return in_london(values[0])
        if holds(kind, Decimal):
            return plain_number(values[0])
        return values[0]


def in_london(written: str) -> str:
    """A time as a browser's `datetime-local` field writes it, with London's offset; others as they are."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        # Never a number: it would be read as seconds since 1970.
        return f"not a time: {written}"
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    return moment.isoformat()


def plain_number(written: str) -> str:
    """`£1,250.00` as `1250.00`; others as they are: a comma that parts no thousands may mean a point."""
    if "_" in written:
        # Never `12_50` as 1250, as a program may write it.
        return f"not a number: {written}"
    number = written.strip().removeprefix("£").strip()
    parts = _THOUSANDS.fullmatch(number)
    return f"{parts[1]}{parts[2].replace(',', '')}{parts[3] or ''}" if parts else number


def _put(result: dict[str, Any], name: str, value: str | list[str]) -> None:
    *path, last = name.split(".")
    for step in path:
        inner = result.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        result = inner  # pyright: ignore[reportUnknownVariableType]
    result[last] = value


def _leaves(kind: type[msgspec.Struct], prefix: str) -> dict[str, TypeHint]:
    """The type of each leaf, by its dotted name."""
    leaves: dict[str, TypeHint] = {}
    for field in msgspec.structs.fields(kind):
        name = f"{prefix}{field.encode_name}"
        struct = None if is_list(field.type) else struct_in(field.type)
        if struct is None:
            leaves[name] = field.type
        else:
            leaves |= _leaves(struct, f"{name}.")
    return leaves
