"""What the database's own errors mean for who asks: mostly, try again in a moment."""

import asyncpg

from network.eventstore.errors import StoreBusy, StoreUnavailable
from network.postgres.errors import DatabaseUnreachable
from network.web.problem import Problem, ProblemKind, busy

AWAY = (
    DatabaseUnreachable,
    StoreUnavailable,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    ConnectionError,
)
NOT_MADE_YET = (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError)
"""A read model of this release that no projections process has made so far."""
OVERLOADED = (StoreBusy, TimeoutError, asyncpg.InsufficientResourcesError, asyncpg.DeadlockDetectedError)
NOT_TEXT = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)
"""Character 0, in an address or a field in which nobody looked for it."""


def unavailable(error: Exception) -> Problem | None:
    """A 503 for what may well work in a moment, a 400 for what is no text; None for everything else."""
    if isinstance(error, NOT_TEXT):
        return Problem(
            ProblemKind.MALFORMED,
            "What was sent holds a character that no text has.",
            remedy="Type it anew, and send that.",
        )
    if isinstance(error, OVERLOADED):
        return busy()
    if isinstance(error, AWAY):
        return busy("The database does not answer.")
    if isinstance(error, NOT_MADE_YET):
        return busy("What this shows is still being put together; network IT sees how far it is.")
    return None
