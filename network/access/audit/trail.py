"""Who did what with the network's doors and its data: an append-only table, without names."""

import json
from enum import StrEnum
from time import monotonic
from uuid import UUID

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "trail.sql")
PATIENCE = 2.0
"""Seconds to wait for a free connection before the caller is told that we are busy."""
MOST_REFUSALS_NOTED = 60
"""A minute and process; the metrics count them all."""


class AuditAction(StrEnum):
    """What is worth keeping. A value never changes its meaning."""

    ACCOUNT_CREATED = "account_created"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_HOMES_CHANGED = "account_homes_changed"
    CREDENTIALS_RESET = "credentials_reset"
    CODE_MADE = "code_made"
    GUEST_VOUCHED = "guest_vouched"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    PIN_CHANGED = "pin_changed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    BROWSER_ADDED = "browser_added"
    BROWSER_REMOVED = "browser_removed"
    DEVICE_ADDED = "device_added"
    DEVICE_ENROLLED = "device_enrolled"
    DEVICE_REVOKED = "device_revoked"
    TOKEN_CREATED = "token_created"  # noqa: S105
    TOKEN_REVOKED = "token_revoked"  # noqa: S105
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_REFUSED = "sign_in_refused"
    SESSION_ENDED = "session_ended"
    HOME_JOINED = "home_joined"
    HOME_AMENDED = "home_amended"
    COACH_ASSIGNED = "coach_assigned"
    COACH_UNASSIGNED = "coach_unassigned"
    PERSON_FORGOTTEN = "person_forgotten"
    RECORD_HELD = "record_held"
    RECORD_RELEASED = "record_released"
    PAYMENTS_EXPORTED = "payments_exported"
    LEDGER_EXPORTED = "ledger_exported"
    CHARGES_EXPORTED = "charges_exported"
    BALANCES_EXPORTED = "balances_exported"
    INVOICES_EXPORTED = "invoices_exported"
    HOME_EXPORTED = "home_exported"


class Refusals:
    """Keeps in the audit that somebody was not let in, so many a minute: guessing must not fill the disk."""

    def __init__(self, audit: "Audit") -> None:
        self._audit = audit
        self._noted: list[float] = []

    async def note(self, account_id: UUID | None, how: str) -> None:
        """Whose account it was, where it was one, and what it was tried with."""
        now = monotonic()
        self._noted = [at for at in self._noted if at > now - 60]
        if len(self._noted) < MOST_REFUSALS_NOTED:
            self._noted.append(now)
            await self._audit.note(AuditAction.SIGN_IN_REFUSED, account_id, method=str(how))


class Audit:
    """Writes the audit table."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def note(
        self,
        action: AuditAction,
        account_id: UUID | None,
        subject_id: UUID | None = None,
        **details: str | int | list[str],
    ) -> None:
        """Keep that an account did something; `details` must hold no personal data."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            await note_within(connection, action, account_id, subject_id, **details)


async def note_within(
    connection: DatabaseConnection,
    action: AuditAction,
    account_id: UUID | None,
    subject_id: UUID | None = None,
    **details: str | int | list[str],
) -> None:
    """The same in a transaction of the caller's, so that neither happens without the other."""
    await connection.execute(QUERIES["add_audit"], account_id, action.value, subject_id, json.dumps(details))
