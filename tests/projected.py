"""A log that a test writes fact by fact, and read models filled from it by the real engine."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from finance.events import FINANCE_EVENTS
from households.events import HOME_EVENTS
from network.coaching.events import COACHING_EVENTS
from network.directory.events import NETWORK_EVENTS
from network.eventstore.codec import Codec
from network.eventstore.event import Event
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading
from network.eventstore.log import LogReader
from network.eventstore.network_key import NetworkKey
from network.eventstore.store import EventStore
from network.eventstore.stored import StreamAppend
from network.eventstore.wake_up import WakeUp
from network.postgres.pool import DatabasePool, connection
from network.projections.checkpoints import State, read_checkpoints
from network.projections.projection import Projection
from network.projections.rebuilding.rebuild import Rebuild
from network.projections.runner import Runner
from network.projections.tables import read_tables
from network.projections.waiting import Waiting
from tests.patience import PATIENCE, SECONDS

LADING = Lading(lanes=2, most=16)
RECORDED_BY = UUID("0acc0000-0000-4000-8000-000000000001")
Rows = list[dict[str, Any]]


def said(day: date, hour: int = 12, about: int | None = None) -> dict[str, Any]:
    """What every event carries: it happened on a day at an hour of UTC."""
    return {
        "occurred_at": datetime.combine(day, time(hour), UTC),
        "recorded_by": RECORDED_BY,
        "command_id": uuid4(),
        "about": about,
    }


class Projected:
    """A real event store, and the engine on the same database."""

    def __init__(self, web: DatabasePool, projector: DatabasePool, dsn: str) -> None:
        cache = KeyCache(timedelta(seconds=10), 10_000, monotonic)
        keyring = Keyring(web, NetworkKey(secrets.token_bytes(32)), cache)
        self.keyring = keyring
        self.codec = Codec([*HOME_EVENTS, *NETWORK_EVENTS, *FINANCE_EVENTS, *COACHING_EVENTS], keyring)
        self.web = web
        self.pool = projector
        self._wake_up = WakeUp(web, timedelta(milliseconds=1))
        self.store = EventStore(web, self.codec, keyring, self._wake_up, LADING, 5.0)
        self.dsn = dsn
        self.position = 0
        self._versions: dict[UUID, int] = {}

    async def record(self, stream_id: UUID, *events: Event) -> list[int]:
        """Append these events of a stream, in one append; answers their versions."""
        version = self._versions.get(stream_id, 0)
        appended = await self.store.append([StreamAppend(stream_id, version, events)])
        self._versions[stream_id] = version + len(events)
        self.position = appended.log_position
        return [version + number for number in range(1, len(events) + 1)]

    def rebuild(self) -> Rebuild:
        """Another process's rebuild."""
        return Rebuild(self.pool, LogReader(self.pool, 5.0), self.codec, lambda _: None)

    def runner(self, projections: Sequence[Projection]) -> Runner:
        """Another process's runner."""
        listen = partial(connection, self.dsn, application_name="tests listening")
        log = LogReader(self.pool, 5.0)
        return Runner(self.pool, log, self.codec, self.rebuild(), projections, listen)

    @asynccontextmanager
    async def following(self, *projections: Projection) -> AsyncIterator[None]:
        """A runner that follows the log until the end of the block."""
        stopping = asyncio.Event()
        running = asyncio.create_task(self.runner(projections).run(stopping))
        try:
            yield
        finally:
            stopping.set()
            await running

    async def shows(self, projection: Projection, position: int | None = None) -> bool:
        """Whether a projection comes to show what has been recorded."""
        at = self.position if position is None else position
        return await Waiting(self.web, [projection]).wait_for([projection.name], at, PATIENCE)

    async def comes_to_be(self, projection: Projection, state: State) -> bool:
        """Whether a projection gets into a state in time."""
        deadline = monotonic() + SECONDS
        while monotonic() < deadline:
            known = await read_checkpoints(self.web, [projection])
            if known and known[projection.name].state is state:
                return True
            await asyncio.sleep(0.01)
        return False

    async def project(self, projection: Projection) -> None:
        """Fill a projection from all that has been recorded."""
        await self.rebuild().anew([projection])

    async def rows(self, projection: Projection, table: str) -> Rows:
        """A table's rows in order of their keys."""
        found = (await read_tables(self.pool, projection.schema))[table]
        order = ", ".join(f'"{column.name}"' for column in found.key)
        rows = await self.pool.fetch(f'SELECT * FROM "{projection.schema}"."{table}" ORDER BY {order}')
        return [dict(row) for row in rows]

    async def everything(self, projections: Sequence[Projection]) -> dict[str, Rows]:
        """Every row of every table of these projections."""
        return {
            f"{projection.schema}.{table}": await self.rows(projection, table)
            for projection in projections
            for table in await read_tables(self.pool, projection.schema)
        }

    async def close(self) -> None:
        """Send the last notification."""
        await self._wake_up.close()
