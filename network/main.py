"""Puts the service together from its settings: the only module that knows every part."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from time import monotonic

from fastapi import FastAPI
from starlette.routing import WebSocketRoute

from finance.api import finance_operations
from finance.books.freshness import KeptFreshness
from finance.days import local_date
from finance.events import FINANCE_EVENTS
from finance.export.freshness import BooksFreshness
from finance.export.payments import PaymentsExport
from finance.pages import finance_pages
from finance.payments.payers import Payers
from finance.problems import finance_problem
from finance.settings.api import settings_operations
from finance.settings.service import FinanceDecisions
from graphql_api.api import PATH as GRAPHQL
from graphql_api.api import graphql_operations
from graphql_api.app import GraphQLApp, create_graphql_app
from graphql_api.services import Foundation, make_services
from households.api import command_operations
from households.by_form import RecordsByForm
from households.commands import COMMANDS
from households.events import HOME_EVENTS
from households.held import HeldHomes
from households.outbox.api import outbox_operations
from households.outbox.delivery import Outbox
from households.outbox.here import here_operations
from households.outbox.sealing import OutboxKeys
from households.pages.home_pages import home_pages
from households.pages.offline import kept_offline
from households.pages.reception import HomeFoundation
from households.problems import problem_of as households_problem
from households.service import Households
from households.silence import Silences
from network.access.accounts import Accounts
from network.access.api import access_operations
from network.access.audit import Audit, Refusals
from network.access.authentication import Authentication
from network.access.doors import Doors, Threshold, make_doors
from network.access.grants import PURPOSE as GRANTS
from network.access.grants import Grants
from network.access.kept_forms import PURPOSE as KEPT_FORMS
from network.access.kept_forms import KeptForms
from network.access.makers import Makers
from network.access.pages import access_pages
from network.access.pages.doorway import Doorway
from network.access.pages.interrupted import InterruptedForms
from network.access.problems import problem_of as access_problem
from network.access.recognition import Recognition
from network.backup.restoring import refuse_unfinished
from network.directory.api import directory_operations
from network.directory.boards import load_boards
from network.directory.coach_page import coach_pages
from network.directory.erasure import Erasure
from network.directory.events import NETWORK_EVENTS
from network.directory.homes import Homes as HomeList
from network.directory.pages.all import ItParts, it_pages
from network.directory.problems import problem_of as directory_problem
from network.directory.service import Directory
from network.directory.upkeep import PUBLISHED, UpkeepRules
from network.eventstore.codec import Codec
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring
from network.eventstore.lanes import Lading
from network.eventstore.log import LogReader
from network.eventstore.network_key import NetworkKey
from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp
from network.health import Health, Limits, health_operations
from network.metrics import Metrics
from network.navigation import Navigation
from network.postgres.dsns import Dsns
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.pool import DatabasePool, create_pool
from network.postgres.roles import refuse_powerful_role
from network.postgres.server import database
from network.projections.waiting import Waiting
from network.read_models import PROJECTIONS
from network.settings import Settings
from network.unavailable import unavailable
from network.web.application import About, chain, web_application
from network.web.asset_names import AssetNames
from network.web.client_pages import client_pages
from network.web.cross_site import CrossSite
from network.web.edge import Edge, EdgeLimits
from network.web.installed_app import installed_app_pages
from network.web.kept_files import kept_files
from network.web.page import Page
from network.web.pages import Pages
from network.web.problem_pages import ProblemPages
from outcomes.pages.home import OutcomesParts, outcomes_pages
from outcomes.practice import ChangesOfPractice
from outcomes.run_charts import RunCharts
from outcomes.tallies import Tallies

CONNECTIONS = 16
"""Of one web process. PostgreSQL's default of 100 has room for four such, projections and maintenance."""
PATIENCE = 2.0
"""Seconds that a request waits for a connection before it is answered 503."""
BOOKS_PATIENCE = timedelta(seconds=10)
READY_LIMITS = Limits(projection_lag=timedelta(seconds=30), oldest_transaction=timedelta(seconds=60))
LADING = Lading(lanes=3, most=64)
WAKE_UP_PAUSE = timedelta(milliseconds=20)
KEYS_LIVE = timedelta(seconds=60)
MOST_KEYS = 100_000
MOST_HOMES_HELD = 1_000
EVENTS_BETWEEN_SNAPSHOTS = 500
LIMITS = EdgeLimits(body_bytes=2 * 1024 * 1024, requests_in_flight=500)
SMALL_GROUP = 5
"""Outside the home, sickness of a team with fewer people is closed."""
ASSETS = "/assets/vendor"
ASSETS_FOLDER = Path(__file__).with_name("web") / "assets" / "vendor"
BUILT = "/assets/built"
BUILT_FOLDER = Path(__file__).with_name("web") / "assets" / "built"
ROOT = Path(__file__).parents[1]
TEMPLATES = {
    "web": ROOT / "network" / "web" / "templates",
    "access": ROOT / "network" / "access" / "templates",
    "directory": ROOT / "network" / "directory" / "templates",
    "households": ROOT / "households" / "templates",
    "outcomes": ROOT / "outcomes" / "templates",
    "finance": ROOT / "finance" / "templates",
}
"""Where each part keeps its templates, by the prefix that their names begin with."""
PUBLIC = frozenset(
    {"/openapi.json", "/api", "/health/live", "/health/ready", "/metrics", "/outbox/device", GRAPHQL}
)
PROBLEM_OF = chain(households_problem, access_problem, directory_problem, finance_problem, unavailable)
DESCRIPTION = (
    "The shared back-office of a network of small, self-managing care homes: what a home records, and what "
    "the network keeps. Reading is by GraphQL, at /graphql. Every answer that records something holds a "
    "log_position; send it along when reading, and what is read includes it."
)


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
    payments_export: PaymentsExport
    finance: FinanceDecisions
    health: Health
    graphql: GraphQLApp

    async def close(self) -> None:
        """End what would go on by itself: whoever follows is told to come again."""
        await self.graphql.close()
        self.doors.hashing.close()


