"""asyncpg for callers that wait: an event loop in a thread of its own, with a pool of connections."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

import asyncpg
from eventsourcing.persistence import IntegrityError, OperationalError, PersistenceError, ProgrammingError

from network.eventstore.errors import StoreBusy, StoreUnavailable
from network.postgres.pool import DatabasePool, create_pool

T = TypeVar("T")
PATIENCE = 30.0


class Background:
    """Runs coroutines for threads that wait for them, and raises the library's errors."""

    def __init__(self, dsn: str, connections: int) -> None:
        self.dsn = dsn
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="asyncpg", daemon=True)
        self._thread.start()
        self.pool: DatabasePool = self.run(
            create_pool(dsn, application_name="library", max_size=connections, statement_timeout=None)
        )
        self._is_open = True

    def start(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Begin something that goes on by itself."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Wait until it is done."""
        try:
            return self.start(work).result()
        except asyncpg.IntegrityConstraintViolationError as error:
            raise IntegrityError(str(error)) from error
        except asyncpg.SyntaxOrAccessError as error:
            raise ProgrammingError(str(error)) from error
        except (StoreBusy, StoreUnavailable, OSError) as error:
            raise OperationalError(str(error)) from error
        except asyncpg.PostgresError as error:
            raise PersistenceError(str(error)) from error

    def close(self) -> None:
        """Close the pool, and end the loop and its thread."""
        if self._is_open:
            self._is_open = False
            self.run(self.pool.close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()
