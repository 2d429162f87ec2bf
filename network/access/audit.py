"""Who did what with the network's doors and its data: an append-only table, without names."""

import json
from enum import StrEnum
from uuid import UUID

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "queries.sql")
PATIENCE = 2.0
"""Seconds to wait for a free connection before the caller is told that we are busy."""


class AuditAction(StrEnum):
    """What is worth keeping. A value never changes its meaning."""

    ACCOUNT_CREATED = "account_created"
    ACCOUNT_DISABLED = "account_disabled"
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
    PAYMENTS_EXPORTED = "payments_exported"
    HOME_EXPORTED = "home_exported"


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
