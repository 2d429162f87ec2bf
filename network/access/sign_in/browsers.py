"""The browsers in which somebody's password counts: a browser is known by a key that it keeps."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from network.access.audit.trail import PATIENCE, AuditAction, note_within
from network.access.secrets.opaque import digest_of
from network.access.viewer import AccessError, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "browsers.sql")


class BrowserUnknown(AccessError):
    """The person has no such browser."""


class KnownBrowser(msgspec.Struct, frozen=True, kw_only=True):
    """A browser in which somebody's password counts."""

    browser_id: UUID
    client: str
    """What it says of itself."""
    created_at: datetime
    last_used_at: datetime | None
    is_this_one: bool
    """Whether it is the browser that asks."""


class Browsers:
    """Knows them."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def is_of(self, account_id: UUID, digest: bytes, client: str) -> bool:
        """Whether an account's password counts in a browser, by the digest of its key; notes its use."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            known = await connection.fetchval(QUERIES["knows_browser"], account_id, digest, client)
        return known is not None

    async def is_of_anybody(self, digest: bytes) -> bool:
        """Whether somebody's password counts in a browser, whoever's."""
        return await self._pool.fetchval(QUERIES["is_known_browser"], digest)

    async def list_own(self, viewer: Viewer, key: str | None) -> list[KnownBrowser]:
        """Where one's password counts; `key` is what the browser that asks is known by."""
        digest = digest_of(key) if key else None
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["list_browsers"], viewer.account_id, digest)
        return [msgspec.convert(dict(row), KnownBrowser) for row in rows]

    async def remove(self, viewer: Viewer, browser_id: UUID) -> None:
        """One's password counts there no more, after `Credentials.prove`. Raises `BrowserUnknown`."""
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            removed = await connection.fetchval(QUERIES["remove_browser"], viewer.account_id, browser_id)
            if removed is None:
                raise BrowserUnknown
            await note_within(connection, AuditAction.BROWSER_REMOVED, viewer.account_id, browser_id)


async def add_browser(connection: DatabaseConnection, account_id: UUID, key: str, client: str) -> None:
    """From now on an account's password counts in the browser that is known by `key`."""
    await connection.execute(QUERIES["add_browser"], uuid4(), account_id, digest_of(key), client)
    await note_within(connection, AuditAction.BROWSER_ADDED, account_id, account_id)
