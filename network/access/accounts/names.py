"""What accounts are called, for those who may know who recorded something."""

from collections.abc import Iterable
from uuid import UUID

from network.access.viewer import SYSTEM
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "names.sql")
MOST_KEPT = 10_000


class AccountNames:
    """Names by account id. An account keeps its name, so each is asked for once."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._kept: dict[UUID, str] = {SYSTEM.account_id: SYSTEM.name}

    async def of(self, account_ids: Iterable[UUID]) -> dict[UUID, str]:
        """The names of those of these accounts that exist."""
        asked = set(account_ids)
        missing = asked - self._kept.keys()
        if missing:
            if len(self._kept) > MOST_KEPT:
                self._kept = {SYSTEM.account_id: SYSTEM.name}
            rows = await self._pool.fetch(QUERIES["names_of_accounts"], missing)
            self._kept.update((row["account_id"], row["name"]) for row in rows)
        return {account_id: self._kept[account_id] for account_id in asked if account_id in self._kept}
