"""What a database that is away or overloaded means for who asks: try again in a moment."""

import asyncpg

from network.eventstore.errors import StoreBusy, StoreUnavailable
from network.postgres.errors import DatabaseUnreachable
from network.web.problem import Problem, busy

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


def unavailable(error: Exception) -> Problem | None:
    """A 503 for what may well work in a moment; None for everything else."""
    if isinstance(error, OVERLOADED):
        return busy()
    if isinstance(error, AWAY):
        return busy("The database does not answer.")
    if isinstance(error, NOT_MADE_YET):
        return busy("What this shows is still being put together; network IT sees how far it is.")
    return None
