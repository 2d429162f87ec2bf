"""The network's money on a day: by home, by payer and by kind of payer, and who owes what for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import asyncpg

from finance.books.balances import Ageing, Sums
from finance.books.stuck import HomeBehind, homes_behind
from finance.payments.names import PayerNames
from finance.payments.received import Payer
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "overview.sql")


class HomeCalled(NamedTuple):
    """A home, and what it is called."""

    home_id: UUID
    ref: str
    name: str


class Standing(NamedTuple):
    """What something comes to on a day, in pence, and what of the outstanding is past its day."""

    sums: Sums
    late: int


class HomeStanding(NamedTuple):
    """Of one home."""

    home: HomeCalled
    standing: Standing


class KindStanding(NamedTuple):
    """Of one kind of payer."""

    kind: PayerKind
    standing: Standing


class PayerStanding(NamedTuple):
    """Of one payer, over all homes."""

    payer: Payer
    homes: int
    standing: Standing


class AccountStanding(NamedTuple):
    """Of one payer in one home."""

    home: HomeCalled
    payer: Payer
    standing: Standing


class AfterPayer(NamedTuple):
    """The last payer of a page: the next page begins after it."""

    outstanding: int
    payer_id: UUID


class AfterDebt(NamedTuple):
    """The last of a page of debts."""

    oldest_due_on: date
    payer_id: UUID


class PayersTotal(NamedTuple):
    """What payers come to together."""

    payers: int
    standing: Standing


class DebtsTotal(NamedTuple):
    """What those who are late owe together, by age."""

    payers: int
    ageing: Ageing

    @property
    def late(self) -> int:
        """All that is past its day, in pence."""
        return late_of(self.ageing)


class Debt(NamedTuple):
    """What a payer owes, by age; something of it is past its day."""

    payer: Payer
    homes: int
    oldest_due_on: date
    ageing: Ageing

    @property
    def late(self) -> int:
        """All that is past its day, in pence."""
        return late_of(self.ageing)


@dataclass(frozen=True, slots=True)
class NetworkMoney:
    """All of it on one day."""

    homes: Sequence[HomeStanding]
    kinds: Sequence[KindStanding]
    behind: Sequence[HomeBehind]
    """Homes whose figures are older than what is recorded."""

    @property
    def total(self) -> Standing:
        """Of all homes."""
        return total_of([home.standing for home in self.homes])

    @property
    def total_of_kinds(self) -> Standing:
        """Of all kinds of payers: the same."""
        return total_of([kind.standing for kind in self.kinds])


class Overview:
    """Reads the books that are kept, for finance. Every question raises `Forbidden` for others."""

    def __init__(self, pool: DatabasePool, names: PayerNames) -> None:
        self._pool = pool
        self._names = names

    async def find_home(self, viewer: Viewer, text: str) -> HomeCalled | None:
        """The home of a reference or an id."""
        viewer.check(viewer.may_read_payments(None))
        row = await self._pool.fetchrow(QUERIES["home_called"], text)
        return None if row is None else HomeCalled(**row)

    async def find_payer(self, viewer: Viewer, payer_id: UUID) -> tuple[Payer, str] | None:
        """A payer and their code, if they pay anywhere."""
        viewer.check(viewer.may_read_payments(None))
        row = await self._pool.fetchrow(QUERIES["payer_called"], payer_id)
        if row is None:
            return None
        names = await self._names.of(viewer, [payer_id])
        return Payer(payer_id, names.get(payer_id), PayerKind(row["kind"])), row["ref"]

    async def network(self, viewer: Viewer, as_of: date) -> NetworkMoney:
        """By home and by kind of payer."""
        viewer.check(viewer.may_read_payments(None))
        homes = [
            HomeStanding(HomeCalled(row["home_id"], row["ref"], row["name"]), _standing(row))
            for row in await self._pool.fetch(QUERIES["homes_on"], as_of)
        ]
        kinds = [
            KindStanding(PayerKind(row["payer_kind"]), _standing(row))
            for row in await self._pool.fetch(QUERIES["kinds_on"], as_of)
        ]
        return NetworkMoney(homes, kinds, await homes_behind(self._pool, None))

    async def payers(
        self,
        viewer: Viewer,
        as_of: date,
        most: int,
        after: AfterPayer | None = None,
        some: Sequence[UUID] | None = None,
    ) -> tuple[list[PayerStanding], PayersTotal]:
        """A page by payer, over all homes, of all or some, who owes most first; and all of them together."""
        viewer.check(viewer.may_read_payments(None))
        rows = await self._pool.fetch(QUERIES["payers_on"], as_of, some, *(after or (None, None)), most)
        page = [row for row in rows if row["payer_id"] is not None]
        payers = await self._payers(viewer, page)
        total = PayersTotal(rows[0]["payers"], _standing(rows[0], "all_"))
        return [PayerStanding(payers[row["payer_id"]], row["homes"], _standing(row)) for row in page], total

    async def accounts(
        self, viewer: Viewer, as_of: date, *, home_id: UUID | None = None, payer_id: UUID | None = None
    ) -> list[AccountStanding]:
        """Of a home or of a payer. Raises `BooksStuck` for a home whose books can't be worked out."""
        viewer.check(viewer.may_read_payments(home_id), home_id)
        await homes_behind(self._pool, home_id)
        rows = await self._pool.fetch(QUERIES["accounts_on"], as_of, home_id, payer_id)
        payers = await self._payers(viewer, rows)
        return [
            AccountStanding(
                HomeCalled(row["home_id"], row["home_ref"], row["home_name"]),
                payers[row["payer_id"]],
                _standing(row),
            )
            for row in rows
        ]

    async def debts(
        self,
        viewer: Viewer,
        as_of: date,
        most: int,
        after: AfterDebt | None = None,
        some: Sequence[UUID] | None = None,
    ) -> list[Debt]:
        """Who of all, or of some, is late; whoever has been for longest first."""
        viewer.check(viewer.may_read_payments(None))
        rows = await self._pool.fetch(QUERIES["debts_on"], as_of, some, *(after or (None, None)), most)
        payers = await self._payers(viewer, rows)
        return [
            Debt(payers[row["payer_id"]], row["homes"], row["oldest_due_on"], _ageing(row)) for row in rows
        ]

    async def debts_total(self, viewer: Viewer, as_of: date, some: Sequence[UUID] | None) -> DebtsTotal:
        """What they owe together."""
        viewer.check(viewer.may_read_payments(None))
        [row] = await self._pool.fetch(QUERIES["debts_total_on"], as_of, some)
        return DebtsTotal(row["payers"], _ageing(row))

    async def _payers(self, viewer: Viewer, rows: Sequence[asyncpg.Record]) -> dict[UUID, Payer]:
        names = await self._names.of(viewer, [row["payer_id"] for row in rows])
        return {
            row["payer_id"]: Payer(row["payer_id"], names.get(row["payer_id"]), PayerKind(row["payer_kind"]))
            for row in rows
        }


def total_of(standings: Sequence[Standing]) -> Standing:
    """All of them together."""
    sums = Sums()
    for one in standings:
        sums = sums.plus(one.sums)
    return Standing(sums, sum(one.late for one in standings))


def late_of(ageing: Ageing) -> int:
    """All that is past its day, in pence."""
    return sum(ageing) - ageing.current


def _ageing(row: asyncpg.Record) -> Ageing:
    return Ageing(*(row[name] for name in Ageing._fields))


def _standing(row: asyncpg.Record, of: str = "") -> Standing:
    """The sums of a row, or others in it whose names begin so."""
    sums = Sums(*(row[of + name] for name in Sums._fields))
    return Standing(sums, row[f"{of}late"])
