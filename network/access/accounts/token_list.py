"""Looks through the tokens page by page, by what they are for: for network IT's list."""

from datetime import datetime
from uuid import UUID

import msgspec

from network.access.accounts.accounts import Token, TokenUnknown
from network.access.audit.trail import PATIENCE
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "token_list.sql")


class ListedToken(Token, frozen=True, kw_only=True):
    """A token as the list shows it."""

    is_disabled: bool
    """Whether its account is: then it opens nothing either."""

    def works_at(self, now: datetime) -> bool:
        """Whether it opens anything."""
        is_over = self.expires_at is not None and self.expires_at <= now
        return self.revoked_at is None and not self.is_disabled and not is_over


class TokenList:
    """Reads the tokens."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def page(
        self, viewer: Viewer, *, with_ended: bool, after: UUID | None, first: int
    ) -> list[ListedToken]:
        """At most `first` tokens by name, after one of them. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["page_of_tokens"], with_ended, after, first)
        return [msgspec.convert(dict(row), ListedToken) for row in rows]

    async def count_ended(self, viewer: Viewer) -> int:
        """How many open nothing any more. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            return await connection.fetchval(QUERIES["count_ended_tokens"]) or 0

    async def find(self, viewer: Viewer, token_id: UUID) -> ListedToken:
        """One of them. Raises `TokenUnknown`, `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["find_token"], token_id)
        if row is None:
            raise TokenUnknown
        return msgspec.convert(dict(row), ListedToken)
