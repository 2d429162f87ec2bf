"""What is open before days are closed, what became known after they were, and promises kept or broken."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from finance.books.doubles import Double, Doubles
from finance.books.overview import HomeCalled
from finance.books.stuck import HomeBehind, homes_behind
from finance.days import DAY
from finance.events import FINANCE_STREAM, PaymentPromised
from finance.payments.names import PayerNames
from finance.payments.received import Payer
from finance.settings.service import FinanceDecisions
from finance.settings.state import FinanceState
from households.terms import PayerKind
from network.access.viewer import Viewer
from network.days import local_date
from network.eventstore.record_id import RecordId
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "closing.sql")
A_YEAR = 13
"""Periods that are looked back over for some that nobody has raised."""


class BankLines(NamedTuple):
    """Money that the bank shows and that is no payment yet, in pounds."""

    number: int
    amount: Decimal


class StillOpen(NamedTuple):
    """What is open of the days through one."""

    unraised: Sequence[date]
    """First days of periods that were charged by then."""
    doubles: Sequence[Double]
    behind: Sequence[HomeBehind]
    bank: BankLines

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is."""
        return not (self.unraised or self.doubles or self.behind or self.bank.number)


class LateAdjustment(NamedTuple):
    """What changed of closed days, in pence."""

    home: HomeCalled
    payer: Payer
    line: int
    invoice: str
    resident_ref: str | None
    period_starts_on: date
    posted_on: date
    pence: int
    event: str
    recorded_at: datetime | None


class PromiseState(StrEnum):
    """How a promise stands."""

    KEPT = "kept"
    OPEN = "open"
    BROKEN = "broken"


class Promise(NamedTuple):
    """What a payer said they would pay, and what came."""

    version: int
    payer_id: UUID
    home_id: UUID | None
    amount: Decimal
    said_on: date
    pay_by: date
    came: Decimal
    state: PromiseState


class ClosingBooks:
    """Reads the books that are kept beside what finance has decided. Raises `Forbidden` for others."""

    def __init__(
        self, pool: DatabasePool, names: PayerNames, doubles: Doubles, decisions: FinanceDecisions
    ) -> None:
        self._pool = pool
        self._names = names
        self._doubles = doubles
        self._decisions = decisions

    async def still_open(self, viewer: Viewer, through: date) -> StillOpen:
        """Of the days through one."""
        state = await self._decisions.state(viewer)
        bank = await self._pool.fetchrow(QUERIES["bank_lines_open"], through)
        return StillOpen(
            unraised_through(state, through),
            await self._doubles.open(viewer, through),
            await homes_behind(self._pool, None),
            BankLines(0, Decimal(0)) if bank is None else BankLines(bank["lines"], bank["amount"]),
        )

    async def late(
        self, viewer: Viewer, closed_through: date, today: date, most: int
    ) -> list[LateAdjustment]:
        """Adjustments of closed days, the last known first."""
        viewer.check(viewer.may_keep_books())
        rows = await self._pool.fetch(
            QUERIES["adjustments_after"], closed_through, today, FINANCE_STREAM, most
        )
        names = await self._names.of(viewer, [row["payer_id"] for row in rows])
        return [
            LateAdjustment(
                HomeCalled(row["home_id"], row["ref"], row["name"]),
                Payer(row["payer_id"], names.get(row["payer_id"]), PayerKind(row["payer_kind"])),
                row["line"],
                row["invoice"],
                row["resident_ref"],
                row["period_starts_on"],
                row["posted_on"],
                row["pence"],
                "" if row["version"] is None else str(RecordId(row["stream_id"], row["version"])),
                row["recorded_at"],
            )
            for row in rows
        ]

    async def late_money(self, viewer: Viewer, closed_through: date) -> tuple[int, Decimal]:
        """How many payments of closed days were recorded later, and what they come to."""
        viewer.check(viewer.may_keep_books())
        row = await self._pool.fetchrow(QUERIES["receipts_after"], closed_through)
        return (0, Decimal(0)) if row is None else (row["payments"], row["amount"])

    async def promises_of(self, viewer: Viewer, payer_id: UUID | None, today: date) -> list[Promise]:
        """Of a payer or of all, the one that ends last first."""
        state = await self._decisions.state(viewer)
        made = [one for one in state.promises.items() if payer_id in (None, one[1].payer_id)]
        made.sort(key=lambda one: one[1].pay_by, reverse=True)
        return [await self._judge(*one, today) for one in made]

    async def _judge(self, version: int, made: PaymentPromised, today: date) -> Promise:
        said_on = local_date(made.occurred_at)
        came: Decimal = await self._pool.fetchval(
            QUERIES["received_between"], made.payer_id, said_on, made.pay_by, made.home_id
        )
        if came >= made.amount:
            state = PromiseState.KEPT
        else:
            state = PromiseState.OPEN if today <= made.pay_by else PromiseState.BROKEN
        return Promise(version, made.payer_id, made.home_id, made.amount, said_on, made.pay_by, came, state)


def unraised_through(state: FinanceState, through: date) -> list[date]:
    """Periods charged by a day and after the closed ones that are not raised in all homes, latest last."""
    periods = state.periods
    last = periods.last_charged_through(through)
    closed = state.closed_through
    first = last - A_YEAR + 1 if closed is None else periods.next_charged(closed + DAY)
    starts = [periods.start(number) for number in range(max(first, last - A_YEAR + 1), last + 1)]
    return [start for start in starts if not state.is_raised(start, None)]
