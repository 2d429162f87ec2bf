"""Waits until projections show what was just recorded, so that a page shows its reader's own change."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from network.postgres.pool import DatabasePool
from network.projections.checkpoints import Checkpoint, State, read_checkpoints
from network.projections.errors import UnknownProjection
from network.projections.projection import Projection

INTERVAL = 0.005
"""Seconds between two looks, one query for all who wait in this process."""


@dataclass(eq=False)
class _Waiter:
    names: Sequence[str]
    position: int
    outcome: "asyncio.Future[bool]"

    def look(self, known: dict[str, Checkpoint]) -> None:
        if self.outcome.done():
            return
        if all(name in known and known[name].position >= self.position for name in self.names):
            self.outcome.set_result(True)
        elif any(self._has_stopped_before(known[name]) for name in self.names if name in known):
            # It will not come as long as anybody would wait.
            self.outcome.set_result(False)

    def _has_stopped_before(self, checkpoint: Checkpoint) -> bool:
        return checkpoint.state is State.FAILED and checkpoint.position < self.position


class Waiting:
    """Lets any number of readers wait, with one query at a time for all of them."""

    def __init__(self, pool: DatabasePool, projections: Sequence[Projection]) -> None:
        self._pool = pool
        self._projections = projections
        self._names = {projection.name for projection in projections}
        self._waiters: set[_Waiter] = set()
        self._looking: asyncio.Task[None] | None = None

    async def wait_for(self, names: Sequence[str], position: int, patience: timedelta) -> bool:
        """Whether these show in time everything up to and with a position; not, where one stopped before it.

        Raises `UnknownProjection`, and what the database raises where it can't be asked.
        """
        unknown = sorted(set(names) - self._names)
        if unknown:
            raise UnknownProjection(
                f"There is no projection {unknown[0]}: choose of {', '.join(sorted(self._names))}."
            )
        waiter = _Waiter(names, position, asyncio.get_running_loop().create_future())
        self._waiters.add(waiter)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            return await asyncio.wait_for(waiter.outcome, patience.total_seconds())
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)

    async def _look(self) -> None:
        while self._waiters:
            try:
                known = await read_checkpoints(self._pool, self._projections)
            except Exception as error:  # noqa: BLE001 - not swallowed
                # Told to everybody who waits, who can say it to their client; also to who came meanwhile,
                # because nobody looks any more for them.
                for waiter in self._waiters:
                    if not waiter.outcome.done():
                        waiter.outcome.set_exception(error)
                return
            for waiter in self._waiters:
                waiter.look(known)
            await asyncio.sleep(INTERVAL)
