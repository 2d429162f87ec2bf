"""Everything that the edges need, made from the settings and connected: each part's work, but no page."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from finance.bank.desk import BankDesk
from finance.books.freshness import KeptFreshness
from finance.export.freshness import BooksFreshness
from finance.export.offers import Exports
from finance.payments.known import KnownPayers
from finance.problems import finance_problem
from finance.settings.service import FinanceDecisions
from graphql_api.app import GraphQLApp, create_graphql_app
from graphql_api.services import Foundation, make_services
from households.outbox.delivery import Outbox
from households.outbox.sealing import OutboxKeys
from households.recording.following import Following
from households.recording.held import HeldHomes
from households.recording.known_names import NamesOfHomes
from households.recording.problems import problem_of as households_problem
from households.recording.service import Households
from network.access.accounts.accounts import Accounts
from network.access.accounts.colleagues import Colleagues
from network.access.audit.trail import Audit, Refusals
from network.access.devices.grants import PURPOSE as GRANTS
from network.access.devices.grants import Grants
from network.access.devices.makers import Makers
from network.access.problems import problem_of as access_problem
from network.access.recognition import Recognition
from network.access.sessions.kept_forms import PURPOSE as KEPT_FORMS
from network.access.sessions.kept_forms import KeptForms
from network.access.sign_in.doors import Doors, Threshold, make_doors
from network.bank import BankFoundation, make_bank
from network.coaching.service import PURPOSE as COACHING
from network.coaching.service import Coaching
from network.days import now
from network.directory.erasure import Erasure
from network.directory.service import Directory
from network.eventstore.keyring import Keyring
from network.eventstore.log import LogReader
from network.eventstore.network_key import NetworkKey
from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp
from network.exports import make_exports
from network.ground import PATIENCE, Ground, lay_ground
from network.health import Health, Limits
from network.metrics import Metrics
from network.opening import open_network_key, refuse_unfit
from network.postgres.dsns import Dsns
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.pool import DatabasePool, create_pool
from network.postgres.server import database
from network.projections.waiting import Waiting
from network.read_models import PROJECTIONS
from network.settings import Settings
from network.unavailable import unavailable
from network.web.problem import chain, decision_problem
from outcomes.queries.practice import ChangesOfPractice

CONNECTIONS = 16
"""Of one web process. PostgreSQL's default of 100 has room for four such, projections and maintenance."""
BOOKS_PATIENCE = timedelta(seconds=10)
READY_LIMITS = Limits(projection_lag=timedelta(seconds=30), oldest_transaction=timedelta(seconds=60))
WAKE_UP_PAUSE = timedelta(milliseconds=20)
MOST_HOMES_HELD = 1_000
FOLLOWING_PAUSE = timedelta(milliseconds=5)
EVENTS_BETWEEN_SNAPSHOTS = 500
SMALL_GROUP = 5
"""Outside the home, fewer people are not told of, unless the settings say another number."""
VENDORED = "/assets/vendor"
"""Where browsers find the libraries that GraphiQL is made of."""
PROBLEM_OF = chain(decision_problem, households_problem, access_problem, finance_problem, unavailable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """Everything that the edges need, made and connected."""

    pool: DatabasePool
    store: EventStore
    keyring: Keyring
    positions: Waiting
    households: Households
    grants: Grants
    kept_forms: KeptForms
    outbox: Outbox
    outbox_keys: OutboxKeys
    log: LogReader
    directory: Directory
    erasure: Erasure
    accounts: Accounts
    doors: Doors
    recognition: Recognition
    audit: Audit
    metrics: Metrics
    exports: Exports
    finance: FinanceDecisions
    bank: BankDesk
    coaching: Coaching
    health: Health
    graphql: GraphQLApp
    small_group: int
    """Fewer people than this are not told of outside the home."""
    now: Callable[[], datetime]
    """The clock that all of it goes by."""

    async def close(self) -> None:
        """End what would go on by itself: whoever follows is told to come again."""
        await self.graphql.close()
        await self.households.close()
        self.doors.hashing.close()


@asynccontextmanager
async def open_services(
    dsns: Dsns,
    network_key: NetworkKey,
    breached: Path | None = None,
    clock: Callable[[], datetime] = now,
    small_group: int = SMALL_GROUP,
) -> AsyncIterator[Services]:
    """The services on one database, for as long as the block lasts; `breached` is a file of stolen passwords.

    Raises `RoleUnfit` where the role could change what was recorded, `RestoreUnfinished` where
    a restore did not come to its end, and `NetworkKeyUnfit` where the key is not the one that
    this database's keys are wrapped with.
    """
    async with AsyncExitStack() as stack:
        pool = await create_pool(dsns.web, application_name="hearth web", max_size=CONNECTIONS)
        stack.push_async_callback(pool.close)
        await refuse_unfit(pool)
        wake_up = WakeUp(pool, WAKE_UP_PAUSE)
        stack.push_async_callback(wake_up.close)
        services = _compose(lay_ground(pool, network_key, wake_up, clock), breached, small_group)
        stack.push_async_callback(services.close)
        await services.keyring.check()
        await services.erasure.forget_again()
        yield services


def _compose(ground: Ground, breached: Path | None, small_group: int) -> Services:
    pool, keyring, store, directory = ground.pool, ground.keyring, ground.store, ground.directory
    people, households = _people(ground, breached), _households(ground)
    outbox_keys = OutboxKeys(ground.network_key.derive)
    grants = Grants(ground.network_key.derive(GRANTS), ground.now)
    return Services(
        pool=pool,
        store=store,
        keyring=keyring,
        positions=ground.positions,
        households=households,
        grants=grants,
        kept_forms=KeptForms(ground.network_key.derive(KEPT_FORMS), ground.now),
        outbox=_outbox(ground, households, outbox_keys, grants),
        outbox_keys=outbox_keys,
        log=LogReader(pool, PATIENCE),
        directory=directory,
        erasure=Erasure(store, keyring, ground.now, directory.is_held),
        accounts=people.accounts,
        doors=people.doors,
        recognition=people.recognition,
        audit=ground.audit,
        metrics=ground.metrics,
        exports=make_exports(pool, keyring, ground.audit, ground.now),
        finance=FinanceDecisions(store, directory, KnownPayers(pool), ground.now),
        bank=_bank(ground, households),
        coaching=_coaching(ground),
        health=_health(pool, ground.metrics),
        graphql=_graphql(ground, people.recognition, small_group),
        small_group=small_group,
        now=ground.now,
    )


class _People(NamedTuple):
    accounts: Accounts
    recognition: Recognition
    doors: Doors


def _people(ground: Ground, breached: Path | None) -> _People:
    """Who there is, how they come in, and how they are known again."""
    accounts, refusals = Accounts(ground.pool), Refusals(ground.audit)
    recognition = Recognition(ground.pool, refusals, ground.directory.caseload)
    threshold = Threshold(
        pool=ground.pool,
        key=ground.network_key.derive("attempts"),
        breached=breached,
        accounts=accounts,
        refusals=refusals,
        forget=recognition.forget,
        homes=ground.directory,
        now=ground.now,
    )
    return _People(accounts, recognition, make_doors(threshold))


def _households(ground: Ground) -> Households:
    homes = HeldHomes(ground.store, MOST_HOMES_HELD, EVENTS_BETWEEN_SNAPSHOTS)
    key = ground.network_key.derive("commands")
    following = Following(homes, ground.store.news(), FOLLOWING_PAUSE)
    names = NamesOfHomes(ground.store, ground.keyring, Colleagues(ground.pool))
    return Households(ground.store, ground.keyring, homes, following, names, key, ground.metrics)


def _outbox(ground: Ground, households: Households, keys: OutboxKeys, grants: Grants) -> Outbox:
    return Outbox(
        keys=keys,
        grants=grants,
        makers=Makers(ground.pool),
        homes=ground.directory,
        households=households,
        store=ground.store,
        problem_of=PROBLEM_OF,
    )


def _bank(ground: Ground, households: Households) -> BankDesk:
    foundation = BankFoundation(
        pool=ground.pool,
        store=ground.store,
        keyring=ground.keyring,
        homes=ground.directory,
        households=households,
        positions=ground.positions,
        clock=ground.now,
    )
    return make_bank(foundation)


def _coaching(ground: Ground) -> Coaching:
    practice, key = ChangesOfPractice(ground.pool), ground.network_key.derive(COACHING)
    names = NamesOfHomes(ground.store, ground.keyring, Colleagues(ground.pool))
    return Coaching(ground.store, ground.keyring, ground.directory, practice, names, key, ground.now)


def _health(pool: DatabasePool, metrics: Metrics) -> Health:
    migrations = load_migrations(MIGRATIONS)
    return Health(pool, projections=PROJECTIONS, migrations=migrations, metrics=metrics, limits=READY_LIMITS)


def _graphql(ground: Ground, recognition: Recognition, small_group: int) -> GraphQLApp:
    """Every question that may be asked, beside the pages that ask them."""
    questions = Foundation(
        pool=ground.pool,
        keyring=ground.keyring,
        recognition=recognition,
        freshness=BooksFreshness(ground.pool, BOOKS_PATIENCE),
        kept_freshness=KeptFreshness(ground.pool, BOOKS_PATIENCE),
        positions=ground.positions,
        problem_of=PROBLEM_OF,
        now=ground.now,
        small_group=small_group,
    )
    return create_graphql_app(make_services(questions), assets_url=f"{VENDORED}/")


@asynccontextmanager
async def services_of(settings: Settings, *, may_create: bool = False) -> AsyncIterator[Services]:
    """The services on the database that the settings name, beside a running server or without one.

    Raises `NoNetwork` where there is none yet and the caller may not begin one.
    """
    async with (
        database(settings, may_create=may_create) as dsns,
        services_on(dsns, settings, may_create=may_create) as services,
    ):
        yield services


@asynccontextmanager
async def services_on(dsns: Dsns, settings: Settings, *, may_create: bool = False) -> AsyncIterator[Services]:
    """The services on a database that runs, as the settings have them. Raises as `open_services`."""
    key = await open_network_key(settings, dsns, may_create=may_create)
    breached, small_group = settings.breached_passwords, settings.small_group
    async with open_services(dsns, key, breached, small_group=small_group) as services:
        yield services
