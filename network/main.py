"""The web application, whole: every operation and every page behind the same care for each request."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import WebSocketRoute

from finance.api import finance_operations
from finance.bank.api import bank_operations
from finance.books.doubles import Doubles
from finance.books.doubles_api import doubles_operations
from finance.payments.names import PayerNames
from finance.settings.api import settings_operations
from graphql_api.api import PATH as GRAPHQL
from graphql_api.api import graphql_operations
from households.outbox.api import outbox_operations
from households.outbox.here import here_operations
from households.pages.offline import kept_offline
from households.recording.api import command_operations
from households.recording.commands import COMMANDS
from network.access.api import access_operations
from network.access.authentication import Authentication
from network.access.pages.interrupted import InterruptedForms
from network.coaching.api import coaching_operations
from network.days import local_date
from network.directory.api import directory_operations
from network.directory.upkeep import PUBLISHED, UpkeepRules
from network.doubles import BothPaid
from network.health import health_operations
from network.navigation import Navigation
from network.services import PROBLEM_OF, VENDORED, Services
from network.site import BUILT, BUILT_FOLDER, TEMPLATES, create_doorway, create_it_pages, create_pages
from network.web.application import About, web_application
from network.web.asset_names import AssetNames
from network.web.cross_site import CrossSite
from network.web.edge import Edge, EdgeLimits
from network.web.kept_files import kept_files
from network.web.page import Page
from network.web.pages import Pages
from network.web.problem_pages import ProblemPages

LIMITS = EdgeLimits(body_bytes=2 * 1024 * 1024, requests_in_flight=500)
ASSETS_FOLDER = Path(__file__).with_name("web") / "assets" / "vendor"
PUBLIC = frozenset(
    {"/openapi.json", "/api", "/health/live", "/health/ready", "/metrics", "/outbox/device", GRAPHQL}
)
DESCRIPTION = (
    "The shared back-office of a network of small, self-managing care homes: what a home records, and what "
    "the network keeps. Reading is by GraphQL, at /graphql. Every answer that records something holds a "
    "log_position; send it along when reading, and what is read includes it."
)


def create_app(services: Services, rules: UpkeepRules = PUBLISHED) -> FastAPI:
    """The web application over these services, with what network IT has set."""
    navigation = Navigation(services.directory)
    pages = Pages(TEMPLATES, AssetNames.read(BUILT_FOLDER, BUILT), navigation.links)
    shown = [*navigation.pages(), *create_pages(services, pages), *create_it_pages(services, pages, rules)]
    operations = [
        *command_operations(list(COMMANDS.values()), services.households, services.directory, services.now),
        *outbox_operations(services.outbox, services.outbox_keys, services.log, services.now),
        *here_operations(
            services.grants, services.directory, services.doors.devices.recognise, kept_offline(shown)
        ),
        *directory_operations(services.directory, services.accounts, services.erasure, services.audit),
        *access_operations(services.accounts, services.recognition, services.directory),
        *finance_operations(services.exports),
        *settings_operations(services.finance, lambda: local_date(services.now())),
        *bank_operations(services.bank),
        *doubles_operations(
            Doubles(services.pool, PayerNames(services.pool, services.keyring)),
            BothPaid(services.households, services.now),
        ),
        *coaching_operations(services.coaching, services.directory),
        *graphql_operations(services.graphql),
        *health_operations(services.health, services.recognition),
    ]
    about = About(title="Hearth", version=version("hearth"), description=DESCRIPTION)
    app = web_application(operations, about, pages)
    app.router.routes.append(WebSocketRoute(GRAPHQL, services.graphql, name="subscriptions"))
    app.router.routes += [page.route() for page in shown]
    app.mount(VENDORED, kept_files(ASSETS_FOLDER), name="assets")
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


def _public(pages: Sequence[Page]) -> Callable[[str], bool]:
    """Whether an address is for everybody; GraphQL asks for the token itself, and its page needs none."""
    open_pages = [page.route().path_regex for page in pages if page.is_public]

    def is_public(path: str) -> bool:
        return (
            path in PUBLIC
            or path.startswith(("/problems/", f"{VENDORED}/", f"{BUILT}/"))
            or any(pattern.match(path) for pattern in open_pages)
        )

    return is_public
