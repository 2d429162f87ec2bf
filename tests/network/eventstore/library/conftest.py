"""A database with the library's own tables, whose address the library's classes read from the class."""

from collections.abc import Iterator
from typing import Any

import pytest

from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool
from tests.network.eventstore.library.background import Background
from tests.network.eventstore.library.recorders import QUERIES


@pytest.fixture
async def library_dsn(database: Dsns, owner_pool: DatabasePool) -> str:
    """The database as the web role sees it, made ready for the library."""
    await owner_pool.execute(QUERIES["create_tables"])
    await owner_pool.execute(QUERIES["number_from_zero"])
    return database.web


@pytest.fixture
def background(library_dsn: str) -> Iterator[Background]:
    background = Background(library_dsn, 12)
    yield background
    background.close()


@pytest.fixture
def for_case(request: pytest.FixtureRequest, background: Background) -> None:
    """Hands the background to a test case of the library, which is a class of unittest."""
    case: Any = request.instance
    case.background = background
