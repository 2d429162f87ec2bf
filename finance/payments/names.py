"""What payers are called, public and private ones, as far as the viewer may know."""

from collections.abc import Iterable
from uuid import UUID

from finance.payments.received import FINANCE, QUERIES
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.postgres.pool import DatabasePool


class PayerNames:
    """Opens the sealed ones, all of a page in one batch."""

    def __init__(self, pool: DatabasePool, keyring: Keyring) -> None:
        self._pool = pool
        self._keyring = keyring

    async def of(self, viewer: Viewer, payers: Iterable[UUID]) -> dict[UUID, str | None]:
        """By payer; None where the name was erased."""
        wanted = list(set(payers))
        rows = await self._pool.fetch(QUERIES["payers_by_id"], wanted)
        names = {row["payer_id"]: row["name"] for row in rows}
        private = [payer for payer, name in names.items() if name is None]
        return names | await self._private(viewer, private) if private else names

    async def _private(self, viewer: Viewer, payers: list[UUID]) -> dict[UUID, str | None]:
        every_home = viewer.may_read_payments(None)
        scope = KeyScope(None if every_home else viewer.homes, FINANCE)
        homes = "*" if scope.homes is None else ",".join(map(str, scope.homes))
        rows = await self._pool.fetch(QUERIES["sealed_payers"], homes, ",".join(FINANCE), payers)
        fields = [SealedField(row["token"], row["home_id"], "payer_name") for row in rows]
        opened = await self._keyring.open_many(scope, fields, str)
        return {row["payer_id"]: name for row, name in zip(rows, opened, strict=True)}
