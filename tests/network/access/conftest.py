"""Accounts on a real database, without the rest of the service."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from network.access.accounts import Accounts
from network.access.audit import Audit, Refusals
from network.access.recognition import Recognition
from network.postgres.pool import DatabasePool

HOME = UUID(int=1)
SUPPORTED = UUID(int=2)


@pytest.fixture
def accounts(web_pool: DatabasePool) -> Accounts:
    return Accounts(web_pool)


@pytest.fixture
def new_recognition(web_pool: DatabasePool) -> Callable[[], Recognition]:
    """As another process would have it: with nothing kept."""

    async def caseload(_account_id: UUID) -> frozenset[UUID]:
        return frozenset({SUPPORTED})

    ask: Callable[[UUID], Awaitable[frozenset[UUID]]] = caseload
    return lambda: Recognition(web_pool, Refusals(Audit(web_pool)), ask)
