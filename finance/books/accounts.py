"""One payer's account in one home, row by row, and why each line is what it is."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from finance.books.books import keep
from finance.books.charges import Charges
from finance.books.grounds import Grounds, grounds_of
from finance.books.invoices import description
from finance.books.keeping import AHEAD, read_facts
from finance.books.lines import LineKind
from finance.books.stuck import homes_behind
from finance.events import FINANCE_STREAM
from finance.pence import to_pence
from network.access.viewer import Viewer
from network.eventstore.record_id import RecordId
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "accounts.sql")


class AccountRow(NamedTuple):
    """What was charged, received or taken back, in pence; a charge is positive."""

    on: date
    what: str
    pence: int
    balance: int
    """What the account comes to after it: outstanding less credit."""
    event: str
    """The public id of the event that it follows from."""
    line: int | None = None
    """The line's number; None for money received."""
    invoice: str | None = None
    due_on: date | None = None
    outstanding: int = 0


class Caused(NamedTuple):
    """An event in the log."""

    id: str
    recorded_at: datetime


class Explained(NamedTuple):
    """A line with what it follows from."""

    number: int
    invoice: str
    resident_ref: str | None
    grounds: Grounds
    cause: Caused
    agreed: str
    """The public id of the contribution."""


class Accounts:
    """Reads the books that are kept, and works out one home's from its facts to explain a line."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def rows(self, viewer: Viewer, home_id: UUID, payer_id: UUID, as_of: date) -> list[AccountRow]:
        """In the order of days. Raises `Forbidden`, `NotYours`, and `BooksStuck`."""
        viewer.check(viewer.may_read_payments(home_id), home_id)
        await homes_behind(self._pool, home_id)
        asked = home_id, payer_id, as_of
        charged = [
            _charged(row)
            for row in await self._pool.fetch(QUERIES["lines_of_account"], *asked, FINANCE_STREAM)
        ]
        received = [
            _received(home_id, row) for row in await self._pool.fetch(QUERIES["receipts_of_account"], *asked)
        ]
        return _with_balance(sorted([*charged, *received], key=lambda row: (row.on, row.pence < 0)))

    async def credit(self, viewer: Viewer, home_id: UUID, payer_id: UUID, as_of: date) -> int:
        """What a payer holds in credit in a home on a day, in pence."""
        viewer.check(viewer.may_read_payments(home_id), home_id)
        return await self._pool.fetchval(QUERIES["credit_on"], home_id, payer_id, as_of) or 0

    async def explain(
        self, viewer: Viewer, home_id: UUID, payer_id: UUID, number: int, today: date
    ) -> Explained | None:
        """Why a line is what it is; None where there is no such line, or nothing to explain."""
        viewer.check(viewer.may_read_payments(home_id), home_id)
        rows = await self._pool.fetch(
            QUERIES["lines_of_account"], home_id, payer_id, today + AHEAD, FINANCE_STREAM
        )
        row = next((row for row in rows if row["line"] == number), None)
        facts = await read_facts(self._pool, home_id)
        if row is None or row["contribution"] is None:
            return None

        def find() -> Grounds | None:
            account = keep(home_id, "", facts, today + AHEAD).accounts.get(payer_id)
            lines = [] if account is None else account.lines
            line = lines[number] if number < len(lines) else None
            return None if line is None else grounds_of(Charges(home_id), facts, line)

        grounds = await asyncio.to_thread(find)
        if grounds is None:
            return None
        caused = await self._pool.fetch(
            QUERIES["facts_recorded"], home_id, FINANCE_STREAM, [grounds.cause.position]
        )
        cause = Caused(str(RecordId(caused[0]["stream_id"], caused[0]["version"])), caused[0]["recorded_at"])
        agreed = str(RecordId(home_id, grounds.line.contribution))
        return Explained(number, row["invoice"], row["resident_ref"], grounds, cause, agreed)


def _charged(row: asyncpg.Record) -> AccountRow:
    what = description(
        LineKind(row["kind"]), row["resident_ref"], row["period_starts_on"], row["nights"], row["posted_on"]
    )
    event = "" if row["version"] is None else str(RecordId(row["stream_id"], row["version"]))
    return AccountRow(
        row["posted_on"],
        what,
        row["pence"],
        0,
        event,
        row["line"],
        row["invoice"],
        row["due_on"],
        row["outstanding"],
    )


def _received(home_id: UUID, row: asyncpg.Record) -> AccountRow:
    if row["reverses"] is not None:
        what = "Payment taken back"
    else:
        what = f"Received, {row['reference']}" if row["reference"] else "Received"
    return AccountRow(
        row["posted_on"], what, -to_pence(row["amount"]), 0, str(RecordId(home_id, row["version"]))
    )


def _with_balance(rows: Sequence[AccountRow]) -> list[AccountRow]:
    found: list[AccountRow] = []
    balance = 0
    for row in rows:
        balance += row.pence
        found.append(row._replace(balance=balance))
    return found
