"""Who pays towards the fees of a home's residents, for who records that they paid."""

from typing import NamedTuple
from uuid import UUID

from finance.payments.received import FINANCE, QUERIES
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.postgres.pool import DatabasePool


class PayerOfHome(NamedTuple):
    """Somebody who pays, as a home tells them from others."""

    payer_id: UUID
    name: str | None
    kind: PayerKind
    ref: str
    """The payer's reference: a public body's across the network, a private payer's in the home."""
    residents: frozenset[UUID]
    """Towards whose fees."""


class Payers:
    """Lists them."""

    def __init__(self, pool: DatabasePool, keyring: Keyring) -> None:
        self._pool = pool
        self._keyring = keyring

    async def of(self, viewer: Viewer, home_id: UUID) -> list[PayerOfHome]:
        """The payers of a home, by name; without one who is forgotten, whom nobody could tell from another.

        Raises `Forbidden` and `NotYours`.
        """
        viewer.check(viewer.may_read_payments(home_id), home_id)
        rows = await self._pool.fetch(QUERIES["payers_of_home"], home_id)
        names = await self._private_names(home_id, [row["payer_id"] for row in rows if row["name"] is None])
        payers = [
            PayerOfHome(
                row["payer_id"],
                row["name"] or names.get(row["payer_id"]),
                PayerKind(row["kind"]),
                row["ref"],
                frozenset(row["residents"]),
            )
            for row in rows
        ]
        return sorted((payer for payer in payers if payer.name), key=lambda payer: payer.name or "")

    async def _private_names(self, home_id: UUID, payers: list[UUID]) -> dict[UUID, str | None]:
        """What private payers are called; those of this home only, which the viewer may read."""
        rows = await self._pool.fetch(QUERIES["sealed_payers"], str(home_id), ",".join(FINANCE), payers)
        fields = [SealedField(row["token"], row["home_id"], "payer_name") for row in rows]
        opened = await self._keyring.open_many(KeyScope(frozenset({home_id}), FINANCE), fields, str)
        return {row["payer_id"]: name for row, name in zip(rows, opened, strict=True)}
