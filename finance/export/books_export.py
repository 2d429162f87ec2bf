"""Takes the books of homes away, one home after another, so that memory stays flat however long they are."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from finance.export.errors import DaysReversed, ExportsUnderWay, TooFarAhead
from finance.export.extracts import Days
from finance.export.home_books import BooksReader, Home, HomeBooks
from finance.export.payments import Freshness
from finance.export.selection import Selection
from finance.export.table import NO_MONEY
from finance.export.totals import Totals
from network.access.audit.trail import Audit, AuditAction
from network.access.viewer import Viewer
from network.days import local_date

A_YEAR = timedelta(days=366)
AT_ONCE = 2
"""Exports of books under way in one process: each keeps a thread busy."""

Progress = Callable[[int, int], None]
"""Is told how many homes are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What is taken, as the audit names it."""

    action: AuditAction | None
    """None: it is only added up."""
    format: str
    added_up: str
    opens_names: bool


@dataclass(slots=True)
class OpenBooks:
    """Books that are being taken: the homes one by one, and what has gone out of them."""

    taking: Taking
    days: Days
    homes: list[Home]
    home_ref: str | None
    known_at: datetime
    reader: BooksReader
    progress: Progress
    rows: int = 0
    total: Decimal = field(default=NO_MONEY)
    is_whole: bool = False

    async def each(self) -> AsyncIterator[HomeBooks]:
        """The books of every home; what is taken of one is to be counted before the next."""
        for number, home in enumerate(self.homes):
            self.progress(number, len(self.homes))
            yield await self.reader.read(
                home, self.days.last, self.known_at, opens_names=self.taking.opens_names
            )
        self.progress(len(self.homes), len(self.homes))
        self.is_whole = True

    def count(self, rows: int, total: Decimal) -> None:
        """So much has gone out."""
        self.rows += rows
        self.total += total

    @property
    def totals(self) -> Totals:
        """What has gone out; of the whole file once it is whole."""
        return Totals(
            rows=self.rows,
            control_total=self.total,
            added_up=self.taking.added_up,
            from_on=None if self.days.first == date.min else self.days.first,
            to_on=self.days.last,
            home_ref=self.home_ref,
            known_at=self.known_at,
        )


class BooksExport:
    """Lets finance take charges, balances, invoices and the ledger away."""

    def __init__(
        self, reader: BooksReader, freshness: Freshness, audit: Audit, clock: Callable[[], datetime]
    ) -> None:
        self._reader = reader
        self._freshness = freshness
        self._audit = audit
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)
        self._notes: set[asyncio.Task[None]] = set()

    async def find_home(self, name: str) -> UUID:
        """The home of that id or reference. Raises `NoSuchHome`."""
        return await self._reader.find_home(name)

    @asynccontextmanager
    async def open(
        self, viewer: Viewer, taking: Taking, selection: Selection, progress: Progress
    ) -> AsyncIterator[OpenBooks]:
        """Books as they are known at one instant; the audit notes what went out when the block ends.

        Raises `Forbidden`, and before anything is read an `ExportError`.
        """
        viewer.check(viewer.may_export_payments())
        if self._places.locked():
            raise ExportsUnderWay
        async with self._places:
            opened = await self._open(taking, selection, progress)
            try:
                yield opened
            finally:
                await self._note(viewer, opened, selection)

    async def _open(self, taking: Taking, selection: Selection, progress: Progress) -> OpenBooks:
        if selection.to_on < selection.from_on:
            raise DaysReversed
        known_at = (await self._freshness.wait_until_known(selection.known_at)).astimezone(UTC)
        if selection.to_on > local_date(self._clock()) + A_YEAR:
            raise TooFarAhead
        homes = await self._reader.homes(selection.home_id)
        return OpenBooks(
            taking=taking,
            days=Days(selection.from_on, selection.to_on),
            homes=homes,
            home_ref=homes[0].ref if homes and selection.home_id is not None else None,
            known_at=known_at,
            reader=self._reader,
            progress=progress,
        )

    async def _note(self, viewer: Viewer, opened: OpenBooks, selection: Selection) -> None:
        """A reader who went away cancels us: what had gone out by then is noted all the same."""
        if opened.taking.action is None:
            return
        noting = asyncio.create_task(
            self._audit.note(
                opened.taking.action,
                viewer.account_id,
                selection.home_id,
                format=opened.taking.format,
                from_on="" if opened.days.first == date.min else opened.days.first.isoformat(),
                to_on=opened.days.last.isoformat(),
                known_at=opened.known_at.isoformat(),
                rows=opened.rows,
                control_total=str(opened.total),
                whole="yes" if opened.is_whole else "no",
            )
        )
        self._notes.add(noting)
        noting.add_done_callback(self._notes.discard)
        await asyncio.shield(noting)
