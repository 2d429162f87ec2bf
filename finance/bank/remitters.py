"""Finds who may have sent one sum for several homes, with what they owe and what homes recorded of them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from finance.bank.proposals import DAYS_APART, Asked, is_called
from finance.bank.splits import Owed, Paid, Remitter
from finance.books.receipts import plain
from finance.pence import to_pence
from network.access.viewer import Viewer
from network.days import local_date
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "remitters.sql")
MOST_HOMES = 150
"""Homes that a form offers: one that shares out more would have too many fields."""


class Called(NamedTuple):
    """A public body that pays in several homes."""

    payer_id: UUID
    ref: str
    name: str


class OwedToHome(NamedTuple):
    """What a payer owes a home, in pence."""

    home_id: UUID
    ref: str
    name: str
    pence: int


class Remitters:
    """Private payers pay in one home; so these are public bodies, whose names are open."""

    def __init__(self, pool: DatabasePool, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._clock = clock

    async def all(self, viewer: Viewer) -> list[Called]:
        """By name. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_books())
        return [Called(**row) for row in await self._pool.fetch(QUERIES["remitters"])]

    async def homes(self, viewer: Viewer, payer_id: UUID) -> list[OwedToHome]:
        """Where one pays, with what is owed there today, by name. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_books())
        today = local_date(self._clock())
        rows = await self._pool.fetch(QUERIES["homes_of_remitter"], payer_id, today, MOST_HOMES)
        return [OwedToHome(**row) for row in rows]

    async def of(self, viewer: Viewer, lines: Sequence[Asked]) -> list[Remitter]:
        """Those from whom any of some lines may be. Raises `Forbidden`."""
        wanted = [one for one in await self.all(viewer) if any(_may_be_from(line, one) for line in lines)]
        if not wanted:
            return []
        payers, days = [one.payer_id for one in wanted], [line.booked_on for line in lines]
        owed: dict[UUID, list[Owed]] = defaultdict(list)
        for row in await self._pool.fetch(QUERIES["owed_by_remitters"], local_date(self._clock()), payers):
            owed[row["payer_id"]].append(Owed(*[*row.values()][1:]))
        paid: dict[UUID, list[Paid]] = defaultdict(list)
        apart = timedelta(days=DAYS_APART)
        for row in await self._pool.fetch(
            QUERIES["paid_by_remitters"], payers, min(days) - apart, max(days) + apart
        ):
            paid[row["payer_id"]].append(
                Paid(
                    row["home_id"], row["ref"], row["name"], row["version"], row["received_on"],
                    to_pence(row["amount"]), row["reference"] or "", row["remittance"],
                )
            )  # fmt: skip
        return [Remitter(one.payer_id, one.name, owed[one.payer_id], paid[one.payer_id]) for one in wanted]


def _may_be_from(line: Asked, payer: Called) -> bool:
    return is_called(line.payer or line.reference, payer.name) or plain(payer.ref) in plain(line.reference)
