"""Creating a demo network: by everybody's decisions, finished by the next run where it was killed."""

import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from network.access.audit.records import AuditFilter
from network.access.devices.visitor import Visitor
from network.access.sessions.sessions import SignInMethod
from network.access.viewer import SYSTEM, TOKEN_ROLES, Role
from network.coaching.events import QuestionAnswered, VisitNoted, support_stream
from network.coaching.terms import Side
from network.days import local_date
from network.demo import creation
from network.demo.creation import Advanced, Created, OtherNetwork, create_network
from network.demo.doors import PASSWORD, PIN, open_doors
from network.demo.homes import DemoHome, demo_homes
from network.demo.kept import Invitation, KeptDemo
from network.demo.people import Person
from network.eventstore.event import Event
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.services import Services, open_services

TODAY = date(2026, 11, 22)


def two_homes(today: date) -> Sequence[DemoHome]:
    """Two small homes, begun half a year ago."""
    begins = today - timedelta(days=180)
    chosen = [home for home in demo_homes(today) if home.ref in ("IVY", "THYME")]
    return [replace(home, begins_on=begins, programme_on=None) for home in chosen]


def ignore(_advanced: Advanced) -> None:
    """Nobody watches."""


@pytest.fixture
async def services(database: Dsns) -> AsyncIterator[Services]:
    """The services on an empty database."""
    async with open_services(database, NetworkKey(secrets.token_bytes(32))) as services:
        yield services


async def create(services: Services, today: date = TODAY, seed: str = "hearth") -> Created:
    return await create_network(services, two_homes, today, seed, ignore)


async def streams(services: Services) -> dict[str, list[tuple[str, object]]]:
    """Each home's events, as far as they are not sealed."""
    return {
        home.ref: [
            (stored.event.topic, stored.event.command_id)
            for stored in await services.store.read(home.home_id)
        ]
        for home in await services.directory.homes(SYSTEM)
    }


async def test_what_is_told_is_what_is_recorded_by_members_of_the_team(services: Services) -> None:
    created = await create(services)
    told = await streams(services)
    assert created.events == sum(map(len, told.values())) - 2 - sum(
        len(h.households) for h in two_homes(TODAY)
    )
    team = {person.account_id for person in created.people if person.role is Role.HOME_TEAM}
    home = (await services.directory.homes(SYSTEM))[0]
    recorded_by = {stored.event.recorded_by for stored in await services.store.read(home.home_id)}
    assert recorded_by - {SYSTEM.account_id} <= team


async def test_every_home_has_a_coach(services: Services) -> None:
    created = await create(services)
    coaches = [person.account_id for person in created.people if person.role is Role.COACH]
    caseloads = [await services.directory.caseload(coach) for coach in coaches]
    assert sum(map(len, caseloads)) == 2


async def test_homes_have_been_visited_and_creating_again_says_nothing_twice(services: Services) -> None:
    created = await create(services)

    async def said() -> list[list[Event]]:
        conversations = [support_stream(home.home_id) for home in await services.directory.homes(SYSTEM)]
        return [[stored.event for stored in await services.store.read(stream)] for stream in conversations]

    first = await said()
    coaches = {person.account_id for person in created.people if person.role is Role.COACH}
    visits = [event for events in first for event in events if isinstance(event, VisitNoted)]
    assert len(visits) == 3
    assert {visit.recorded_by for visit in visits} <= coaches
    assert all(visit.visited_on < TODAY and visit.occurred_at.date() == visit.visited_on for visit in visits)
    answers = [event for events in first for event in events if isinstance(event, QuestionAnswered)]
    assert {answer.side for answer in answers} == {Side.TEAM}
    await create(services)
    assert list(map(len, await said())) == list(map(len, first))


async def test_finance_has_raised_every_period_but_the_last_that_ended_and_each_once(
    services: Services,
) -> None:
    await create(services)
    state = await services.finance.state(SYSTEM)
    last = state.periods.last_charged_through(TODAY)
    first = state.periods.number(TODAY - timedelta(days=180))
    assert list(state.raised) == [state.periods.start(number) for number in range(first, last)]
    for starts_on, raised_at in state.raised_at.items():
        assert local_date(raised_at) == starts_on + timedelta(days=28)
    await create(services)
    assert (await services.finance.state(SYSTEM)).version == state.version


