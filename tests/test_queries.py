"""Every named query in the project is one that PostgreSQL takes, on the schema as it is."""

from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest

from network.postgres.dsns import Dsns
from network.postgres.named_queries import NAME_LINE, NamedQueries
from network.postgres.pool import DatabaseConnection, connection
from network.read_models import PROJECTIONS, open_projector

ROOT = Path(__file__).parents[1]
FOLDERS = ("network", "households", "outcomes", "finance", "graphql")


def query_files() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.sql"))]
    return [path for path in found if NAME_LINE.search(path.read_text(encoding="utf-8"))]


async def test_every_named_query_can_be_prepared(database: Dsns) -> None:
    async with open_projector(database.projector, lambda _position: None) as projector:
        await projector.rebuild.anew(PROJECTIONS)
    refused: list[str] = []
    async with AsyncExitStack() as stack:
        sessions = [
            await stack.enter_async_context(connection(dsn, application_name="test"))
            for dsn in (database.web, database.projector, database.owner)
        ]
        for path in query_files():
            for name, query in NamedQueries.load(path).items():
                reasons = [await why_refused(session, query) for session in sessions]
                if all(reasons):
                    refused.append(f"{path.relative_to(ROOT)} {name}: {reasons}")
    assert refused == []


async def why_refused(session: DatabaseConnection, query: str) -> str | None:
    """Nothing where the role can prepare it: each query is meant for one of the three."""
    try:
        await session.prepare(query)
    except asyncpg.PostgresError as error:
        return str(error)
    return None


@pytest.mark.parametrize("path", query_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_stands_in_files_whose_every_query_is_named(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first = NAME_LINE.search(text)
    assert first is not None
    before = [line for line in text[: first.start()].splitlines() if line and not line.startswith("--")]
    assert before == []


@pytest.mark.parametrize("path", query_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_named_query_is_asked_by_somebody_in_its_context(path: Path) -> None:
    context = ROOT / path.relative_to(ROOT).parts[0]
    beside = path.parent if len(path.relative_to(ROOT).parts) > 2 else context
    modules = [*beside.rglob("*.py"), *(context / "commands").glob("*.py")]
    code = "\n".join(module.read_text(encoding="utf-8") for module in modules)
    assert [name for name in NamedQueries.load(path) if f'"{name}"' not in code] == []
