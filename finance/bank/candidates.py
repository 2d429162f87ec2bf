"""Finds what lines of a statement may be: all that one of reference, payer and amount leads to."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

import asyncpg

from finance.bank.proposals import DAYS_APART, Asked, Target
from finance.books.receipts import plain
from finance.payments.names import PayerNames
from finance.pence import to_pence
from network.access.viewer import Viewer
from network.days import local_date
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "candidates.sql")


class Candidates:
    """Asks for a whole page of lines at once."""

    def __init__(self, pool: DatabasePool, names: PayerNames, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._names = names
        self._clock = clock

    async def of(self, viewer: Viewer, lines: list[Asked]) -> dict[Asked, list[Target]]:
        """By line; names as far as the viewer may see them."""
        amounts = sorted({line.pence for line in lines})
        days = [line.booked_on for line in lines]
        payments = await self._pool.fetch(
            QUERIES["unseen_payments"],
            [Decimal(pence).scaleb(-2) for pence in amounts],
            min(days) - timedelta(days=DAYS_APART),
            max(days) + timedelta(days=DAYS_APART),
        )
        owing = await self._pool.fetch(QUERIES["owing_accounts"], local_date(self._clock()), amounts)
        named = await self._named(lines)
        payers = {row["payer_id"] for row in (*payments, *owing)}
        payers |= {row["payer_id"] for rows in named.values() for row in rows}
        names = await self._names.of(viewer, payers)
        common = [_recorded(row, names) for row in payments] + [_owing(row, names) for row in owing]
        return {
            line: [*common, *(_target(row, names, 0, is_named=True) for row in named.get(line, []))]
            for line in lines
        }

    async def _named(self, lines: list[Asked]) -> dict[Asked, list[asyncpg.Record]]:
        """The payers that lines name by an invoice's number: home, eight figures of a day, payer."""
        homes = await self._pool.fetch(QUERIES["homes_of_candidates"])
        wanted = {line: _homes_named(line.reference, homes) for line in lines}
        some = {home_id for found in wanted.values() for home_id in found}
        if not some:
            return {}
        payers = await self._pool.fetch(QUERIES["payers_of_homes"], sorted(some))
        return {
            line: [row for row in payers if row["home_id"] in found and _names_invoice(row, line.reference)]
            for line, found in wanted.items()
        }


def _homes_named(reference: str, homes: list[asyncpg.Record]) -> set[UUID]:
    text = plain(reference)
    return {
        row["home_id"]
        for row in homes
        if (ref := plain(row["ref"])) in text and re.search(re.escape(ref) + r"\d{8}", text)
    }


def _names_invoice(row: asyncpg.Record, reference: str) -> bool:
    home, payer = re.escape(plain(row["home_ref"])), re.escape(plain(row["ref"]))
    return re.search(rf"{home}\d{{8}}{payer}", plain(reference)) is not None


def _recorded(row: asyncpg.Record, names: dict[UUID, str | None]) -> Target:
    target = _target(row, names, to_pence(row["amount"]), text=row["reference"] or "")
    return target._replace(payment=row["version"], received_on=row["received_on"])


def _owing(row: asyncpg.Record, names: dict[UUID, str | None]) -> Target:
    return _target(row, names, row["pence"], text=row["invoice"] or "")


def _target(
    row: asyncpg.Record, names: dict[UUID, str | None], pence: int, text: str = "", *, is_named: bool = False
) -> Target:
    return Target(
        row["home_id"],
        row["home_ref"],
        row["home_name"],
        row["payer_id"],
        names.get(row["payer_id"]),
        pence,
        text=text,
        is_named=is_named,
    )
