"""Sessions that write a rebuild's projections while it folds on."""

import asyncio
from collections.abc import Sequence

from network.postgres.pool import DatabaseConnection
from network.projections.checkpoints import State
from network.projections.folding import Folded
from network.projections.sessions import end_all
from network.projections.writing import write_all


class Writers:
    """Writes pieces of the log, each projection's one after another and each in a transaction of its own.

    At most as many are under way as there are sessions; who brings one more waits.
    """

    def __init__(self, connections: Sequence[DatabaseConnection]) -> None:
        self._free: asyncio.Queue[DatabaseConnection] = asyncio.Queue()
        for connection in connections:
            self._free.put_nowait(connection)
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._stopped: set[str] = set()

    async def begin(self, one: Folded, through: int) -> None:
        """Begin to write what a projection's piece up to a position came to, once the one before is there.

        Raises what the database raised at the piece before.
        """
        name = one.model.projection.name
        if name in self._under_way:
            await self._under_way.pop(name)
        if name not in self._stopped:
            connection = await self._free.get()
            self._under_way[name] = asyncio.create_task(self._write(connection, one, through))

    def is_free_for(self, one: Folded) -> bool:
        """Whether a projection's piece can be begun without waiting for a session, or for the one before."""
        before = self._under_way.get(one.model.projection.name)
        return not self._free.empty() and (before is None or before.done())

    def goes_on(self, one: Folded) -> bool:
        """Whether a projection has not stopped, and nobody else moved it."""
        return one.model.projection.name not in self._stopped

    async def finish(self) -> None:
        """Wait for all that is under way."""
        await asyncio.gather(*self._under_way.values())

    async def end(self) -> None:
        """End what is under way; what it has half written is rolled back."""
        await end_all(*self._under_way.values())

    async def _write(self, connection: DatabaseConnection, one: Folded, through: int) -> None:
        try:
            moved = await write_all([connection], [one], through, State.REBUILDING)
        finally:
            self._free.put_nowait(connection)
        if not moved:
            self._stopped.add(one.model.projection.name)