def now() -> datetime:
    """The server's clock."""
    return datetime.now(UTC)


@asynccontextmanager
async def open_services(
    dsns: Dsns, network_key: NetworkKey, breached: Path | None = None
) -> AsyncIterator[Services]:
    """The services on one database, for as long as the block lasts; `breached` is a file of stolen passwords.

    Raises `RoleUnfit` where the role could change what was recorded, `RestoreUnfinished` where
    a restore did not come to its end, and `NetworkKeyUnfit` where the key is not the one that
    this database's keys are wrapped with.
    """
    async with AsyncExitStack() as stack:
        pool = await create_pool(dsns.web, application_name="hearth web", max_size=CONNECTIONS)
        stack.push_async_callback(pool.close)
        async with pool.acquire() as connection:
            await refuse_powerful_role(connection)
            await refuse_unfinished(connection)
        wake_up = WakeUp(pool, WAKE_UP_PAUSE)
        stack.push_async_callback(wake_up.close)
        services = _compose(pool, network_key, wake_up, breached)
        stack.push_async_callback(services.close)
        await services.keyring.check()
        await services.erasure.forget_again()
        yield services


def _compose(pool: DatabasePool, network_key: NetworkKey, wake_up: WakeUp, breached: Path | None) -> Services:
    keyring = Keyring(pool, network_key, KeyCache(KEYS_LIVE, MOST_KEYS, monotonic))
    codec = Codec([*HOME_EVENTS, *NETWORK_EVENTS, *FINANCE_EVENTS], keyring)
    store = EventStore(pool, codec, keyring, wake_up, LADING, PATIENCE)
    homes = HeldHomes(store, MOST_HOMES_HELD, EVENTS_BETWEEN_SNAPSHOTS)
    directory = Directory(store, load_boards(), now)
    audit = Audit(pool)
    metrics = Metrics()
    refusals, accounts = Refusals(audit), Accounts(pool)
    recognition = Recognition(pool, refusals, directory.caseload)
    doors = make_doors(
        Threshold(
            pool=pool,
            key=network_key.derive("attempts"),
            breached=breached,
            accounts=accounts,
            refusals=refusals,
            forget=recognition.forget,
            homes=directory,
            now=now,
        )
    )
    freshness = BooksFreshness(pool, BOOKS_PATIENCE)
    positions = Waiting(pool, PROJECTIONS)
    questions = Foundation(
        pool=pool,
        keyring=keyring,
        recognition=recognition,
        freshness=freshness,
        kept_freshness=KeptFreshness(pool, BOOKS_PATIENCE),
        positions=positions,
        problem_of=PROBLEM_OF,
        now=now,
        small_group=SMALL_GROUP,
    )
    households = Households(store, keyring, homes, network_key.derive("commands"), metrics)
    outbox_keys = OutboxKeys(network_key.derive)
    grants = Grants(network_key.derive(GRANTS), now)
    return Services(
        pool=pool,
        store=store,
        keyring=keyring,
        positions=positions,
        households=households,
        grants=grants,
        kept_forms=KeptForms(network_key.derive(KEPT_FORMS), now),
        outbox=Outbox(
            keys=outbox_keys,
            grants=grants,
            makers=Makers(pool),
            homes=directory,
            households=households,
            store=store,
            problem_of=PROBLEM_OF,
        ),
        outbox_keys=outbox_keys,
        log=LogReader(pool, PATIENCE),
        directory=directory,
        erasure=Erasure(store, keyring, now, directory.is_held),
        accounts=accounts,
        doors=doors,
        recognition=recognition,
        audit=audit,
        metrics=metrics,
        payments_export=PaymentsExport(pool, keyring, freshness, audit),
        finance=FinanceDecisions(store, directory, now),
        health=Health(
            pool,
            projections=PROJECTIONS,
            migrations=load_migrations(MIGRATIONS),
            metrics=metrics,
            limits=READY_LIMITS,
        ),
        graphql=create_graphql_app(make_services(questions), assets_url=f"{ASSETS}/"),
    )


