"""What the pages of a home are made of, put together once from what the service has."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from households.aftercare.waiting import WaitingWork
from households.pages.form_page import FormDesk
from households.pages.people import HouseholdsOf, People
from households.pages.visit import CatchUp, FrontDoor
from households.reading.fall_records import FallRecords
from households.reading.lists import Lists
from households.reading.made_records import MadeRecords
from households.reading.moments import Moments
from households.reading.names import PersonNames
from households.reading.news import NewsOfHome
from households.reading.record_stories import RecordStories
from households.reading.records import Records
from households.reading.residences import Residences
from households.reading.set_aside_people import SetAsidePeople
from households.reading.set_aside_records import SetAsideRecords
from households.reading.timeline import Timeline
from households.recording.service import Households
from households.terms import PayerKind
from network.access.accounts.colleagues import Colleagues
from network.access.accounts.names import AccountNames
from network.access.homes import KnownHomes
from network.access.viewer import Viewer
from network.eventstore.keyring import Keyring
from network.eventstore.log import LogReader
from network.eventstore.store import EventStore
from network.postgres.pool import DatabasePool
from network.projections.waiting import Waiting
from network.web.pages import Pages

PATIENCE = 2.0
"""Seconds that a page waits for a connection to look at the log."""


class Payer(Protocol):
    """Who pays towards fees, as finance knows them."""

    @property
    def payer_id(self) -> UUID: ...
    @property
    def name(self) -> str | None: ...
    @property
    def kind(self) -> PayerKind: ...
    @property
    def ref(self) -> str: ...
    @property
    def residents(self) -> Collection[UUID]:
        """Towards whose fees."""
        ...


class Neighbour(Protocol):
    """Another home of the network: where it is, and nothing of who lives there."""

    @property
    def home_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def area(self) -> str | None:
        """The name of its integrated care board."""
        ...


class InSupport(Protocol):
    """What waits between a home and its coach."""

    @property
    def questions(self) -> int:
        """Questions that the home has not answered."""
        ...

    @property
    def team_actions_due(self) -> int:
        """What the team has agreed to do within the week, or by a day that has passed."""
        ...


WaitingInSupport = Callable[[Viewer, UUID], Awaitable[InSupport]]
"""What waits at a home."""
PayersOf = Callable[[Viewer, UUID], Awaitable[Sequence[Payer]]]
"""The payers of a home."""
NeighboursOf = Callable[[Viewer, UUID, date], Awaitable[Sequence[Neighbour]]]
"""The other homes of the network, by name, for whom a home's team moves on to one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeFoundation:
    """What the service gives to the pages of homes."""

    pages: Pages
    pool: DatabasePool
    keyring: Keyring
    store: EventStore
    households: Households
    homes: KnownHomes
    households_of: HouseholdsOf
    payers_of: PayersOf
    neighbours_of: NeighboursOf
    positions: Waiting
    waiting_in_support: WaitingInSupport
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """What every page of a home may ask."""

    door: FrontDoor
    desk: FormDesk
    people: People
    names: PersonNames
    accounts: AccountNames
    news: NewsOfHome
    waiting: WaitingWork
    falls: FallRecords
    records: MadeRecords
    set_aside: SetAsideRecords
    set_aside_people: SetAsidePeople
    recorded: Records
    stories: RecordStories
    colleagues: Colleagues
    payers_of: PayersOf
    neighbours_of: NeighboursOf
    waiting_in_support: WaitingInSupport
    keyring: Keyring
    store: EventStore
    pool: DatabasePool


def open_reception(foundation: HomeFoundation) -> Reception:
    """The reception of all homes' pages."""
    pool, keyring, store = foundation.pool, foundation.keyring, foundation.store
    names, accounts = PersonNames(pool, keyring), AccountNames(pool)
    records, set_aside = MadeRecords(store), SetAsideRecords(store, keyring)
    lists = Lists(pool, Timeline(pool, names, accounts), Moments(store, keyring), store)
    catch_up = CatchUp(LogReader(pool, PATIENCE), foundation.positions)
    door = FrontDoor(foundation.pages, foundation.homes, foundation.clock, catch_up)
    return Reception(
        door=door,
        desk=FormDesk(door, foundation.households, records, set_aside, foundation.positions),
        people=People(Residences(pool, names), foundation.households_of),
        names=names,
        accounts=accounts,
        news=NewsOfHome(pool, lists),
        waiting=WaitingWork(pool),
        falls=FallRecords(store, keyring, names, accounts),
        records=records,
        set_aside=set_aside,
        set_aside_people=SetAsidePeople(pool, store, names),
        recorded=Records(pool, names, lists),
        stories=RecordStories(store, keyring, names, accounts),
        colleagues=Colleagues(pool),
        payers_of=foundation.payers_of,
        neighbours_of=foundation.neighbours_of,
        waiting_in_support=foundation.waiting_in_support,
        keyring=keyring,
        store=store,
        pool=pool,
    )
