"""How one cell of a file is read: text in, a value out, or `Misread` with what a person should write."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from network.days import LONDON, in_london

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_INSTANT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?) ?(Z|[+-]\d{2}:?\d{2})?")
_AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,2})?", re.ASCII)
_NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\u2028\u2029]")
_CQC = re.compile(r"1-[0-9]{8,11}")
_HARMLESS = re.compile(r"'+[=+\-@\t\r]")
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})


class Misread(ValueError):
    """A cell that can't be read; the message says what it should hold."""


def _quoted(cell: str) -> str:
    """A cell in a message: short, on one line."""
    shown = _CONTROL.sub("?", cell).replace("\n", " ")
    return f"“{shown[:40]}…”" if len(shown) > 40 else f"“{shown}”"


def text(cell: str) -> str:
    """Text as written. An apostrophe that keeps a spreadsheet from reading a formula is dropped."""
    if _CONTROL.search(cell):
        raise Misread("holds a control character: type the text again")
    return cell[1:] if _HARMLESS.match(cell) else cell


def harmless(value: str) -> str:
    """The cell for a text, so that no spreadsheet takes it for a formula; `text` reads it back."""
    return f"'{value}" if _RISKY.match(value) else value


def ref(cell: str) -> str:
    """What a file calls a home, a resident, a member of staff or a payer."""
    value = text(cell)
    if len(value) > 100:
        raise Misread("is longer than 100 characters")
    if "\n" in value or "\t" in value:
        raise Misread("holds a line break or a tab")
    return value


def day(cell: str) -> date:
    """An ISO date."""
    if not _DAY.fullmatch(cell):
        raise Misread(f"{_quoted(cell)} is not a date: write it as 2026-03-31")
    return _real(date.fromisoformat, cell, "no such day in the calendar")


def month(cell: str) -> date:
    """A month as YYYY-MM: its first day."""
    if not _MONTH.fullmatch(cell):
        raise Misread(f"{_quoted(cell)} is not a month: write it as 2026-03")
    return _real(lambda month: date.fromisoformat(f"{month}-01"), cell, "no such month")


def instant(cell: str) -> datetime:
    """A date and time, with an offset or else as London's clocks showed it; in UTC.

    A time that London's clocks skipped in spring is an error. One that they showed twice in
    autumn is the first of the two, as on a form, unless an offset says otherwise: day and hour
    are the same, and a history should not wait for what nobody remembers.
    """
    parts = _INSTANT.fullmatch(cell)
    if not parts:
        raise Misread(
            f"{_quoted(cell)} is not a date and time: write it as 2026-03-31T14:05 or 2026-03-31T14:05+01:00"
        )
    clock = _real(datetime.fromisoformat, f"{parts[1]}T{_padded(parts[2])}", "no such day or time")
    if parts[3]:
        return _real(_with_offset, clock.isoformat() + parts[3], "no such offset")
    return _from_london(clock)


def _with_offset(written: str) -> datetime:
    return in_london(datetime.fromisoformat(written))


def _padded(time: str) -> str:
    """The time with six digits of a second: all that Python 3.11 leaves to doubt."""
    whole, _, fraction = time.partition(".")
    return f"{whole}.{fraction:0<6}" if fraction else whole


def _from_london(clock: datetime) -> datetime:
    instant = clock.replace(tzinfo=LONDON, fold=0).astimezone(UTC)
    if instant.astimezone(LONDON).replace(tzinfo=None) != clock:
        raise Misread("the clocks went forward over this time, it did not exist in London: add the offset")
    return instant


def amount(cell: str) -> Decimal:
    """Pounds, to the penny."""
    if not _AMOUNT.fullmatch(cell):
        raise Misread(
            f"{_quoted(cell)} is not an amount: write pounds as 1071.52, without a pound sign or commas"
        )
    return Decimal(cell)


def number(cell: str) -> Decimal:
    """Hours or days with up to four decimals, not negative."""
    if not _NUMBER.fullmatch(cell):
        raise Misread(f"{_quoted(cell)} is not a number: write it as 37.5")
    return Decimal(cell)


def whole(cell: str) -> int:
    """A count."""
    if not _WHOLE.fullmatch(cell):
        raise Misread(f"{_quoted(cell)} is not a whole number")
    return int(cell)


def yes_or_no(cell: str) -> bool:
    """Yes or no."""
    word = cell.lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Misread(f"{_quoted(cell)} is neither yes nor no")


def one_of(kind: type[E]) -> Callable[[str], E]:
    """A reader of an enumeration's values."""
    allowed = ", ".join(kind)

    def read(cell: str) -> E:
        try:
            return kind(cell)
        except ValueError:
            raise Misread(f"{_quoted(cell)} is not one of {allowed}") from None

    return read


def cqc_location_id(cell: str) -> str:
    """The regulator's number of a registered location."""
    if not _CQC.fullmatch(cell):
        raise Misread(f"{_quoted(cell)} is not a CQC location: 1- and 8 to 11 digits")
    return cell


def nhs_number(cell: str) -> str:
    """Ten digits, spaces between them allowed."""
    digits = cell.replace(" ", "").replace("-", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        raise Misread("is not an NHS number: ten digits")
    return digits


def words(cell: str) -> tuple[str, ...]:
    """Several texts with `;` between."""
    return tuple(word for part in text(cell).split(";") if (word := part.strip()))


def households(cell: str) -> tuple[tuple[str, int], ...]:
    """Households and their beds, as `Rose:10;Elm:8`."""
    read = tuple(_household(part) for part in words(cell))
    names = [name.casefold() for name, _ in read]
    if len(set(names)) < len(names):
        raise Misread("names a household twice")
    return read


def _household(part: str) -> tuple[str, int]:
    name, _, beds = part.rpartition(":")
    if not name.strip() or not _WHOLE.fullmatch(beds.strip()) or not 1 <= int(beds) <= 200:
        raise Misread(f"{_quoted(part)} is not a household: write its name and beds as Rose:10")
    return name.strip(), int(beds)


def _real(read: Callable[[str], T], cell: str, otherwise: str) -> T:
    try:
        return read(cell)
    except ValueError:
        raise Misread(f"{_quoted(cell)}: {otherwise}") from None


def written_by(reader: Callable[[str], Any]) -> Callable[[Any], str]:
    """How a value is written that this reader reads."""
    if reader is month:
        return _month_written
    return _number_written if reader is number else written


def _month_written(value: date) -> str:
    return f"{value:%Y-%m}"


def _number_written(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def written(value: object) -> str:
    """The cell that reads back as this value."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(LONDON).isoformat()
        case date() | int() | Decimal():
            return str(value)
        case tuple():
            return harmless(";".join(map(_word, value)))  # pyright: ignore[reportUnknownArgumentType]
        case _:
            return harmless(str(value))


def _word(value: object) -> str:
    """One of several in a cell; a household's name with its beds."""
    return f"{value[0]}:{value[1]}" if isinstance(value, tuple) else str(value)
