"""The library's test case for factories, and an application and a projection of the library at work."""

from uuid import UUID, uuid4

import pytest
from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import (
    InfrastructureFactory,
    IntegrityError,
    Tracking,
    TrackingRecorder,
)
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.tests.persistence import InfrastructureFactoryTestCase
from eventsourcing.utils import Environment

from network.eventstore.codec import Codec
from network.eventstore.sealed import Sealed
from tests.network.eventstore.library.background import Background
from tests.network.eventstore.library.mapper import Placed, StructMapper
from tests.network.eventstore.library.persistence import AsyncpgFactory
from tests.network.eventstore.library.recorders import (
    AsideRecorder,
    LogProcessRecorder,
    LogRecorder,
    NameTracker,
)
from tests.network.eventstore.vocabulary import EVENTS, note

MODULE = "tests.network.eventstore.library.persistence"


class OwnTracker(NameTracker):
    """What somebody derives for a view of their own."""


@pytest.fixture
def environment(library_dsn: str) -> dict[str, str]:
    return {"PERSISTENCE_MODULE": MODULE, "ASYNCPG_DSN": library_dsn, "IS_SNAPSHOTTING_ENABLED": "y"}


@pytest.fixture
def for_factory_case(environment: dict[str, str]) -> None:
    TestFactory.env = Environment("TestCase", environment)


@pytest.mark.usefixtures("for_factory_case")
class TestFactory(InfrastructureFactoryTestCase[AsyncpgFactory]):
    env: Environment

    def expected_factory_class(self) -> type[AsyncpgFactory]:
        return AsyncpgFactory

    def expected_aggregate_recorder_class(self) -> type[AsideRecorder]:
        return AsideRecorder

    def expected_application_recorder_class(self) -> type[LogRecorder]:
        return LogRecorder

    def expected_tracking_recorder_class(self) -> type[NameTracker]:
        return NameTracker

    def tracking_recorder_subclass(self) -> type[OwnTracker]:
        return OwnTracker

    def expected_process_recorder_class(self) -> type[LogProcessRecorder]:
        return LogProcessRecorder


class Dog(Aggregate):
    """The library's own example."""

    @event("Registered")
    def __init__(self, name: str) -> None:
        self.name = name
        self.tricks: list[str] = []

    @event("TrickAdded")
    def add_trick(self, trick: str) -> None:
        self.tricks.append(trick)


class DogSchool(Application[UUID]):
    snapshotting_intervals = {Dog: 5}  # noqa: RUF012 - the library's way to declare it

    def register(self, name: str) -> UUID:
        dog = Dog(name)
        self.save(dog)
        return dog.id

    def add_trick(self, dog_id: UUID, trick: str) -> int:
        dog: Dog = self.repository.get(dog_id)
        dog.add_trick(trick)
        return self.save(dog)[-1].notification.id


class TrickCounter(NameTracker):
    """A view: how many tricks were learnt."""

    def __init__(self, background: Background) -> None:
        super().__init__(background)
        self.tricks = 0


class CountTricks(Projection[TrickCounter]):
    name = "tricks"
    topics = ()

    @singledispatchmethod
    def process_event(self, domain_event: object, tracking: Tracking) -> None:
        self.view.insert_tracking(tracking)
        self.view.tricks += type(domain_event).__name__ == "TrickAdded"


def test_an_application_of_the_library_runs_on_the_log(environment: dict[str, str]) -> None:
    school = DogSchool(environment)
    dog_id = school.register("Fido")
    for number in range(12):
        school.add_trick(dog_id, f"trick {number}")
    dog: Dog = school.repository.get(dog_id)
    assert dog.tricks == [f"trick {number}" for number in range(12)]
    assert school.snapshots is not None
    assert len(list(school.snapshots.get(dog_id))) == 2
    with pytest.raises(AggregateNotFoundError):
        school.repository.get(uuid4())

    late: Dog = school.repository.get(dog_id)
    school.add_trick(dog_id, "meanwhile")
    late.add_trick("too late")
    with pytest.raises(IntegrityError):
        school.save(late)
    school.close()


def test_a_projection_runner_of_the_library_follows_the_log(environment: dict[str, str]) -> None:
    with ProjectionRunner(
        application_class=DogSchool, projection_class=CountTricks, view_class=TrickCounter, env=environment
    ) as runner:
        dog_id = runner.app.register("Rex")
        last = [runner.app.add_trick(dog_id, str(number)) for number in range(20)][-1]
        runner.wait(last, timeout=10)
        assert runner.projection.view.tricks == 20


class SealsNothing:
    def seal(self, sealed: Sealed, stream_id: UUID) -> bytes:
        raise AssertionError(sealed, stream_id)


def test_the_library_s_mapper_takes_structs(environment: dict[str, str]) -> None:
    factory: InfrastructureFactory[TrackingRecorder] = InfrastructureFactory.construct(
        Environment("Mapper", environment)
    )
    mapper = StructMapper(Codec(EVENTS, SealsNothing()))
    store = factory.event_store(mapper=mapper)
    home = uuid4()
    events = [Placed(home, version, note(f"note {version}")) for version in (1, 2, 3)]
    store.put(events)
    assert list(store.get(home, gt=1)) == events[1:]
    factory.close()
