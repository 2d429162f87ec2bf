"""The library's published test cases for recorders."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from uuid import uuid4

import pytest
from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.tests import persistence as published

from tests.network.eventstore.library.background import Background
from tests.network.eventstore.library.recorders import (
    AsideRecorder,
    LogProcessRecorder,
    LogRecorder,
    NameTracker,
)

BATCH = 1_000


@pytest.mark.usefixtures("for_case")
class TestAside(published.AggregateRecorderTestCase):
    background: Background

    def create_recorder(self) -> AsideRecorder:
        return AsideRecorder(self.background, "events")


@pytest.mark.usefixtures("for_case")
class TestLog(published.ApplicationRecorderTestCase[LogRecorder]):
    background: Background

    def create_recorder(self) -> LogRecorder:
        return LogRecorder(self.background)

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


@pytest.mark.usefixtures("for_case")
class TestTracking(published.TrackingRecorderTestCase):
    background: Background

    def create_recorder(self) -> NameTracker:
        return NameTracker(self.background)


@pytest.mark.usefixtures("for_case")
class TestProcess(published.ProcessRecorderTestCase):
    background: Background

    def create_recorder(self) -> LogProcessRecorder:
        return LogProcessRecorder(self.background)


def test_two_batches_may_interleave_but_no_reader_misses_any(background: Background) -> None:
    """In the place of the library's case that a table lock would pass; the README says why."""
    recorder, done = LogRecorder(background), Event()
    seen: list[Notification] = []
    reader = Thread(target=_follow, args=(recorder, done, seen))
    reader.start()
    with ThreadPoolExecutor(4) as threads:
        positions = list(threads.map(recorder.insert_events, [_batch() for _ in range(4)]))
    done.set()
    reader.join()

    written = sorted(position for batch in positions if batch for position in batch)
    assert len(written) == 4 * BATCH
    assert [notification.id for notification in seen] == written
    versions: dict[object, int] = {}
    for notification in seen:
        assert notification.originator_version == versions.get(notification.originator_id, 0) + 1
        versions[notification.originator_id] = notification.originator_version


def _batch() -> Sequence[StoredEvent]:
    originator_id = uuid4()
    return [StoredEvent(originator_id, version, "topic", b"state") for version in range(1, BATCH + 1)]


def _follow(recorder: LogRecorder, done: Event, seen: list[Notification]) -> None:
    while True:
        is_last = done.is_set()
        start = seen[-1].id if seen else 0
        found = recorder.select_notifications(start, 300, inclusive_of_start=False)
        seen += found
        if is_last and not found:
            return
