"""What finance takes away, put together; by itself it is half as large as everything that serves pages."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from time import monotonic

from finance.export.books_export import BooksExport
from finance.export.freshness import BooksFreshness
from finance.export.home_books import BooksReader
from finance.export.offers import Exports
from finance.export.payments import PaymentsExport
from finance.ledger.projection import PROJECTION as LEDGER
from finance.payments.projection import PROJECTION as PAYMENTS
from network.access.audit.trail import Audit
from network.days import now
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.network_key import NetworkKey
from network.opening import refuse_unfit
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabasePool, create_pool
from network.postgres.server import database
from network.settings import Settings

CONNECTIONS = 4
PATIENCE = timedelta(seconds=10)
KEYS_LIVE = timedelta(seconds=60)
MOST_KEYS = 1_000
"""An export asks for each person's key once."""


def make_exports(
    pool: DatabasePool, keyring: Keyring, audit: Audit, clock: Callable[[], datetime]
) -> Exports:
    """On the connections and keys of a process."""
    return Exports(
        PaymentsExport(pool, keyring, BooksFreshness(pool, PATIENCE), audit),
        BooksExport(
            BooksReader(pool, keyring), BooksFreshness(pool, PATIENCE, (LEDGER, PAYMENTS)), audit, clock
        ),
    )


@asynccontextmanager
async def open_exports(dsns: Dsns, network_key: NetworkKey) -> AsyncIterator[Exports]:
    """The exports alone, for as long as the block lasts: the command line needs nothing else for them.

    Raises `RoleUnfit`, `RestoreUnfinished` and `NetworkKeyUnfit` as `open_services` does.
    """
    pool = await create_pool(dsns.web, application_name="hearth export", max_size=CONNECTIONS)
    try:
        await refuse_unfit(pool)
        keyring = Keyring(pool, network_key, KeyCache(KEYS_LIVE, MOST_KEYS, monotonic))
        await keyring.check()
        yield make_exports(pool, keyring, Audit(pool), now)
    finally:
        await pool.close()


@asynccontextmanager
async def exports_of(settings: Settings) -> AsyncIterator[Exports]:
    """The same on the database that the settings name, beside a running server or without one."""
    async with (
        database(settings) as dsns,
        open_exports(dsns, NetworkKey.read(settings.network_key_file)) as exports,
    ):
        yield exports
