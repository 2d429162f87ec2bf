"""Every page of every part, made from the services; and where each part keeps its templates."""

from pathlib import Path

from finance.bank.all_pages import bank_pages
from finance.bank.pages import BankParts
from finance.books.accounts import Accounts
from finance.books.billing import Billing
from finance.books.closing import ClosingBooks
from finance.books.doubles import Doubles
from finance.books.finding import PayerSearch
from finance.books.freshness import KeptFreshness
from finance.books.homes import HomesByName
from finance.books.invoices import Invoices
from finance.books.overview import Overview
from finance.books.reading import Balances
from finance.export.pages import export_pages
from finance.forecast.forecasts import Forecasts
from finance.forecast.pages import forecast_pages
from finance.pages.all import finance_pages
from finance.pages.parts import FinanceParts
from finance.payments.names import PayerNames
from finance.payments.payers import Payers
from finance.value.pages import value_pages
from finance.value.reading import ValuesForMoney
from graphql_api.own_documents import OwnDocuments, read_documents
from households.pages.home_pages import home_pages
from households.pages.reception import HomeFoundation
from households.recording.by_form import RecordsByForm
from network.access.accounts.looks import Looks
from network.access.accounts.names import AccountNames
from network.access.pages import access_pages
from network.access.pages.doorway import Doorway
from network.coaching.learning.library import Library
from network.coaching.pages.all import CoachingParts, Sections, coaching_pages
from network.coaching.support.records import SupportRecords
from network.directory.homes import Homes as HomeList
from network.directory.pages.all import ItParts, it_pages
from network.directory.upkeep import UpkeepRules
from network.doubles import BothPaid
from network.nights_and_falls import NightsAndFalls
from network.read_models import PROJECTIONS
from network.services import BOOKS_PATIENCE, PROBLEM_OF, Services
from network.web.asset_names import AssetNames
from network.web.client_pages import client_pages
from network.web.installed_app import installed_app_pages
from network.web.page import Page
from network.web.pages import Pages
from outcomes.pages.all import outcomes_pages
from outcomes.pages.parts import OutcomesParts
from outcomes.queries.practice import ChangesOfPractice

BUILT = "/assets/built"
BUILT_FOLDER = Path(__file__).with_name("web") / "assets" / "built"
ROOT = Path(__file__).parents[1]
TEMPLATES = {
    "web": ROOT / "network" / "web" / "templates",
    "access": ROOT / "network" / "access" / "templates",
    "directory": ROOT / "network" / "directory" / "templates",
    "households": ROOT / "households" / "templates",
    "coaching": ROOT / "network" / "coaching" / "templates",
    "outcomes": ROOT / "outcomes" / "templates",
    "finance": ROOT / "finance" / "templates",
}
"""Where each part keeps its templates, by the prefix that their names begin with."""


def create_doorway(services: Services, pages: Pages) -> Doorway:
    """What the pages at the door share."""
    return Doorway(doors=services.doors, pages=pages, kept_forms=services.kept_forms, now=services.now)


def create_pages(services: Services, pages: Pages) -> list[Page]:
    """Every page; each part brings its own."""
    coaching = create_coaching_parts(services, pages)
    sections = Sections(coaching)
    homes = HomeFoundation(
        pages=pages,
        pool=services.pool,
        keyring=services.keyring,
        store=services.store,
        households=services.households,
        homes=services.directory,
        households_of=HomeList(services.pool).households,
        payers_of=Payers(services.pool, services.keyring).of,
        neighbours_of=HomeList(services.pool).neighbours,
        positions=services.positions,
        waiting_in_support=sections.waiting,
        clock=services.now,
    )
    return [
        *client_pages(BUILT_FOLDER),
        *finance_pages(create_finance_parts(services, pages)),
        *bank_pages(create_bank_parts(services, pages)),
        *create_export_pages(services, pages),
        *create_forecast_pages(services, pages),
        *value_pages(pages, ValuesForMoney(services.pool, NightsAndFalls(services.pool)), services.now),
        *installed_app_pages(pages, AssetNames.read(BUILT_FOLDER, BUILT)),
        *access_pages(create_doorway(services, pages)),
        *home_pages(homes),
        *coaching_pages(coaching),
        *outcomes_pages(create_outcomes_parts(services, pages, sections)),
    ]


def create_coaching_parts(services: Services, pages: Pages) -> CoachingParts:
    """What the pages of support and shared learning are made of."""
    names = AccountNames(services.pool)
    return CoachingParts(
        pages=pages,
        homes=services.directory,
        coaching=services.coaching,
        records=SupportRecords(services.pool, services.keyring, names),
        library=Library(services.pool, services.keyring, names),
        practices=ChangesOfPractice(services.pool),
        log=services.log,
        positions=services.positions,
        clock=services.now,
    )


def create_outcomes_parts(services: Services, pages: Pages, sections: Sections) -> OutcomesParts:
    """What the pages of outcomes are made of."""
    return OutcomesParts(
        pages=pages,
        homes=services.directory,
        documents=OwnDocuments(services.graphql, read_documents()),
        looks=Looks(services.pool),
        small_group=services.small_group,
        clock=services.now,
        last_visits=sections.last_visits,
        home_sections=[sections.of_home],
        caseload_sections=[sections.on_caseload],
    )


def create_bank_parts(services: Services, pages: Pages) -> BankParts:
    """What the pages of the bank are made of."""
    return BankParts(
        pages=pages,
        desk=services.bank,
        homes=services.directory,
        payers_of=Payers(services.pool, services.keyring).of,
        homes_by_name=HomesByName(services.pool),
        problem_of=PROBLEM_OF,
    )


def create_export_pages(services: Services, pages: Pages) -> list[Page]:
    """The page that leads to every file."""
    records, names = services.doors.audit_records, AccountNames(services.pool)
    homes = HomesByName(services.pool)
    return export_pages(pages, services.exports, homes, records, names, services.now)


def create_forecast_pages(services: Services, pages: Pages) -> list[Page]:
    """The page that looks ahead."""
    find_home, homes = services.exports.payments.find_home, HomesByName(services.pool)
    return forecast_pages(pages, Forecasts(services.pool), homes, find_home, services.now)


def create_finance_parts(services: Services, pages: Pages) -> FinanceParts:
    """What the pages of finance are made of."""
    pool, names = services.pool, PayerNames(services.pool, services.keyring)
    doubles = Doubles(pool, names)
    return FinanceParts(
        pages=pages,
        overview=Overview(pool, names),
        homes=HomesByName(pool),
        search=PayerSearch(pool, names),
        accounts=Accounts(pool),
        billing=Billing(pool, names),
        invoices=Invoices(pool, names),
        closing=ClosingBooks(pool, names, doubles, services.finance),
        doubles=doubles,
        both_paid=BothPaid(services.households, services.now),
        balances=Balances(pool, names, KeptFreshness(pool, BOOKS_PATIENCE)),
        payments_export=services.exports.payments,
        decisions=services.finance,
        positions=services.positions,
        audit=services.audit,
        problem_of=PROBLEM_OF,
        clock=services.now,
    )


def create_it_pages(services: Services, pages: Pages, rules: UpkeepRules) -> list[Page]:
    """The pages of network IT."""
    return it_pages(
        ItParts(
            pages=pages,
            clock=services.now,
            problem_of=PROBLEM_OF,
            rules=rules,
            pool=services.pool,
            projections=PROJECTIONS,
            positions=services.positions,
            reasons=services.health.find_reasons,
            recorder=RecordsByForm(services.households, services.now),
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
