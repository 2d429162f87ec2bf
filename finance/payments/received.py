"""Payments as finance reads them: by the day of the books, page by page, as known now or earlier."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

import asyncpg

from finance.export.errors import DaysReversed
from finance.export.payments import Freshness
from finance.export.selection import Selection
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.record_id import RecordId
from network.eventstore.sealed import RecordClass
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "received.sql")
FINANCE = frozenset({RecordClass.FINANCE})


class HomeOfPayment(NamedTuple):
    """A home as money knows it: nothing leads from here to a person."""

    home_id: UUID
    name: str

    @property
    def id(self) -> str:
        """The home's id as text."""
        return str(self.home_id)


class Payer(NamedTuple):
    """Who paid."""

    payer_id: UUID
    name: str | None
    """None where a private payer is forgotten."""
    kind: PayerKind

    @property
    def id(self) -> str:
        """The payer's id as text."""
        return str(self.payer_id)


class Payment(NamedTuple):
    """A payment, or a reversal: a row of its own, negative."""

    id: str
    position: int
    home: HomeOfPayment
    payer: Payer
    received_on: date
    posted_on: date
    amount: Decimal
    reference: str | None
    method: str | None
    remittance: str | None
    recorded_at: datetime
    reverses: str | None
    """The id of the payment that this row takes back."""


class Totals(NamedTuple):
    """What a selection of payments comes to."""

    payments: int
    amount: Decimal


class AfterPayment(NamedTuple):
    """The last payment of a page: the next page begins after it."""

    posted_on: date
    position: int


class Payments:
    """Reads the read model `payments`, without possible duplicates that nobody has settled."""

    def __init__(self, pool: DatabasePool, keyring: Keyring, freshness: Freshness) -> None:
        self._pool = pool
        self._keyring = keyring
        self._freshness = freshness

    async def settle(self, viewer: Viewer, selection: Selection) -> Selection:
        """The selection, once the books say what they said at its instant, if it names one.

        Raises `Forbidden`, `NotYours`, and an `ExportError` for days reversed, an instant
        still to come, or books that do not catch up in time.
        """
        viewer.check(viewer.may_read_payments(selection.home_id), selection.home_id)
        if selection.to_on < selection.from_on:
            raise DaysReversed
        if selection.known_at is not None:
            viewer.check(viewer.may_ask_known_at())
            await self._freshness.wait_until_known(selection.known_at)
        return selection

    async def page(
        self, viewer: Viewer, selection: Selection, first: int, after: AfterPayment | None
    ) -> list[Payment]:
        """At most `first` payments in the order of the books. Raises `Forbidden`, `NotYours`."""
        viewer.check(viewer.may_read_payments(selection.home_id), selection.home_id)
        where = after or AfterPayment(selection.from_on, 0)
        arguments = (selection.from_on, selection.to_on, selection.known_at, *where, first)
        if selection.home_id is None:
            rows = await self._pool.fetch(QUERIES["page_of_payments"], *arguments)
        else:
            rows = await self._pool.fetch(QUERIES["page_of_home_payments"], *arguments, selection.home_id)
        private = {row["payer_id"] for row in rows if row["payer_name"] is None}
        names = await self._private_names(viewer, list(private)) if private else {}
        return [_payment(row, names) for row in rows]

    async def totals(self, viewer: Viewer, selection: Selection) -> Totals:
        """How many payments there are in a selection, and their sum. Raises `Forbidden`, `NotYours`."""
        viewer.check(viewer.may_read_payments(selection.home_id), selection.home_id)
        arguments = (selection.from_on, selection.to_on, selection.known_at)
        if selection.home_id is None:
            row = await self._pool.fetchrow(QUERIES["totals_of_payments"], *arguments)
        else:
            row = await self._pool.fetchrow(QUERIES["totals_of_home_payments"], *arguments, selection.home_id)
        return Totals(row["payments"], row["amount"]) if row else Totals(0, Decimal(0))

    async def _private_names(self, viewer: Viewer, payers: Sequence[UUID]) -> dict[UUID, str | None]:
        """What private payers are called, opened in one batch."""
        every_home = viewer.may_read_payments(None)
        scope = KeyScope(None if every_home else viewer.homes, FINANCE)
        homes = "*" if scope.homes is None else ",".join(map(str, scope.homes))
        rows = await self._pool.fetch(QUERIES["sealed_payers"], homes, ",".join(FINANCE), payers)
        fields = [SealedField(row["token"], row["home_id"], "payer_name") for row in rows]
        opened = await self._keyring.open_many(scope, fields, str)
        return {row["payer_id"]: name for row, name in zip(rows, opened, strict=True)}


def _payment(row: asyncpg.Record, private_names: dict[UUID, str | None]) -> Payment:
    home_id, payer_id, reverses = row["home_id"], row["payer_id"], row["reverses"]
    name = row["payer_name"] if row["payer_name"] is not None else private_names.get(payer_id)
    return Payment(
        str(RecordId(home_id, row["version"])),
        row["position"],
        HomeOfPayment(home_id, row["home_name"]),
        Payer(payer_id, name, PayerKind(row["payer_kind"])),
        row["received_on"],
        row["posted_on"],
        row["amount"],
        row["reference"],
        row["method"],
        row["remittance"],
        row["recorded_at"],
        None if reverses is None else str(RecordId(home_id, reverses)),
    )
