"""Whose token this is. Answers are kept for some seconds, so that recognising costs next to nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from uuid import UUID

from network.access.accounts import digest_of, is_token
from network.access.audit import PATIENCE, QUERIES, Audit, AuditAction
from network.access.viewer import Role, Viewer
from network.postgres.pool import DatabasePool

KEPT_FOR = 3.0
"""Seconds: how long a revoked token, a disabled account or a changed caseload may still count."""
MOST_KEPT = 10_000
MOST_REFUSALS_NOTED = 60
"""A minute, so that guessing can't fill the disk; the metrics count them all."""

Caseload = Callable[[UUID], Awaitable[frozenset[UUID]]]
"""The homes that a coach supports."""


class Recognition:
    """Turns a token into a viewer."""

    def __init__(self, pool: DatabasePool, audit: Audit, caseload: Caseload) -> None:
        self._pool = pool
        self._audit = audit
        self._caseload = caseload
        self._kept: dict[bytes, tuple[float, Viewer]] = {}
        self._asked: dict[bytes, asyncio.Task[Viewer | None]] = {}
        self._refusals: list[float] = []

    async def recognise(self, token: str) -> Viewer | None:
        """The viewer whose token it is, or None where it is none, was revoked or has expired."""
        if not is_token(token):
            return None
        digest = digest_of(token)
        kept = self._kept.get(digest)
        if kept is not None and kept[0] > monotonic():
            return kept[1]
        return await self._ask_once(digest)

    async def note_refusal(self) -> None:
        """Keep in the audit that somebody was not let in."""
        now = monotonic()
        self._refusals = [at for at in self._refusals if at > now - 60]
        if len(self._refusals) < MOST_REFUSALS_NOTED:
            self._refusals.append(now)
            await self._audit.note(AuditAction.SIGN_IN_REFUSED, None)

    def forget(self) -> None:
        """Ask anew from now on; for what was changed in this process."""
        self._kept.clear()

    async def _ask_once(self, digest: bytes) -> Viewer | None:
        """Ask the database; whoever brings the same token meanwhile waits for the same answer."""
        task = self._asked.get(digest)
        if task is None:
            task = asyncio.create_task(self._ask(digest))
            self._asked[digest] = task
            task.add_done_callback(lambda _: self._asked.pop(digest, None))
        return await asyncio.shield(task)

    async def _ask(self, digest: bytes) -> Viewer | None:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["recognise_token"], digest)
        if row is None:
            self._kept.pop(digest, None)
            return None
        role, account_id = Role(row["role"]), row["account_id"]
        homes = await self._caseload(account_id) if role is Role.COACH else frozenset[UUID](row["homes"])
        viewer = Viewer(account_id=account_id, name=row["name"], role=role, homes=homes)
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        self._kept[digest] = (monotonic() + KEPT_FOR, viewer)
        return viewer
