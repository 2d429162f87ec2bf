"""What the database's catalogue says of our schemas, beside what the migrations lead to."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Self

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection

CATALOGUE = Path(__file__).with_name("catalogue.txt")
"""A statement a line, as the migrations leave it. Written by `make schema`; a test compares the two."""
QUERIES = NamedQueries.beside(__file__, "catalogue.sql")


class Differences(NamedTuple):
    """Statements that would have to be run, and things that nobody made by a migration."""

    missing: Sequence[str]
    strange: Sequence[str]

    @classmethod
    def between(cls, found: Sequence[str], expected: Sequence[str]) -> Self:
        """What differs. Another index is no harm: whoever runs the database may need one."""
        strange = [line for line in found if line not in expected and not line.startswith("CREATE INDEX ")]
        return cls([line for line in expected if line not in found], strange)

    def only(self, *, access: bool) -> "Differences":
        """Those that say who may do what, or all others."""
        return Differences(*([line for line in lines if _is_access(line) is access] for lines in self))


async def read_differences(connection: DatabaseConnection) -> Differences:
    """What differs in a database that has been migrated; any role may ask."""
    expected = CATALOGUE.read_text(encoding="utf-8").splitlines()
    return Differences.between(await read_catalogue(connection), expected)


async def read_catalogue(connection: DatabaseConnection) -> list[str]:
    """The database's own, a statement a line."""
    return [row["line"] for row in await connection.fetch(QUERIES["read_catalogue"])]


def _is_access(line: str) -> bool:
    return line.startswith("GRANT ") or " OWNER TO " in line
