"""Which columns of a bank's CSV hold what: guessed from the headings, shown, and kept for the account."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from finance.bank.csv_statement import decoded, headed_rows, read_csv
from finance.bank.statements import ReadLine, StatementUnreadable
from finance.terms import ColumnMapping, DayFormat, Encoding

ROWS = 6
"""Of a file, headings and all, that are shown and sent along."""
GUESSES: Mapping[str, Sequence[str]] = {
    "booked_on": ("date", "booked", "day"),
    "amount": ("amount", "paid in", "money in", "credit", "value"),
    "money_out": ("paid out", "money out", "debit"),
    "reference": ("reference", "description", "details", "narrative", "memo"),
    "payer": ("name", "payer", "counterparty", "from"),
}


class Sample(NamedTuple):
    """The first rows of a file."""

    text: str
    headings: list[str]
    encoding: Encoding


def sample_of(data: bytes) -> Sample:
    """What the page needs of a file. Raises `StatementUnreadable`."""
    encoding = Encoding.UTF_8
    try:
        text = decoded(data, encoding)
    except StatementUnreadable:
        encoding = Encoding.WINDOWS_1252
        text = decoded(data, encoding)
    return sample_in("\n".join(text.splitlines()[: ROWS + 1]), encoding)


def sample_in(text: str, encoding: Encoding) -> Sample:
    """The same of text that was sent along. Raises `StatementUnreadable`."""
    _, headings = next(headed_rows(text))
    return Sample(text, [heading for heading in headings if heading], encoding)


def guess(headings: Sequence[str]) -> dict[str, str]:
    """What the columns may hold, by the words in their headings."""
    found: dict[str, str] = {}
    for field, words in GUESSES.items():
        for word in words:
            named = [one for one in headings if word in one.casefold() and one not in found.values()]
            if named:
                found[field] = named[0]
                break
    return found


def preview(sample: Sample, mapping: ColumnMapping) -> list[ReadLine]:
    """The first lines as they would be read. Raises `StatementUnreadable`."""
    as_sent = ColumnMapping(
        **{
            name: getattr(mapping, name)
            for name in ("booked_on", "amount", "money_out", "reference", "payer", "days")
        }
    )
    return list(islice(read_csv(sample.text.encode(), as_sent), ROWS))


DAYS = {
    DayFormat.BRITISH: "31/03/2026",
    DayFormat.BRITISH_SHORT: "31/03/26",
    DayFormat.BRITISH_WORDS: "31 Mar 2026",
    DayFormat.ISO: "2026-03-31",
}
ENCODINGS = {Encoding.UTF_8: "UTF-8", Encoding.WINDOWS_1252: "Windows-1252"}
