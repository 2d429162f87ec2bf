"""Short ways to record through the service in tests."""

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID, uuid4

from households.home import Home, evolve
from households.premises import OpenHome, OpenHousehold
from households.recording.command import Command
from households.recording.envelope import Envelope, Recorded
from households.recording.following import Following
from households.recording.held import HeldHomes
from households.recording.service import Households
from network.access.naming import FullName
from network.access.viewer import SYSTEM, Viewer
from network.eventstore.keyring import Keyring
from network.eventstore.store import EventStore
from tests.households.story import DIGEST_KEY, HOME, NOW

OTHER = UUID("0b0b0b0b-0000-4000-8000-00000000000b")
BEGIN = date(2020, 1, 1)
SOON = timedelta(milliseconds=5)


class Tally:
    """Counts in memory."""

    def __init__(self) -> None:
        self.conflicts = 0
        self.commands: Counter[tuple[str, str]] = Counter()
        self.outbox_ages: list[tuple[UUID, float]] = []

    def count_command(self, command: str, outcome: str) -> None:
        self.commands[command, outcome] += 1

    def count_conflict(self) -> None:
        self.conflicts += 1

    def note_outbox_age(self, home_id: UUID, seconds: float) -> None:
        self.outbox_ages.append((home_id, seconds))


class Nobody:
    """Knows no names, where no read model is."""

    async def of(self, _viewer: Viewer, _home_ids: Collection[UUID]) -> list[FullName]:
        return []


def households_of(
    store: EventStore, keyring: Keyring, tally: Tally | None = None, follows_after: timedelta = SOON
) -> Households:
    """The service on a store; to be closed."""
    homes = HeldHomes(store, 10, snapshot_every=20)
    following = Following(homes, store.news(), follows_after)
    return Households(store, keyring, homes, following, Nobody(), DIGEST_KEY, tally or Tally())


def envelope(key: UUID | None = None, *, from_outbox: bool = False) -> Envelope:
    return Envelope(command_id=key or uuid4(), now=NOW, from_outbox=from_outbox)


async def record(households: Households, *commands: Command, home: UUID = HOME) -> list[Recorded]:
    return [await households.record(SYSTEM, home, command, envelope()) for command in commands]


async def open_with(households: Households, *commands: Command, home: UUID = HOME) -> None:
    await record(
        households,
        OpenHome(recorded_from=BEGIN, charged_from=BEGIN),
        OpenHousehold(name="Rose", beds=3, opened_on=BEGIN),
        *commands,
        home=home,
    )


async def replayed(store: EventStore, home_id: UUID = HOME) -> Home:
    home = Home()
    for stored in await store.read(home_id):
        evolve(home, stored.event, stored.version)
    return home
