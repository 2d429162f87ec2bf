"""The `eventsourcing` library's `ProjectionRunner` feeding one table: the peer of our rebuild.

The view is written as the library's documentation shows: one upsert an event, with the
tracking in the same transaction.
"""

from time import perf_counter, sleep
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg import Connection

from tests.benchmarks.load import FACTS, resident_of
from tests.benchmarks.peers.library import environment

CREATE = "CREATE TABLE IF NOT EXISTS public.falls (home_id uuid PRIMARY KEY, falls bigint NOT NULL)"
COUNT = """
INSERT INTO public.falls (home_id, falls) VALUES (%s, 1)
ON CONFLICT (home_id) DO UPDATE SET falls = falls.falls + 1
"""
EVENTS = 20_000
EVENTS_A_STREAM = 100


class Falls(Aggregate):
    """A stream of falls."""

    @event("Fell")
    def fall(self, resident_id: UUID, facts: dict[str, Any]) -> None:
        """One more."""


class Log(Application[UUID]):
    """The application whose log is projected."""


class FallsView(PostgresTrackingRecorder):
    """The one table, and where it stands in the log."""

    def count(self, home_id: UUID, tracking: Tracking) -> None:
        """One more fall of a home."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(COUNT, (home_id,), prepare=True)


class CountFalls(Projection[FallsView]):
    """Counts every event of the log."""

    name = "falls"

    @singledispatchmethod
    def process_event(self, domain_event: Falls.Event, tracking: Tracking) -> None:
        """Write one row for one event."""
        self.view.count(domain_event.originator_id, tracking)


def create(dsn: str) -> None:
    """A log of its own for the runner to read."""
    with Connection.connect(dsn) as connection:
        connection.execute(CREATE)
    with Log(_environment(dsn)) as log:
        for number in range(EVENTS // EVENTS_A_STREAM):
            falls = Falls()
            for _ in range(EVENTS_A_STREAM - 1):
                falls.fall(resident_of(0, number), FACTS)
            log.save(falls)


def run(dsn: str, seconds: float) -> float:
    """Events projected a second, from the beginning of the log, for that long at most."""
    _forget(dsn)
    with ProjectionRunner(
        application_class=Log, projection_class=CountFalls, view_class=FallsView, env=_environment(dsn)
    ) as runner:
        began = perf_counter()
        while (took := perf_counter() - began) < seconds:
            sleep(0.05)
        done = runner.projection.view.max_tracking_id(runner.app.name) or 0
    return done / took


def _environment(dsn: str) -> dict[str, str]:
    settings = environment(dsn, 4)
    del settings["INFRASTRUCTURE_FACTORY"]
    return settings


def _forget(dsn: str) -> None:
    with Connection.connect(dsn) as connection:
        connection.execute("TRUNCATE public.falls")
        connection.execute("DROP TABLE IF EXISTS public.falls_tracking")
