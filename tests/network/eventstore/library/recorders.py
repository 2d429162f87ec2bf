"""The library's recorders on asyncpg; application and process recorders use the real log and its reader."""

from collections.abc import Sequence
from threading import Timer
from typing import Any
from uuid import UUID

import asyncpg
from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    IntegrityError,
    ListenNotifySubscription,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    Tracking,
    TrackingRecorder,
)

from network.eventstore.log import LogReader
from network.eventstore.wake_up import CHANNEL
from network.postgres.named_queries import NamedQueries
from tests.network.eventstore.library.background import PATIENCE, Background

QUERIES = NamedQueries.beside(__file__, "library.sql")
EARLIEST, LATEST = -1, 2**62
PIECE = 500

Rows = Sequence[asyncpg.Record]


class AsideRecorder(AggregateRecorder):
    """Streams outside the log: what the library keeps its snapshots in."""

    def __init__(self, background: Background, purpose: str) -> None:
        self._background = background
        self._purpose = purpose

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: object) -> Sequence[int] | None:
        self._background.run(
            self._background.pool.execute(QUERIES["insert_aside"], self._purpose, *_columns(stored_events))
        )
        return None

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        query = QUERIES["select_aside_backwards" if desc else "select_aside"]
        between = _between(gt, lte)
        rows = self._background.run(
            self._background.pool.fetch(query, self._purpose, originator_id, *between, limit)
        )
        return [StoredEvent(*row) for row in rows]


class LogRecorder(ApplicationRecorder):
    """The log: positions are notification ids."""

    def __init__(self, background: Background) -> None:
        self.background = background

    def insert_events(
        self, stored_events: Sequence[StoredEvent], *, tracking: Tracking | None = None, **_: object
    ) -> Sequence[int] | None:
        tracked = (tracking.application_name, tracking.notification_id) if tracking else (None, None)
        (row,) = self.background.run(
            self.background.pool.fetch(QUERIES["insert_into_log"], *_columns(stored_events), *tracked)
        )
        if not row["is_new"]:
            raise IntegrityError(f"{tracking} has been recorded before")
        return row["positions"]

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        query = QUERIES["select_from_log_backwards" if desc else "select_from_log"]
        rows = self.background.run(
            self.background.pool.fetch(query, originator_id, *_between(gt, lte), limit)
        )
        return [StoredEvent(*row) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = (start or 0) - (1 if inclusive_of_start and start else 0)
        return self.background.run(self._select(after, limit, LATEST if stop is None else stop, topics))

    async def _select(self, after: int, limit: int, stop: int, topics: Sequence[str]) -> list[Notification]:
        log = LogReader(self.background.pool, PATIENCE)
        found: list[Notification] = []
        while len(found) < limit:
            batch = await log.read(after, limit if not topics else PIECE)
            found += [_notification(row) for row in batch.rows if not topics or row["topic"] in topics]
            after = batch.through
            if not batch.rows or after >= stop:
                break
        return [notification for notification in found[:limit] if notification.id <= stop]

    def max_notification_id(self) -> int | None:
        return self.background.run(LogReader(self.background.pool, PATIENCE).last_position()) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        return LogSubscription(self, gt, topics)


class LogSubscription(ListenNotifySubscription[LogRecorder]):
    """Woken by a notification, and from time to time in any case."""

    def __init__(self, recorder: LogRecorder, gt: int | None, topics: Sequence[str]) -> None:
        super().__init__(recorder, gt, topics)
        self._background = recorder.background
        self._connection = self._background.run(asyncpg.connect(self._background.dsn))
        self._background.run(self._connection.add_listener(CHANNEL, self._wake))
        self._look_anyway()

    def _wake(self, *_: object) -> None:
        self._has_been_notified.set()

    def _look_anyway(self) -> None:
        self._has_been_notified.set()
        if not self._has_been_stopped:
            self._timer = Timer(0.02, self._look_anyway)
            self._timer.daemon = True
            self._timer.start()

    def __exit__(self, *args: object, **kwargs: object) -> None:
        super().__exit__(*args, **kwargs)
        self._timer.join()
        self._background.run(self._connection.close())


class NameTracker(TrackingRecorder):
    """How far logs were followed."""

    def __init__(self, background: Background) -> None:
        self.background = background

    def insert_tracking(self, tracking: Tracking) -> None:
        LogRecorder(self.background).insert_events([], tracking=tracking)

    def max_tracking_id(self, application_name: str) -> int | None:
        return self.background.run(
            self.background.pool.fetchval(QUERIES["max_tracking_id"], application_name)
        )


class LogProcessRecorder(NameTracker, LogRecorder, ProcessRecorder):
    """Both in one statement: events, and how far the log that they follow from was followed."""


def _columns(stored_events: Sequence[StoredEvent]) -> list[list[Any]]:
    return [
        [getattr(stored, name) for stored in stored_events]
        for name in ("originator_id", "originator_version", "topic", "state")
    ]


def _between(gt: int | None, lte: int | None) -> tuple[int, int]:
    return EARLIEST if gt is None else gt, LATEST if lte is None else lte


def _notification(row: asyncpg.Record) -> Notification:
    return Notification(row["originator_id"], row["version"], row["topic"], row["state"], id=row["position"])
