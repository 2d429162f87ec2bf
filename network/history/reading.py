"""Reads the files of a directory into rows, and notes every cell that can't be read."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from network.history.broken import Broken
from network.history.cells import Misread
from network.history.columns import COLUMNS, Column
from network.history.findings import Findings, HistoryError
from network.history.rows import FILES, Row

R = TypeVar("R", bound=Row)

UNREADABLE = ("file", "header", "row")
"""What findings name in place of a column, where cells could not be told apart."""
CELL_LIMIT = 20_000
"""Characters in a cell; more than that is a broken quotation mark, not a description."""


class NothingToImport(HistoryError):
    """There is no file in the directory that an import knows."""


class History:
    """All rows of a directory, by file."""

    def __init__(self) -> None:
        self._rows: dict[type[Row], list[Row]] = {kind: [] for kind in FILES}
        self.broken = Broken()

    def add(self, row: Row) -> None:
        """Takes a row that was read."""
        self._rows[type(row)].append(row)

    def of(self, kind: type[R]) -> list[R]:
        """The rows of one file, in its order."""
        return self._rows[kind]  # pyright: ignore[reportReturnType]

    def __iter__(self) -> Iterator[Row]:
        for rows in self._rows.values():
            yield from rows

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))


def read_directory(directory: Path, findings: Findings) -> History:
    """The rows of every known file in a directory; a missing file means nothing of that kind."""
    present = [kind for kind in FILES if (directory / kind.file).is_file()]
    if not present:
        names = ", ".join(kind.file for kind in FILES)
        raise NothingToImport(f"{directory} holds none of the files that an import reads: {names}.")
    history = History()
    for kind in present:
        for row in read_file(directory / kind.file, kind, findings, history.broken):
            history.add(row)
    return history


def unknown_files(directory: Path) -> list[str]:
    """CSV files in the directory that no import reads, so that a misspelt name is not passed over."""
    known = {kind.file for kind in FILES}
    return sorted(path.name for path in directory.glob("*.[cC][sS][vV]") if path.name not in known)


def read_file(path: Path, kind: type[R], findings: Findings, broken: Broken) -> list[R]:
    """The rows of one file that can be read; what can't be is noted in `findings` and `broken`."""
    text = _decoded(path.read_bytes(), kind.file, findings)
    if text is None:
        broken.mark_file(kind)
        return []
    lines = _lines(text, kind.file, findings)
    line, header = next(lines, (1, list[str]()))
    columns = _header(header, line, kind, findings)
    if columns is None:
        broken.mark_file(kind)
        return []
    rows = [
        row
        for line, cells in lines
        if (row := _row(kind, columns, line, cells, findings, broken)) is not None
    ]
    if any(finding.column in UNREADABLE for finding in findings.of_file(kind.file)):
        broken.mark_file(kind)
    return rows


def _decoded(raw: bytes, file: str, findings: Findings) -> str | None:
    """The file as text; bytes that are not UTF-8 stay marked, so that their cell can be named."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.add(file, 1, "file", "is UTF-16: save it as CSV UTF-8")
        return None
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape")


def _lines(text: str, file: str, findings: Findings) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it begins."""
    records = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    while True:
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error as problem:
            findings.add(file, begins, "row", f"is not CSV ({problem}): look for a quotation mark too many")
            return
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]
        begins = records.line_num + 1


def _header(header: list[str], line: int, kind: type[Row], findings: Findings) -> list[Column | None] | None:
    """The columns in the file's order, None for one that is unknown; or None where no row can be read."""
    known = {column.name: column for column in COLUMNS[kind]}
    if len(header) == 1 and header[0].count(";") > 1:
        findings.add(kind.file, line, "header", "has semicolons between the columns: save it with commas")
        return None
    for position, name in enumerate(header):
        if name not in known:
            findings.add(
                kind.file, line, _printable(name) or f"column {position + 1}", "is not a column of this file"
            )
        elif name in header[:position]:
            findings.add(kind.file, line, name, "stands in the header twice")
    missing = [column.name for column in known.values() if column.required and column.name not in header]
    for name in missing:
        findings.add(kind.file, line, name, "this required column is missing")
    twice = len(set(header) & known.keys()) < sum(name in known for name in header)
    return None if missing or twice else [known.get(name) for name in header]


def _row(
    kind: type[R],
    columns: list[Column | None],
    line: int,
    cells: list[str],
    findings: Findings,
    broken: Broken,
) -> R | None:
    if len(cells) != len(columns):
        findings.add(kind.file, line, "row", f"has {len(cells)} cells where the header has {len(columns)}")
        return None
    values: dict[str, Any] = {"line": line}
    wrong = len(findings)
    for column, cell in zip(columns, cells, strict=True):
        if column is None:
            continue
        try:
            values |= _value(column, cell)
        except Misread as problem:
            findings.add(kind.file, line, column.name, str(problem))
    if len(findings) > wrong:
        broken.mark(kind, values)
        return None
    return kind(**values)


def _value(column: Column, cell: str) -> dict[str, Any]:
    if not cell:
        if column.required:
            raise Misread("is empty")
        return {}
    if any("\udc80" <= character <= "\udcff" for character in cell):
        raise Misread("holds bytes that are not UTF-8: save the file as CSV UTF-8")
    if len(cell) > CELL_LIMIT:
        raise Misread(f"is longer than {CELL_LIMIT:,} characters")
    return {column.field: column.read(cell)}


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)[:60]
