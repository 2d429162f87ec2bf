"""What is wrong with the files, each said as `file:line: column: what is wrong`."""

from collections.abc import Iterator

import msgspec


class HistoryError(Exception):
    """A home's history could not be brought in or given back."""


class Finding(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong, and where a person finds it."""

    file: str
    line: int
    column: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.column}: {self.what}"


class BadHistory(HistoryError):
    """The files hold errors; nothing was written."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = sorted(findings)
        super().__init__("\n".join(map(str, self.findings)))


class Findings:
    """Collects what is wrong, so that one run lists everything."""

    def __init__(self) -> None:
        self._found: list[Finding] = []
        self._rows: set[tuple[str, int]] = set()

    def add(self, file: str, line: int, column: str, what: str) -> None:
        """Notes one thing that is wrong."""
        self._found.append(Finding(file, line, column, what))
        self._rows.add((file, line))

    def has(self, file: str, line: int) -> bool:
        """Whether anything is wrong with a row."""
        return (file, line) in self._rows

    def of_file(self, file: str) -> list[Finding]:
        """What is wrong with one file."""
        return [finding for finding in self._found if finding.file == file]

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Finding]:
        return iter(sorted(self._found))

    def stop_if_any(self) -> None:
        """Raises BadHistory with everything found so far."""
        if self._found:
            raise BadHistory(self._found)
