"""What `PERSISTENCE_MODULE` names: a factory for recorders on asyncpg. `ASYNCPG_DSN` says where."""

from typing import cast

from eventsourcing.persistence import InfrastructureFactory, TrackingRecorder
from eventsourcing.utils import Environment, resolve_topic

from tests.network.eventstore.library.background import Background
from tests.network.eventstore.library.recorders import (
    AsideRecorder,
    LogProcessRecorder,
    LogRecorder,
    NameTracker,
)

CONNECTIONS = 12


class AsyncpgFactory(InfrastructureFactory[TrackingRecorder]):
    """Makes recorders that share one pool."""

    def __init__(self, env: Environment) -> None:
        super().__init__(env)
        self._background = Background(env["ASYNCPG_DSN"], CONNECTIONS)

    def aggregate_recorder(self, purpose: str = "events") -> AsideRecorder:
        return AsideRecorder(self._background, purpose)

    def application_recorder(self) -> LogRecorder:
        return LogRecorder(self._background)

    def tracking_recorder(self, tracking_recorder_class: type[TrackingRecorder] | None = None) -> NameTracker:
        topic = self.env.get(self.TRACKING_RECORDER_TOPIC)
        kind = tracking_recorder_class or (resolve_topic(topic) if topic else NameTracker)
        return cast("type[NameTracker]", kind)(self._background)

    def process_recorder(self) -> LogProcessRecorder:
        return LogProcessRecorder(self._background)

    def close(self) -> None:
        self._background.close()
