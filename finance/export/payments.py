"""The payments export: one snapshot, its totals first, then its rows as PostgreSQL formats them."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

from finance.export.errors import DaysReversed, ExportsUnderWay, NoSuchHome
from finance.export.sealed_cells import SealedCells, csv_cell
from finance.export.selection import Selection
from finance.export.totals import ControlTotals
from network.access.audit.trail import Audit, AuditAction
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "payments.sql")
LONGEST = timedelta(minutes=15)
"""How long one export may take. A slower reader is cut off, and gets a file that is visibly broken."""
AT_ONCE = 2
"""Exports under way in one process: each keeps a connection for as long as its reader takes."""
CHUNKS_AHEAD = 4
"""Chunks of some 200 kB that may wait for a slow reader before PostgreSQL has to wait too."""
SCOPE = KeyScope(homes=None, classes=frozenset({RecordClass.FINANCE}))
"""What may be opened for it: of every home, and nothing but what is sealed for finance."""
PATIENCE = 2.0
"""Seconds to wait for a free connection."""
VALUES_AT_ONCE = 5_000
"""Sealed values opened in one go: enough to share the round trip, few enough to stay small."""

Write = Callable[[bytes], Awaitable[None]]


class Freshness(Protocol):
    """Knows how far the books have read the log."""

    async def wait_until_known(self, instant: datetime | None) -> datetime:
        """Wait, bounded, until all that was recorded before the instant is in the books; None is now.

        Returns the instant. Raises `BooksBehind` or `InstantToCome`.
        """
        ...


class OpenExport:
    """An export whose snapshot is taken: what it adds up to, and its rows."""

    def __init__(
        self,
        connection: DatabaseConnection,
        arguments: tuple[Any, ...],
        totals: ControlTotals,
        cells: SealedCells,
    ) -> None:
        self.totals = totals
        self._connection = connection
        self._arguments = arguments
        self._cells = cells

    async def write_to(self, write: Write) -> None:
        """Send every row, in chunks; the next one is fetched when `write` has taken the last."""

        async def fill(chunk: bytes) -> None:
            await write(self._cells.fill(chunk))

        await self._connection.copy_from_query(
            QUERIES["payments_rows"], *self._arguments, output=fill, format="csv", header=True
        )
        self._cells.end()

    async def chunks(self) -> AsyncGenerator[bytes]:
        """The same for who would rather take than be given."""
        waiting: asyncio.Queue[bytes | Exception | None] = asyncio.Queue(CHUNKS_AHEAD)
        producer = asyncio.create_task(self._produce(waiting.put))
        try:
            while (chunk := await waiting.get()) is not None:
                if isinstance(chunk, Exception):
                    raise chunk
                yield chunk
        finally:
            producer.cancel()

    async def _produce(self, put: Callable[[bytes | Exception | None], Awaitable[None]]) -> None:
        try:
            await self.write_to(put)
        except Exception as error:  # noqa: BLE001 - handed over to the consumer, who raises it
            await put(error)
        else:
            await put(None)


class PaymentsExport:
    """Lets finance take payments away as CSV."""

    def __init__(self, pool: DatabasePool, keyring: Keyring, freshness: Freshness, audit: Audit) -> None:
        self._pool = pool
        self._keyring = keyring
        self._freshness = freshness
        self._audit = audit
        self._places = asyncio.Semaphore(AT_ONCE)

    async def find_home(self, name: str) -> UUID:
        """The home of that id or reference. Raises `NoSuchHome`."""
        home_id = await self._pool.fetchval(QUERIES["find_home"], name, timeout=PATIENCE)
        if home_id is None:
            raise NoSuchHome
        return home_id

    async def add_up(self, viewer: Viewer, selection: Selection) -> ControlTotals:
        """What a file of these payments adds up to."""
        known_at = await self._prepare(viewer, selection)
        async with self._snapshot() as connection:
            return await _add_up(connection, selection, known_at)

    @asynccontextmanager
    async def open(
        self, viewer: Viewer, selection: Selection, file_format: str = "csv"
    ) -> AsyncIterator[OpenExport]:
        """Take the snapshot and note in the audit who takes what. Raises Forbidden and `ExportError`s."""
        if self._places.locked():
            raise ExportsUnderWay
        async with self._places:
            known_at = await self._prepare(viewer, selection)
            async with self._snapshot() as connection:
                totals = await _add_up(connection, selection, known_at)
                arguments = _arguments(selection, known_at)
                cells = await self._open_cells(connection, arguments)
                await self._note(viewer, selection, totals, file_format)
                yield OpenExport(connection, arguments, totals, SealedCells(cells))

    async def _prepare(self, viewer: Viewer, selection: Selection) -> datetime:
        viewer.check(viewer.may_export_payments())
        if selection.to_on < selection.from_on:
            raise DaysReversed
        return await self._freshness.wait_until_known(selection.known_at)

    @asynccontextmanager
    async def _snapshot(self) -> AsyncIterator[DatabaseConnection]:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            transaction = connection.transaction(isolation="repeatable_read", readonly=True)
            try:
                await transaction.start()
                await connection.execute(QUERIES["become_finance"], _milliseconds(LONGEST))
                yield connection
                await transaction.rollback()
            except BaseException:
                # A reader who went away leaves the rows half sent: this connection can't be used again.
                connection.terminate()
                raise

    async def _open_cells(
        self, connection: DatabaseConnection, arguments: tuple[Any, ...]
    ) -> dict[bytes, bytes]:
        cells: dict[bytes, bytes] = {}
        cursor = await connection.cursor(QUERIES["payments_sealed"], *arguments)
        while rows := await cursor.fetch(VALUES_AT_ONCE):
            fields = [SealedField(row["token"], row["home_id"], row["label"]) for row in rows]
            texts = await self._keyring.open_many(SCOPE, fields, str)
            for row, text in zip(rows, texts, strict=True):
                cells[row["cell"].encode()] = b"" if text is None else csv_cell(text)
        return cells

    async def _note(
        self, viewer: Viewer, selection: Selection, totals: ControlTotals, file_format: str
    ) -> None:
        await self._audit.note(
            AuditAction.PAYMENTS_EXPORTED,
            viewer.account_id,
            selection.home_id,
            format=file_format,
            from_on=selection.from_on.isoformat(),
            to_on=selection.to_on.isoformat(),
            known_at=totals.known_at.isoformat(),
            rows=totals.rows,
            control_total=str(totals.control_total),
        )


def _arguments(selection: Selection, known_at: datetime) -> tuple[Any, ...]:
    return selection.from_on, selection.to_on, selection.home_id, known_at


async def _add_up(connection: DatabaseConnection, selection: Selection, known_at: datetime) -> ControlTotals:
    [row] = await connection.fetch(QUERIES["payments_totals"], *_arguments(selection, known_at))
    return ControlTotals(
        rows=row["rows"],
        control_total=row["amount"],
        possible_duplicate_rows=row["duplicate_rows"],
        possible_duplicate_total=row["duplicate_amount"],
        unsettled_duplicates=row["unsettled"],
        unsettled_duplicate_total=row["unsettled_amount"],
        from_on=selection.from_on,
        to_on=selection.to_on,
        home_ref=row["home_ref"],
        known_at=known_at,
    )


def _milliseconds(duration: timedelta) -> str:
    return str(round(duration.total_seconds() * 1000))
