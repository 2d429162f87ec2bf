"""Whether somebody is known as a payer, of the network or of one home."""

from uuid import UUID

from finance.payments.received import QUERIES
from network.postgres.pool import DatabasePool


class KnownPayers:
    """Asks what was recorded of contributions and of what was owed before."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def __call__(self, payer_id: UUID, home_id: UUID | None) -> bool:
        """In any home, or in the one that is named."""
        return bool(await self._pool.fetchval(QUERIES["payer_is_known"], payer_id, home_id))
