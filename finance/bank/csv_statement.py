"""Reads a statement from CSV by the headings that an account's mapping names."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from finance.bank.statements import MOST_LINES, MOST_POUNDS, ReadLine, StatementUnreadable, tidy
from finance.pence import to_pence
from finance.terms import ColumnMapping, Encoding

_AMOUNT = re.compile(r"[-+]?£?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?|\(£?(\d{1,3}(,\d{3})+|\d+)(\.\d{1,2})?\)")


def read_csv(data: bytes, mapping: ColumnMapping) -> list[ReadLine]:
    """Every line of a statement. Raises `StatementUnreadable` for the first row that is wrong."""
    rows = headed_rows(decoded(data, mapping.encoding))
    headings = next(rows)[1]
    missing = [name for name in _headings(mapping) if name not in headings]
    if missing:
        raise StatementUnreadable(
            "Row 1",
            f"There is no column “{missing[0]}”.",
            "Correct the account's columns, or take its own CSV.",
        )
    lines = [_line(number, dict(zip(headings, row, strict=True)), mapping) for number, row in rows]
    if not lines:
        raise StatementUnreadable("Row 2", "There is no line in it.", "Take a statement with lines.")
    return lines


def decoded(data: bytes, encoding: Encoding) -> str:
    """The text of a file. Raises `StatementUnreadable` where it is in another encoding."""
    if b"\0" in data:
        raise StatementUnreadable(
            "The file", "It is no CSV in UTF-8 or Windows-1252.", "Save it as “CSV UTF-8” and bring in that."
        )
    try:
        text = data.decode("utf-8-sig" if encoding is Encoding.UTF_8 else "cp1252")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        other = "Windows-1252" if encoding is Encoding.UTF_8 else "UTF-8"
        raise StatementUnreadable(
            f"Row {row}",
            f"The letter with the code {data[error.start]:#x} is not written in {encoding.value.upper()}.",
            f"Choose {other} for this account, or save the file as “CSV UTF-8”.",
        ) from None
    if encoding is Encoding.WINDOWS_1252 and ("â‚¬" in text or "Â£" in text or text.startswith("ï»¿")):
        raise StatementUnreadable(
            "The file", "It is written in UTF-8, not in Windows-1252.", "Choose UTF-8 for this account."
        )
    return text


def headed_rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """The headings and then every row that is not empty, by its number in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    headings: list[str] | None = None
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            if headings is None:
                headings = cells
            elif len(cells) != len(headings):
                raise StatementUnreadable(
                    f"Row {reader.line_num}",
                    f"It has {len(cells)} columns, and the headings are {len(headings)}.",
                    "Take the statement from the bank anew, and don't change it.",
                )
            if reader.line_num > MOST_LINES:
                raise StatementUnreadable(
                    "The file", f"It has more than {MOST_LINES:,} rows.", "Bring it in month by month."
                )
            yield reader.line_num, cells
    except csv.Error as error:
        raise StatementUnreadable(
            f"Row {reader.line_num}", f"It is no CSV ({error}).", "Take the statement from the bank anew."
        ) from None
    if headings is None:
        raise StatementUnreadable("The file", "It is empty.", "Take the statement from the bank anew.")


def _headings(mapping: ColumnMapping) -> list[str]:
    named = (mapping.booked_on, mapping.amount, mapping.money_out, mapping.reference, mapping.payer)
    return [name for name in named if name is not None]


def _line(number: int, row: Mapping[str, str], mapping: ColumnMapping) -> ReadLine:
    return ReadLine(
        _day(number, row[mapping.booked_on], mapping),
        _pence(number, row, mapping),
        tidy(row[mapping.reference]),
        tidy(row[mapping.payer]) if mapping.payer is not None else "",
    )


def _day(number: int, text: str, mapping: ColumnMapping) -> date:
    try:
        return datetime.strptime(text, mapping.days.value).date()  # noqa: DTZ007 - a day has no offset
    except ValueError:
        example = date(2026, 3, 31).strftime(mapping.days.value)
        raise StatementUnreadable(
            f"Row {number}", f"“{text[:40]}” is no day as {example}.", "Correct how this account writes days."
        ) from None


def _pence(number: int, row: Mapping[str, str], mapping: ColumnMapping) -> int:
    came_in = _money(number, mapping.amount, row[mapping.amount])
    if mapping.money_out is None:
        if came_in is None:
            raise StatementUnreadable(
                f"Row {number}", f"“{mapping.amount}” is empty.", "Take the statement from the bank anew."
            )
        return came_in
    went_out = _money(number, mapping.money_out, row[mapping.money_out])
    if (came_in or 0) and (went_out or 0):
        raise StatementUnreadable(
            f"Row {number}", "Money went in and out in one row.", "Correct the account's columns."
        )
    return (came_in or 0) - abs(went_out or 0)


def _money(number: int, heading: str, text: str) -> int | None:
    if not text:
        return None
    pence = _read_money(text.replace(" ", ""))
    if pence is None:
        raise StatementUnreadable(
            f"Row {number}",
            f"“{text[:40]}” under “{heading}” is no amount of money.",
            "Correct the account's columns, or the row.",
        )
    return pence


def _read_money(text: str) -> int | None:
    """Pence; None for what is no amount: letters, parts of a penny, more than any bank moves."""
    if _AMOUNT.fullmatch(text) is None:
        return None
    pounds = Decimal(text.strip("()").replace("£", "").replace(",", ""))
    if abs(pounds) > MOST_POUNDS:
        return None
    return -to_pence(pounds) if text.startswith("(") else to_pence(pounds)
