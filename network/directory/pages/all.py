"""Every page of network IT, put together from what the service is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from network.access.accounts.accounts import Accounts
from network.access.accounts.names import AccountNames
from network.access.accounts.people import People
from network.access.accounts.people_search import PeopleSearch
from network.access.accounts.token_list import TokenList
from network.access.audit.records import AuditRecords
from network.access.audit.trail import Audit
from network.access.devices.devices import Devices
from network.access.recognition import Recognition
from network.access.sessions.sessions import Sessions
from network.directory.erasure import Erasure
from network.directory.pages.accounts import NewcomerDesk
from network.directory.pages.audit import AuditParts, audit_pages
from network.directory.pages.desk import Desk
from network.directory.pages.devices import DevicePages, DeviceParts, device_pages
from network.directory.pages.homes import HomeParts, home_pages
from network.directory.pages.households import HomeRecorder, HouseholdParts, household_pages
from network.directory.pages.keeping import KeepingParts, keeping_pages
from network.directory.pages.office import Office
from network.directory.pages.overview import OverviewParts, overview_pages
from network.directory.pages.people import PeopleParts, people_pages
from network.directory.pages.read_models import ReadModelParts, Reasons, read_model_pages
from network.directory.pages.sessions import SessionParts, session_pages
from network.directory.pages.tokens import TokenParts, token_pages
from network.directory.pages.workplaces import Workplaces
from network.directory.premises import Premises
from network.directory.retention.register import Register
from network.directory.service import Directory
from network.directory.silence import Silence
from network.directory.upkeep import UpkeepRules
from network.postgres.pool import DatabasePool
from network.projections.projection import Projection
from network.projections.waiting import Waiting
from network.web.page import Page
from network.web.pages import Pages
from network.web.problem import ProblemOf


@dataclass(frozen=True, slots=True, kw_only=True)
class ItParts:
    """What the pages of network IT are made of."""

    pages: Pages
    clock: Callable[[], datetime]
    problem_of: ProblemOf
    rules: UpkeepRules
    pool: DatabasePool
    projections: Sequence[Projection]
    positions: Waiting
    reasons: Reasons
    recorder: HomeRecorder
    directory: Directory
    erasure: Erasure
    accounts: Accounts
    recognition: Recognition
    audit: Audit
    audit_records: AuditRecords
    people: People
    devices: Devices
    sessions: Sessions


def it_pages(parts: ItParts) -> list[Page]:
    """All of them."""
    office = Office(parts.pages, parts.clock)
    desk = Desk(office, parts.problem_of)
    devices = DeviceParts(
        office=office,
        desk=desk,
        devices=parts.devices,
        directory=parts.directory,
        unseen_after=parts.rules.silent_after,
    )
    return [
        *_network_pages(parts, office, desk, devices),
        *_people_pages(parts, office, desk),
        *device_pages(devices),
        *read_model_pages(ReadModelParts(office=office, pool=parts.pool, projections=parts.projections)),
    ]


def _network_pages(parts: ItParts, office: Office, desk: Desk, devices: DeviceParts) -> list[Page]:
    """The overview, homes and what is kept about people."""
    silence, names = Silence(parts.pool), AccountNames(parts.pool)
    register = Register(parts.pool, parts.rules.retention)
    overview = OverviewParts(
        office=office,
        directory=parts.directory,
        silence=silence,
        register=register,
        unseen=DevicePages(devices).unseen,
        reasons=parts.reasons,
        rules=parts.rules,
    )
    return [
        *overview_pages(overview),
        *_home_pages(parts, office, desk, silence, names),
        *_keeping_pages(parts, office, desk, register, names),
    ]


def _home_pages(
    parts: ItParts, office: Office, desk: Desk, silence: Silence, names: AccountNames
) -> list[Page]:
    """The homes, their households and beds."""
    premises = Premises(parts.pool)
    homes = HomeParts(
        office=office,
        desk=desk,
        directory=parts.directory,
        premises=premises,
        silence=silence,
        silent_after=parts.rules.silent_after,
        names=names,
        positions=parts.positions,
        audit=parts.audit,
    )
    households = HouseholdParts(
        desk=desk,
        directory=parts.directory,
        premises=premises,
        recorder=parts.recorder,
        positions=parts.positions,
    )
    return [*home_pages(homes), *household_pages(households)]


def _keeping_pages(
    parts: ItParts, office: Office, desk: Desk, register: Register, names: AccountNames
) -> list[Page]:
    """How long what is known about people is kept, and its erasure."""
    keeping = KeepingParts(
        office=office,
        desk=desk,
        register=register,
        rules=parts.rules.retention,
        directory=parts.directory,
        erasure=parts.erasure,
        names=names,
        positions=parts.positions,
        audit=parts.audit,
    )
    return keeping_pages(keeping)


def _people_pages(parts: ItParts, office: Office, desk: Desk) -> list[Page]:
    """People, their tokens and sessions, and what they did."""
    names, search = AccountNames(parts.pool), PeopleSearch(parts.pool)
    workplaces = Workplaces(parts.people, parts.directory, parts.audit)
    newcomers = NewcomerDesk(parts.accounts, parts.directory)
    people = PeopleParts(
        office=office,
        desk=desk,
        people=parts.people,
        search=search,
        sessions=parts.sessions,
        directory=parts.directory,
        newcomers=newcomers,
        workplaces=workplaces,
    )
    tokens = TokenParts(
        office=office,
        desk=desk,
        accounts=parts.accounts,
        tokens=TokenList(parts.pool),
        recognition=parts.recognition,
        newcomers=newcomers,
        workplaces=workplaces,
        directory=parts.directory,
    )
    sessions = SessionParts(
        office=office, desk=desk, sessions=parts.sessions, names=names, directory=parts.directory
    )
    audit = AuditParts(
        office=office,
        records=parts.audit_records,
        search=search,
        names=names,
        devices=parts.devices,
        directory=parts.directory,
    )
    return [
        *people_pages(people),
        *token_pages(tokens),
        *session_pages(sessions),
        *audit_pages(audit),
    ]
