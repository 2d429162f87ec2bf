"""What no text, number or time may be, whatever the type says: checked once, as a request is read."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import msgspec

from network.web.findings import Finding

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Everything but tab and line ends; also lone surrogates, which no database can keep."""
LONGEST_TEXT = 20_000
MOST_DIGITS = 15
MOST_DECIMALS = 6
EARLIEST = date(1850, 1, 1)
LATEST = date(2200, 1, 1)

Check = Callable[[str, Any], Finding | None]


class ValueCheck:
    """Looks through objects for a value that can't be meant; remembers the fields of each type it met."""

    def __init__(self) -> None:
        self._names: dict[type, tuple[tuple[str, str], ...]] = {}

    def first_wrong(self, value: object) -> Finding | None:
        """The first wrong value in an object, or None."""
        return next(self._wrong("", value), None)

    def _wrong(self, path: str, value: object) -> Iterator[Finding]:
        check = _CHECKS.get(type(value))
        if check is not None:
            finding = check(path, value)
            if finding is not None:
                yield finding
        elif isinstance(value, msgspec.Struct):
            for name, encoded in self._fields(type(value)):
                inner = getattr(value, name)
                if inner is not None:
                    yield from self._wrong(f"{path}.{encoded}" if path else encoded, inner)
        elif isinstance(value, (tuple, list)):
            for index, item in enumerate(cast("tuple[object, ...]", value)):
                yield from self._wrong(f"{path}[{index}]", item)

    def _fields(self, struct: type[msgspec.Struct]) -> tuple[tuple[str, str], ...]:
        names = self._names.get(struct)
        if names is None:
            names = tuple((field.name, field.encode_name) for field in msgspec.structs.fields(struct))
            self._names[struct] = names
        return names


def _text(field: str, value: str) -> Finding | None:
    if len(value) > LONGEST_TEXT:
        return Finding(field, f"{field} is too long.", f"Send at most {LONGEST_TEXT:,} characters.")
    if _CONTROL.search(value):
        return Finding(
            field, f"{field} holds control characters.", "Send text; of them only tabs and line ends."
        )
    return None


def _number(field: str, value: Decimal) -> Finding | None:
    if not value.is_finite():
        return Finding(field, f"{field} is not a number.", 'Write the number in a string, such as "1071.52".')
    digits = value.as_tuple()
    exponent = int(digits.exponent)
    if exponent > 0 or -exponent > MOST_DECIMALS or len(digits.digits) > MOST_DIGITS:
        remedy = f"Write it out, with at most {MOST_DIGITS} digits and {MOST_DECIMALS} decimals."
        return Finding(field, f"{field} is too large or too fine.", remedy)
    return None


def _instant(field: str, value: datetime) -> Finding | None:
    if value.tzinfo is None:
        remedy = "Write the time as YYYY-MM-DDTHH:MM:SS with Z or an offset such as +01:00."
        return Finding(field, f"{field} has no offset.", remedy)
    return _day(field, value.date())


def _day(field: str, value: date) -> Finding | None:
    if EARLIEST <= value < LATEST:
        return None
    return Finding(field, f"{field} is not in any year that can be meant.", "Check the year.")


_CHECKS: dict[type, Check] = {str: _text, Decimal: _number, datetime: _instant, date: _day}
