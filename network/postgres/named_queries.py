"""Reads `.sql` files of named queries, so that SQL stands in SQL files and is never built from strings.

A query begins with a line `-- name: find_resident`, then a line that says its purpose,
`-- One resident of a home, or nothing.`, then its one statement.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Self

from network.postgres.errors import QueryFileError

NAME_LINE = re.compile(r"^-- name: *(?P<name>.*?) *$", re.MULTILINE)
NAME = re.compile(r"[a-z][a-z0-9_]*")
PURPOSE_LINE = re.compile(r"-- *\S.*")


class NamedQueries(Mapping[str, str]):
    """The queries of one file, by name."""

    def __init__(self, source: str, queries: Mapping[str, str]) -> None:
        self.source = source
        self._queries = dict(queries)

    @classmethod
    def beside(cls, module_file: str, file_name: str) -> Self:
        """Those of a file in the module's own folder: `NamedQueries.beside(__file__, "queries.sql")`."""
        return cls.load(Path(module_file).with_name(file_name))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Those of the file at a path."""
        source = f"{path.parent.name}/{path.name}"
        return cls(source, dict(_split(source, path.read_text(encoding="utf-8"))))

    def __getitem__(self, name: str) -> str:
        return self._queries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)


def _split(source: str, text: str) -> Iterator[tuple[str, str]]:
    matches = list(NAME_LINE.finditer(text))
    ends = [match.start() for match in matches[1:]] + [len(text)]
    seen: set[str] = set()
    for match, end in zip(matches, ends, strict=True):
        name = match["name"]
        query = text[match.end() : end].strip()
        _check(source, name, query, seen)
        seen.add(name)
        # The name goes along as a comment: pg_stat_activity and the server's log then say which query it is.
        yield name, f"-- {name}\n{query}"


def _check(source: str, name: str, query: str, seen: set[str]) -> None:
    if not NAME.fullmatch(name):
        raise QueryFileError(f"{source}: “{name}” is not a name like find_resident.")
    if name in seen:
        raise QueryFileError(f"{source}: there are two queries named {name}.")
    purpose, _, statement = query.partition("\n")
    if not PURPOSE_LINE.fullmatch(purpose):
        raise QueryFileError(f"{source}: {name} needs one line under its name that says its purpose.")
    if not statement.strip():
        raise QueryFileError(f"{source}: {name} has no statement.")
