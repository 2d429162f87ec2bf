"""What this process counts and how `/metrics` tells it to Prometheus; no label names a person or a home."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

CONTENT_TYPE = CONTENT_TYPE_LATEST
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class ProjectionLag(Protocol):
    """How far a projection is behind the log."""

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def events_behind(self) -> int: ...
    @property
    def seconds_behind(self) -> float: ...


class Metrics:
    """One process's metrics, in a registry of their own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Histogram(
            "hearth_request_seconds",
            "How long requests took, by route as declared.",
            ["method", "route", "status"],
            buckets=SECONDS,
            registry=self.registry,
        )
        self._commands = self._counter(
            "hearth_commands",
            "Commands by kind and outcome: recorded, repeated, set_aside, refused, busy.",
            "command",
            "outcome",
        )
        self._commands_of: dict[tuple[str, str], Counter] = {}
        self._conflicts = self._counter(
            "hearth_conflicts", "Appends that found newer events in their stream and were decided again."
        )
        self._outbox_age = self._gauge(
            "hearth_outbox_age_seconds",
            "How long ago the record was made that came last from a home's outbox, as it arrived here.",
            "home",
        )
        self._lag_events = self._gauge(
            "hearth_projection_lag_events", "Events a projection has still to read.", "projection"
        )
        self._lag_seconds = self._gauge(
            "hearth_projection_lag_seconds",
            "How long the oldest event that a projection has not read has waited.",
            "projection",
        )
        self._failed = self._gauge(
            "hearth_projection_failed", "1 when a projection has stopped at an error.", "projection"
        )
        self._books_stuck = self._gauge(
            "hearth_books_stuck_homes", "Homes whose books can't be worked out from their facts."
        )
        self._oldest_seconds = self._gauge(
            "hearth_oldest_transaction_seconds",
            "Age of the oldest open transaction that has an id; every projection waits behind it.",
            "pid",
        )
        self._database_up = self._gauge("hearth_database_up", "1 when the database answered this scrape.")

    def observe_request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        self._requests.labels(method, route, status).observe(seconds)

    def count_command(self, command: str, outcome: str) -> None:
        """Count a command by its kind and what became of it."""
        # Kept, because finding the labels costs as much as checking a command.
        counter = self._commands_of.get((command, outcome))
        if counter is None:
            counter = self._commands_of[command, outcome] = self._commands.labels(command, outcome)
        counter.inc()

    @property
    def conflicts(self) -> int:
        """How many appends lost the race for their stream."""
        return int(self.registry.get_sample_value("hearth_conflicts_total") or 0)

    def count_conflict(self) -> None:
        """Count an append that lost the race for its stream."""
        self._conflicts.inc()

    def note_outbox_age(self, home_id: UUID, seconds: float) -> None:
        """Note how long a record waited in a home's outbox; the home is told by its id alone."""
        self._outbox_age.labels(home_id).set(seconds)

    def set_projections(self, projections: Sequence[ProjectionLag]) -> None:
        """Note how far each projection is."""
        for projection in projections:
            self._lag_events.labels(projection.name).set(projection.events_behind)
            self._lag_seconds.labels(projection.name).set(projection.seconds_behind)
            self._failed.labels(projection.name).set(projection.state == "failed")

    def set_books_stuck(self, homes: int) -> None:
        """Note of how many homes the books can't be worked out."""
        self._books_stuck.set(homes)

    def set_oldest_transaction(self, pid: int | None, seconds: float) -> None:
        """Note the transaction that everybody who reads the log waits for, if there is one."""
        self._oldest_seconds.clear()
        if pid is not None:
            self._oldest_seconds.labels(pid).set(seconds)

    def set_database_up(self, *, up: bool) -> None:
        """Note whether the database answered."""
        self._database_up.set(up)

    def render(self) -> bytes:
        """Everything, in Prometheus's text format."""
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self.registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, registry=self.registry)
