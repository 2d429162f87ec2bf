"""Lines of statements as finance reads them: how each stands, who the bank says paid, and what it may be."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import asyncpg

from finance.bank.candidates import Candidates
from finance.bank.proposals import Asked, Proposal
from finance.bank.remitters import Remitters
from finance.bank.service import mapping_of
from finance.bank.splits import Split, weigh_up
from finance.payments.names import PayerNames
from finance.pence import to_pence
from finance.terms import ColumnMapping
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "bank.sql")
FINANCE = frozenset({RecordClass.FINANCE})
MOST_DOUBLES = 50
NEWEST = date(9999, 12, 31)
LAST = UUID(int=2**128 - 1)


class Standing(StrEnum):
    """How a line stands."""

    OPEN = "open"
    """Money in that is no payment yet, or not all of it."""
    MATCHED = "matched"
    ASIDE = "aside"
    OUT = "out"
    """Money out."""


class Account(NamedTuple):
    """A bank account."""

    account_id: UUID
    name: str
    mapping: ColumnMapping | None
    latest: date | None
    """The day of its newest line."""


class Match(NamedTuple):
    """The payment that a line is, or a part of it."""

    number: int
    home_ref: str
    home_name: str
    payer: str | None
    payment: str
    """The payment's id."""
    amount: Decimal
    made_from_line: bool


class Line(NamedTuple):
    """A line with all that is known of it."""

    line_id: UUID
    account: str
    booked_on: date
    amount: Decimal
    left: Decimal
    """What of it is no payment yet."""
    reference: str
    payer: str
    occurrence: int
    standing: Standing
    matches: list[Match]
    proposals: list[Proposal]
    split: Split | None
    """How it may be shared out, where it pays for several homes."""


class Count(NamedTuple):
    """How many lines stand in a way, and what of them is no payment yet."""

    lines: int
    left: Decimal


class Doubles(NamedTuple):
    """What may be there twice."""

    lines: Sequence[asyncpg.Record]
    payments: Sequence[asyncpg.Record]


class BankLines:
    """Reads the read model `bank`."""

    def __init__(
        self,
        pool: DatabasePool,
        keyring: Keyring,
        names: PayerNames,
        candidates: Candidates,
        remitters: Remitters,
    ) -> None:
        self._pool = pool
        self._keyring = keyring
        self._names = names
        self._candidates = candidates
        self._remitters = remitters

    async def accounts(self, viewer: Viewer) -> list[Account]:
        """By name. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_books())
        rows = await self._pool.fetch(QUERIES["bank_accounts"])
        return [Account(row["account_id"], row["name"], mapping_of(row), row["latest"]) for row in rows]

    async def counts(self, viewer: Viewer) -> dict[Standing, Count]:
        """By how lines stand. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_books())
        rows = await self._pool.fetch(QUERIES["standing_of_lines"])
        found = {Standing(row["standing"]): Count(row["lines"], row["left_over"]) for row in rows}
        return {standing: found.get(standing, Count(0, Decimal("0.00"))) for standing in Standing}

    async def doubles(self, viewer: Viewer) -> Doubles:
        """Lines and payments that may be there twice. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_books())
        return Doubles(
            await self._pool.fetch(QUERIES["doubled_lines"], MOST_DOUBLES),
            await self._pool.fetch(QUERIES["doubled_payments"], MOST_DOUBLES),
        )

    async def page(
        self,
        viewer: Viewer,
        standing: Standing | None,
        first: int,
        after: tuple[date, UUID] | None = None,
        account_id: UUID | None = None,
    ) -> list[Line]:
        """At most `first`, newest first, with proposals for those that are open. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_books())
        place = after or (NEWEST, LAST)
        rows = await self._pool.fetch(QUERIES["page_of_lines"], account_id, standing, *place, first)
        return await self._lines(viewer, rows)

    async def line(self, viewer: Viewer, line_id: UUID) -> Line | None:
        """One line; None where there is none of that id. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_books())
        row = await self._pool.fetchrow(QUERIES["line_by_id"], line_id)
        return None if row is None else (await self._lines(viewer, [row]))[0]

    async def _lines(self, viewer: Viewer, rows: Sequence[asyncpg.Record]) -> list[Line]:
        payers = await self._payers(rows)
        matches = await self._matches(viewer, [row["line_id"] for row in rows])
        asked = {
            row["line_id"]: Asked(
                row["booked_on"],
                to_pence(row["amount"] - row["matched"]),
                row["reference"],
                payers[row["line_id"]],
            )
            for row in rows
            if standing_of(row) is Standing.OPEN
        }
        may_be = await self._may_be(viewer, asked)
        return [
            Line(
                row["line_id"],
                row["account_name"],
                row["booked_on"],
                row["amount"],
                max(row["amount"] - row["matched"], Decimal("0.00")),
                row["reference"],
                payers[row["line_id"]],
                row["occurrence"],
                standing_of(row),
                matches.get(row["line_id"], []),
                *may_be.get(row["line_id"], ([], None)),
            )
            for row in rows
        ]

    async def _may_be(
        self, viewer: Viewer, asked: Mapping[UUID, Asked]
    ) -> dict[UUID, tuple[list[Proposal], Split | None]]:
        """What lines that are open may be: one payment, or several."""
        if not asked:
            return {}
        lines = list(asked.values())
        targets, remitters = await self._candidates.of(viewer, lines), await self._remitters.of(viewer, lines)
        return {line_id: weigh_up(line, targets[line], remitters) for line_id, line in asked.items()}

    async def _payers(self, rows: Sequence[asyncpg.Record]) -> dict[UUID, str]:
        """What the bank calls who paid, line by line; nothing where the statement's names are forgotten."""
        parts = sorted({(row["account_id"], row["version"]) for row in rows})
        async with self._pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(QUERIES["open_finance"])
            found = await connection.fetch(
                QUERIES["parts_of_lines"], [part[0] for part in parts], [part[1] for part in parts]
            )
        fields = [SealedField(row["token"], row["account_id"], "payers") for row in found]
        opened = await self._keyring.open_many(KeyScope(None, FINANCE), fields, list[str])
        texts = {(row["account_id"], row["version"]): names for row, names in zip(found, opened, strict=True)}
        said: dict[UUID, str] = {}
        for row in rows:
            names = texts.get((row["account_id"], row["version"]))
            said[row["line_id"]] = names[row["place"]] if names else ""
        return said

    async def _matches(self, viewer: Viewer, lines: list[UUID]) -> dict[UUID, list[Match]]:
        rows = await self._pool.fetch(QUERIES["matches_of_lines"], lines)
        names = await self._names.of(viewer, [row["payer_id"] for row in rows if row["payer_id"]])
        found: dict[UUID, list[Match]] = {}
        for row in rows:
            match = Match(
                row["version"],
                row["home_ref"] or "",
                row["home_name"] or "",
                names.get(row["payer_id"]),
                f"{row['home_id'].hex}-{row['payment']}",
                row["amount"],
                row["made_from_line"],
            )
            found.setdefault(row["line_id"], []).append(match)
        return found


def standing_of(row: asyncpg.Record) -> Standing:
    """How a line stands."""
    if row["amount"] <= 0:
        return Standing.OUT
    if row["is_aside"]:
        return Standing.ASIDE
    return Standing.MATCHED if row["matched"] >= row["amount"] else Standing.OPEN