async def test_a_run_that_was_killed_is_finished_by_one_on_a_later_day(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(creation, "CHUNK", 100)

    class Killed(Exception):
        pass

    def kill(_advanced: Advanced) -> None:
        raise Killed

    with pytest.raises(Killed):
        await create_network(services, two_homes, TODAY, "hearth", kill)
    partly = sum(map(len, (await streams(services)).values()))
    finished = await create(services, TODAY + timedelta(days=3))
    assert finished.today == TODAY
    told = await streams(services)
    assert 0 < partly < sum(map(len, told.values()))
    again = await create(services)
    assert again.events == 0
    assert await streams(services) == told


async def test_another_network_is_left_alone(services: Services) -> None:
    await create(services, seed="another seed")
    before = await streams(services)
    with pytest.raises(OtherNetwork):
        await create(services)
    assert await streams(services) == before


async def kept_demo(services: Services) -> tuple[KeptDemo, dict[Role, Person]]:
    """A demo as its data directory keeps it, and the first person of each role."""
    created = await create(services)
    first = {role: next(one for one in created.people if one.role is role) for role in TOKEN_ROLES}
    tokens = {
        role: (await services.accounts.create_token(SYSTEM, person.account_id, None))[1]
        for role, person in first.items()
    }
    (home_id,) = first[Role.HOME_TEAM].homes
    invitations = tuple(Invitation(role, first[role].name, token) for role, token in tokens.items())
    return KeptDemo("hearth", "IVY", str(home_id), invitations), first


VISITOR = Visitor(address="192.0.2.1", client="A browser", browser=None, device=None)


async def test_people_of_the_demo_come_in_by_browser(services: Services) -> None:
    kept, first = await kept_demo(services)
    opened = await open_doors(services, kept)
    doors = await open_doors(services, replace(kept, codes=opened.codes))
    assert len(doors.people) == len(TOKEN_ROLES)
    for person in doors.people:
        signed_in = await services.doors.signing_in.with_password(
            VISITOR, person.sign_in_name, PASSWORD, person.code
        )
        assert signed_in.account_id == first[Role(person.role)].account_id
    key = await services.doors.devices.enrol(doors.tablet_code)
    tablet = await services.doors.devices.recognise(key)
    assert tablet is not None
    at_tablet = replace(VISITOR, device=tablet)
    for colleague in await services.doors.devices.people(tablet):
        await services.doors.signing_in.with_pin(at_tablet, colleague.account_id, PIN)


async def noted(services: Services) -> int:
    """How many lines the audit has."""
    return len(await services.doors.audit_records.page(SYSTEM, AuditFilter(), None, 1000))


async def test_another_start_sets_only_what_is_missing(services: Services) -> None:
    kept, first = await kept_demo(services)
    opened = await open_doors(services, kept)
    kept, before = replace(kept, codes=opened.codes), await noted(services)
    assert await open_doors(services, kept) == opened
    assert await noted(services) == before, "nothing was missing"

    ada = opened.people[0]
    signing_in, give = services.doors.signing_in, services.doors.credentials.give
    signed_in = await signing_in.with_password(VISITOR, ada.sign_in_name, PASSWORD, ada.code)
    for method, own in ((SignInMethod.PASSWORD, "a password of their own"), (SignInMethod.PIN, "771204")):
        await give(SYSTEM, [first[Role(ada.role)].account_id], method, own)
    before = await noted(services)
    again = await open_doors(services, kept)
    assert again.people[1:] == opened.people[1:], "these codes still work"
    assert again.people[0].code != ada.code, "this one was used"
    assert await noted(services) == before + 1
    at_home = replace(VISITOR, browser=signed_in.browser)
    await signing_in.with_password(at_home, ada.sign_in_name, "a password of their own", "")


async def test_a_code_that_soon_ends_is_not_handed_out_again(services: Services) -> None:
    kept, _ = await kept_demo(services)
    opened = await open_doors(services, kept)
    soon = (services.now() + timedelta(minutes=30)).isoformat()
    ending = tuple(replace(code, expires_at=soon) for code in opened.codes)
    again = await open_doors(services, replace(kept, codes=ending))
    assert not {code.text for code in again.codes} & {code.text for code in opened.codes}
