"""Finance's ledger as a journal: home by home, so that memory stays flat however long the books are."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from finance.books.books import keep
from finance.books.entries import Entry, entries_of
from finance.books.freshness import KeptFreshness
from finance.books.keeping import read_facts
from finance.days import local_date
from finance.export.errors import NoSuchHome, TooFarAhead
from finance.export.journal import journal_of
from network.access.audit import Audit, AuditAction
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "ledger.sql")
A_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class LedgerSelection:
    """Every entry up to a day, of one home (by id or reference) or of all, as known at an instant."""

    through: date
    home: str | None = None
    known_at: datetime | None = None


@dataclass(slots=True)
class Written:
    """What has gone out so far."""

    entries: int = 0
    debits: int = 0
    """In pence."""

    def add(self, entries: list[Entry]) -> None:
        """More has."""
        self.entries += len(entries)
        self.debits += sum(abs(entry.postings[0].pence) for entry in entries)


class LedgerExport:
    """Lets finance take the ledger away."""

    def __init__(self, pool: DatabasePool, freshness: KeptFreshness, audit: Audit) -> None:
        self._pool = pool
        self._freshness = freshness
        self._audit = audit

    async def prepare(self, viewer: Viewer, selection: LedgerSelection) -> tuple[list[UUID], datetime]:
        """The homes, in order of their references, and the instant, once all is known that was known then.

        Raises `Forbidden`, `NoSuchHome`, `InstantToCome` and `BooksBehind`.
        """
        viewer.check(viewer.may_export_payments())
        now: datetime = await self._pool.fetchval(QUERIES["moment_of_ledger"])
        if selection.through > local_date(now) + A_YEAR:
            raise TooFarAhead
        instant = selection.known_at or now
        await self._freshness.wait_until_known(instant)
        rows = await self._pool.fetch(QUERIES["homes_of_ledger"], selection.home)
        if selection.home is not None and not rows:
            raise NoSuchHome
        return [row["home_id"] for row in rows], instant.astimezone(UTC)

    async def journal(
        self, viewer: Viewer, selection: LedgerSelection, homes: list[UUID], known_at: datetime
    ) -> AsyncIterator[str]:
        """The journal, a home at a time; the audit notes what went out when it ends or breaks off."""
        written = Written()
        try:
            for home_id in homes:
                entries = await self._entries(home_id, selection.through, known_at)
                yield "".join(journal_of(entries, selection.through))
                written.add(entries)
        finally:
            await self._audit.note(
                AuditAction.LEDGER_EXPORTED,
                viewer.account_id,
                homes[0] if selection.home is not None else None,
                through=selection.through.isoformat(),
                known_at=known_at.isoformat(),
                entries=written.entries,
                debits_in_pence=written.debits,
            )

    async def _entries(self, home_id: UUID, through: date, known_at: datetime) -> list[Entry]:
        ref = await self._pool.fetchval(QUERIES["ref_of_home"], home_id)
        facts = await read_facts(self._pool, home_id, known_at)
        charged_through = max(through, local_date(known_at))
        books = await asyncio.to_thread(keep, home_id, ref, facts, charged_through)
        return entries_of(books, through)
