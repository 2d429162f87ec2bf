"""Whose token or session this is. Answers are kept for seconds, so that recognising costs next to nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

import asyncpg

from network.access.accounts.accounts import is_token
from network.access.audit.trail import PATIENCE, Refusals
from network.access.secrets.opaque import digest_of
from network.access.sessions.sessions import SEEN_AGAIN, Session, SignInMethod
from network.access.viewer import Role, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "recognition.sql")

KEPT_FOR = 3.0
"""Seconds: how long, in another process, what has ended or changed may still count."""
MOST_KEPT = 10_000

Caseload = Callable[[UUID], Awaitable[frozenset[UUID]]]
"""The homes that a coach supports."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who asks, and by which session; None with a token."""

    viewer: Viewer
    session: Session | None = None


class Recognition:
    """Turns a token, or a session's, into a viewer."""

    def __init__(self, pool: DatabasePool, refusals: Refusals, caseload: Caseload) -> None:
        self._pool = pool
        self._caseload = caseload
        self._kept: dict[bytes, tuple[float, Recognised]] = {}
        self._asked: dict[bytes, asyncio.Task[Recognised | None]] = {}
        self._seen: dict[UUID, float] = {}
        self._refusals = refusals

    async def recognise(self, token: str) -> Viewer | None:
        """The viewer whose token it is, or None where it is none, was revoked or has expired."""
        if not is_token(token):
            return None
        found = await self._find(digest_of(token), self._ask_for_token)
        return found and found.viewer

    async def recognise_session(self, token: str, *, is_used: bool) -> Recognised | None:
        """Who is signed in by it, or None. Where its person did something, it goes on from now."""
        found = await self._find(digest_of(token), self._ask_for_session)
        if found and found.session and is_used:
            await self._see(found.session)
        return found

    async def note_refusal(self) -> None:
        """Keep in the audit that somebody was not let in."""
        await self._refusals.note(None, "token")

    def forget(self) -> None:
        """Ask anew from now on; for what was changed in this process. Who is being asked about is, too."""
        self._kept.clear()
        self._asked.clear()

    async def _find(
        self, digest: bytes, ask: Callable[[bytes], Awaitable[Recognised | None]]
    ) -> Recognised | None:
        """Ask the database once; whoever brings the same meanwhile waits for the same answer."""
        kept = self._kept.get(digest)
        if kept is not None and kept[0] > monotonic():
            return kept[1]
        task = self._asked.get(digest)
        if task is None:
            task = asyncio.create_task(self._ask(digest, ask))
            self._asked[digest] = task
        return await asyncio.shield(task)

    async def _ask(
        self, digest: bytes, ask: Callable[[bytes], Awaitable[Recognised | None]]
    ) -> Recognised | None:
        this = asyncio.current_task()
        try:
            found = await ask(digest)
            if self._asked.get(digest) is this:
                # Else `forget` was called meanwhile, and this may be the answer from before.
                self._keep(digest, found)
            return found
        finally:
            if self._asked.get(digest) is this:
                del self._asked[digest]

    def _keep(self, digest: bytes, found: Recognised | None) -> None:
        self._kept.pop(digest, None)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        if found is not None:
            self._kept[digest] = (monotonic() + KEPT_FOR, found)

    async def _ask_for_token(self, digest: bytes) -> Recognised | None:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["recognise_token"], digest)
        return None if row is None else Recognised(await self._viewer(row))

    async def _ask_for_session(self, digest: bytes) -> Recognised | None:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["recognise_session"], digest)
        return None if row is None else Recognised(await self._viewer(row), _session(row))

    async def _viewer(self, row: asyncpg.Record) -> Viewer:
        role, account_id = Role(row["role"]), row["account_id"]
        homes = await self._caseload(account_id) if role is Role.COACH else frozenset[UUID](row["homes"])
        return Viewer(account_id=account_id, name=row["name"], role=role, homes=homes)

    async def _see(self, session: Session) -> None:
        """Keep that the session is in use, not more often than matters."""
        now = monotonic()
        if self._seen.get(session.session_id, 0.0) > now - SEEN_AGAIN.total_seconds():
            return
        if len(self._seen) >= MOST_KEPT:
            self._seen.clear()
        self._seen[session.session_id] = now
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            await connection.execute(QUERIES["see_session"], session.session_id)


def _session(row: asyncpg.Record) -> Session:
    return Session(
        session_id=row["session_id"],
        account_id=row["account_id"],
        method=SignInMethod(row["method"]),
        device_id=row["device_id"],
        is_guest=row["is_guest"],
        signed_in_at=row["created_at"],
        expires_at=row["expires_at"],
        idle_for=row["idle_for"],
    )
