"""Reads the audit, for network IT: paged, newest first, by account, kind and time."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from network.access.audit.trail import PATIENCE, AuditAction
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "records.sql")
EXPORTS = (
    AuditAction.PAYMENTS_EXPORTED,
    AuditAction.CHARGES_EXPORTED,
    AuditAction.BALANCES_EXPORTED,
    AuditAction.INVOICES_EXPORTED,
    AuditAction.LEDGER_EXPORTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which lines are wanted."""

    account_id: UUID | None = None
    """Lines by this account, or about it."""
    action: AuditAction | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Before this instant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One line."""

    audit_id: int
    happened_at: datetime
    account_id: UUID | None
    action: str
    """One of `AuditAction`, or what an older release kept."""
    subject_id: UUID | None
    details: dict[str, Any]


class AuditRecords:
    """Reads the audit table."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def page(
        self, viewer: Viewer, wanted: AuditFilter, before: int | None, limit: int
    ) -> list[AuditRecord]:
        """Lines older than `before`, or the newest. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(
                QUERIES["list_audit"],
                before,
                wanted.account_id,
                wanted.action.value if wanted.action else None,
                wanted.since,
                wanted.until,
                limit,
            )
        return [_record(row) for row in rows]

    async def exports(self, viewer: Viewer, limit: int) -> list[AuditRecord]:
        """What finance took away last, for finance. Raises `Forbidden`."""
        viewer.check(viewer.may_export_payments())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["list_exports"], [*EXPORTS], limit)
        return [_record(row) for row in rows]


def _record(row: asyncpg.Record) -> AuditRecord:
    return AuditRecord(**{**dict(row), "details": json.loads(row["details"])})