def create_app(services: Services, rules: UpkeepRules = PUBLISHED) -> FastAPI:
    """The web application over these services, with what network IT has set."""
    navigation = Navigation(services.directory)
    pages = Pages(TEMPLATES, AssetNames.read(BUILT_FOLDER, BUILT), navigation.links)
    shown = [*navigation.pages(), *create_pages(services, pages), *create_it_pages(services, pages, rules)]
    operations = [
        *command_operations(list(COMMANDS.values()), services.households, services.directory, now),
        *outbox_operations(services.outbox, services.outbox_keys, services.log, now),
        *here_operations(
            services.grants, services.directory, services.doors.devices.recognise, kept_offline(shown)
        ),
        *directory_operations(services.directory, services.erasure, services.audit),
        *access_operations(services.accounts, services.recognition, services.directory),
        *finance_operations(services.payments_export),
        *settings_operations(services.finance, lambda: local_date(now())),
        *graphql_operations(services.graphql),
        *health_operations(services.health, services.recognition),
    ]
    about = About(title="Hearth", version=version("hearth"), description=DESCRIPTION)
    app = web_application(operations, about)
    app.router.routes.append(WebSocketRoute(GRAPHQL, services.graphql, name="subscriptions"))
    app.router.routes += [page.route() for page in shown]
    app.mount(ASSETS, kept_files(ASSETS_FOLDER), name="assets")
    app.mount(BUILT, kept_files(BUILT_FOLDER), name="built")
    app.add_middleware(
        Authentication,
        recognition=services.recognition,
        is_public=_public(shown),
        interrupted=InterruptedForms(create_doorway(services, pages)).answer,
    )
    app.add_middleware(CrossSite)
    app.add_middleware(
        Edge,
        limits=LIMITS,
        observe=services.metrics.observe_request,
        problem_of=PROBLEM_OF,
        show_problem=ProblemPages(pages).answer,
    )
    return app


def create_doorway(services: Services, pages: Pages) -> Doorway:
    """What the pages at the door share."""
    return Doorway(doors=services.doors, pages=pages, kept_forms=services.kept_forms, now=now)


def create_pages(services: Services, pages: Pages) -> list[Page]:
    """Every page; each part brings its own."""
    homes = HomeFoundation(
        pages=pages,
        pool=services.pool,
        keyring=services.keyring,
        store=services.store,
        households=services.households,
        homes=services.directory,
        households_of=HomeList(services.pool).households,
        payers_of=Payers(services.pool, services.keyring).of,
        positions=services.positions,
        clock=now,
    )
    return [
        *client_pages(BUILT_FOLDER),
        *coach_pages(pages, services.directory),
        *finance_pages(pages, services.payments_export, now),
        *installed_app_pages(pages, AssetNames.read(BUILT_FOLDER, BUILT)),
        *access_pages(create_doorway(services, pages), services.grants),
        *home_pages(homes),
        *outcomes_pages(create_outcomes_parts(services, pages)),
    ]


def create_outcomes_parts(services: Services, pages: Pages) -> OutcomesParts:
    """What the pages of outcomes are made of."""
    charts = RunCharts(
        Tallies(services.pool),
        Silences(services.pool),
        ChangesOfPractice(services.pool),
        small_group=SMALL_GROUP,
    )
    return OutcomesParts(pages=pages, homes=services.directory, run_charts=charts, clock=now)


def create_it_pages(services: Services, pages: Pages, rules: UpkeepRules) -> list[Page]:
    """The pages of network IT."""
    return it_pages(
        ItParts(
            pages=pages,
            clock=now,
            problem_of=PROBLEM_OF,
            rules=rules,
            pool=services.pool,
            projections=PROJECTIONS,
            positions=services.positions,
            reasons=services.health.find_reasons,
            recorder=RecordsByForm(services.households, now),
            directory=services.directory,
            erasure=services.erasure,
            accounts=services.accounts,
            recognition=services.recognition,
            audit=services.audit,
            audit_records=services.doors.audit_records,
            people=services.doors.people,
            devices=services.doors.devices,
            sessions=services.doors.sessions,
        )
    )


def _public(pages: Sequence[Page]) -> Callable[[str], bool]:
    """Whether an address is for everybody; GraphQL asks for the token itself, and its page needs none."""
    open_pages = [page.route().path_regex for page in pages if page.is_public]

    def is_public(path: str) -> bool:
        return (
            path in PUBLIC
            or path.startswith(("/problems/", f"{ASSETS}/", f"{BUILT}/"))
            or any(pattern.match(path) for pattern in open_pages)
        )

    return is_public


@asynccontextmanager
async def services_of(settings: Settings) -> AsyncIterator[Services]:
    """The services on the database that the settings name, beside a running server or without one."""
    async with (
        database(settings) as dsns,
        open_services(dsns, read_network_key(settings), settings.breached_passwords) as services,
    ):
        yield services


def read_network_key(settings: Settings) -> NetworkKey:
    """The network's key; made on first use beside the embedded database, never for another."""
    read = NetworkKey.read_or_create if settings.is_embedded else NetworkKey.read
    return read(settings.network_key_file)
