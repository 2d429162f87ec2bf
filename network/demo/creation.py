"""Creates the demo network: every fact by the same decisions and appends as everybody's.

What is created follows from a seed and a day alone. Killed half-way, the next run goes
on where it stopped: the ids of homes, accounts and commands are the same again, and the
day is taken from the homes that have joined.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from uuid import UUID, uuid5

from finance.settings.service import FinanceDecisions
from households.recording.command import Command
from households.recording.envelope import Envelope, Recorded
from households.recording.service import Households
from network.access.accounts.accounts import Accounts
from network.access.viewer import SYSTEM, Role
from network.coaching.service import Coaching
from network.demo.homes import DemoHome, coach_number, demo_homes
from network.demo.people import Person, ensure_accounts, office_accounts, team_accounts
from network.demo.raising import raise_invoices
from network.demo.steps import Step
from network.demo.story import Story, tell
from network.demo.talking import Talker, Talking
from network.directory.commands import AssignCoach, JoinHome, NewHousehold
from network.directory.decisions import home_id_for
from network.directory.events import NETWORK_STREAM
from network.directory.service import Directory
from network.eventstore.record_id import RecordId
from network.eventstore.store import EventStore

DEMO = UUID("68656172-7468-4445-8d6f-000000000001")
"""Namespace of the demo's ids."""
CHUNK = 800
"""Commands in one append."""
AT_ONCE = 3
"""Homes that are written at once."""


class DemoError(Exception):
    """The demo network could not be created."""


class OtherNetwork(DemoError):
    """There is a network in this database already, and it is not this demo."""


class DemoServices(Protocol):
    """What the demo records through."""

    @property
    def store(self) -> EventStore: ...
    @property
    def households(self) -> Households: ...
    @property
    def directory(self) -> Directory: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def finance(self) -> FinanceDecisions: ...
    @property
    def coaching(self) -> Coaching: ...


@dataclass(frozen=True, slots=True)
class Created:
    """The demo network as it stands."""

    today: date
    """The day that it leads up to."""
    log_position: int
    """The last position that this run recorded, to wait for in projections; 0 where it added nothing."""
    events: int
    """How many facts this run recorded."""
    people: Sequence[Person]
    """Coaches, finance and network IT, then each home's team."""


@dataclass(frozen=True, slots=True)
class Advanced:
    """How far the creation has come."""

    done: int
    total: int
    home: str
    """The home that is being written."""


Progress = Callable[[Advanced], None]
HomesOn = Callable[[date], Sequence[DemoHome]]
"""The homes of a network that leads up to a day."""


async def create_demo(services: DemoServices, today: date, seed: str, progress: Progress) -> Created:
    """Creates the network that leads up to `today`, or finishes one that was begun.

    Raises `OtherNetwork` where the database holds another one.
    """
    return await create_network(services, demo_homes, today, seed, progress)


async def create_network(
    services: DemoServices, homes_on: HomesOn, today: date, seed: str, progress: Progress
) -> Created:
    """The same, of other homes than the demo's."""
    homes = homes_on(await _begun(services, homes_on(today), today, seed))
    try:
        return await _Creation(services, homes, seed, progress).run()
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from failed


async def is_created(services: DemoServices, seed: str) -> bool:
    """Whether the demo of this seed stands complete: coaches get their homes last."""
    last = _namespaced(seed, f"coach/{demo_homes(date.max)[-1].ref}")
    return await services.store.find_receipt(NETWORK_STREAM, last) is not None


async def day_of(services: DemoServices, today: date, seed: str) -> date:
    """The day that the demo of this seed leads up to; `today` where there is none yet.

    Raises `OtherNetwork` where the database holds another network.
    """
    return await _begun(services, demo_homes(today), today, seed)


async def _begun(services: DemoServices, homes: Sequence[DemoHome], today: date, seed: str) -> date:
    """The day that a demo begun before leads up to, else the one that is asked for."""
    home_id = home_id_for(_namespaced(seed, f"join/{homes[0].ref}"))
    known = await services.directory.homes(SYSTEM)
    if not known:
        return today
    found = next((home for home in known if home.home_id == home_id), None)
    if found is None:
        raise OtherNetwork
    return today + (found.recorded_from - homes[0].begins_on)


def _namespaced(seed: str, name: str) -> UUID:
    return uuid5(DEMO, f"{seed}/{name}")


class _Creation:
    def __init__(
        self, services: DemoServices, homes: Sequence[DemoHome], seed: str, progress: Progress
    ) -> None:
        self._services = services
        self._homes = homes
        self._seed = seed
        self._progress = progress
        self._total = self._done = self._events = self._position = 0

    async def run(self) -> Created:
        homes = self._homes
        office = office_accounts(self._id("people"))
        await ensure_accounts(self._services.accounts, office)
        for home in homes:
            await self._join(home)
        stories = [tell(home, self._seed) for home in homes]
        self._total = sum(len(story.steps) for story in stories)
        waiting, teams = iter(stories), list[Person]()
        async with asyncio.TaskGroup() as writers:
            for _ in range(AT_ONCE):
                writers.create_task(self._write(waiting, teams))
        coaches = [person for person in office if person.role is Role.COACH]
        await self._talk(teams, coaches)
        await self._raise(office)
        await self._assign_coaches(homes, coaches)
        first_home = self._home_id(homes[0])
        teams.sort(key=lambda person: first_home not in person.homes)
        return Created(homes[0].today, self._position, self._events, [*office, *teams])

    async def _write(self, waiting: Iterator[Story], teams: list[Person]) -> None:
        """Writes stories as long as there are any; while one waits for the database, another is decided."""
        for story in waiting:
            home_id = self._home_id(story.home)
            team = team_accounts(self._id("people"), story.home.ref, home_id, story.team)
            await ensure_accounts(self._services.accounts, team)
            teams += team
            await self._record(story, home_id, team)

    def _id(self, name: str) -> UUID:
        return _namespaced(self._seed, name)

    def _home_id(self, home: DemoHome) -> UUID:
        return home_id_for(self._id(f"join/{home.ref}"))

    async def _join(self, home: DemoHome) -> None:
        command = JoinHome(
            ref=home.ref,
            name=home.name,
            cqc_location_id=home.cqc_location_id,
            icb_ods_code=home.area.board,
            joined_on=home.begins_on,
            programme_started_on=home.programme_on,
            households=tuple(NewHousehold(name=name, beds=beds) for name, beds in home.households),
        )
        await self._services.directory.join(SYSTEM, command, self._id(f"join/{home.ref}"))

    async def _record(self, story: Story, home_id: UUID, team: list[Person]) -> None:
        """Chunk by chunk, each by another member of the team."""
        ref, before = story.home.ref, 1 + len(story.home.households)
        ids = {
            step.key: str(RecordId(home_id, version))
            for version, step in enumerate(story.steps, start=before + 1)
        }
        last = self._id(f"{ref}/{story.steps[-1].key}")
        is_recorded = await self._services.store.find_receipt(home_id, last) is not None
        for number, start in enumerate(range(0, len(story.steps), CHUNK)):
            chunk = story.steps[start : start + CHUNK]
            if not is_recorded:
                viewer = team[number % len(team)].viewer
                items = [self._item(ref, step, ids) for step in chunk]
                answers = await self._services.households.record_many(viewer, home_id, items)
                self._check(answers, [ids[step.key] for step in chunk])
            self._done += len(chunk)
            self._progress(Advanced(self._done, self._total, story.home.name))

    def _item(self, ref: str, step: Step, ids: dict[str, str]) -> tuple[Command, Envelope]:
        # As from a tablet's queue, so that a home's silence shows although it is all sent today.
        envelope = Envelope(command_id=self._id(f"{ref}/{step.key}"), now=step.at, made_at=step.at)
        return step.command(ids), envelope

    def _check(self, answers: Sequence[Recorded], ids: list[str]) -> None:
        """Somebody else's records in the home would have moved the ids on."""
        if [answer.id for answer in answers] != ids:
            raise OtherNetwork
        self._events += sum(not answer.repeated for answer in answers)
        self._position = max(self._position, *(answer.log_position for answer in answers))

    async def _talk(self, teams: Sequence[Person], coaches: Sequence[Person]) -> None:
        """Before the caseloads, which a finished demo is known by."""
        first_of = {home_id: person for person in reversed(teams) for home_id in person.homes}
        talkers = [
            Talker(
                home_id=home_id,
                ref=home.ref,
                team=first_of[home_id].viewer,
                coach=replace(self._coach_of(number, coaches).viewer, homes=frozenset({home_id})),
            )
            for number, home in enumerate(self._homes)
            for home_id in [self._home_id(home)]
        ]
        talking = Talking(self._services.coaching, self._homes[0].today, self._id)
        self._position = max(self._position, await talking.talk(talkers))

    async def _raise(self, office: Sequence[Person]) -> None:
        """By finance, once everything is recorded that the invoices are of."""
        finance = next(person for person in office if person.role is Role.FINANCE)
        days = min(home.begins_on for home in self._homes), self._homes[0].today
        position = await raise_invoices(self._services.finance, finance.viewer, days, self._id)
        self._position = max(self._position, position)

    def _coach_of(self, number: int, coaches: Sequence[Person]) -> Person:
        return coaches[coach_number(number, len(self._homes), len(coaches))]

    async def _assign_coaches(self, homes: Sequence[DemoHome], coaches: list[Person]) -> None:
        for number, home in enumerate(homes):
            coach = self._coach_of(number, coaches)
            command = AssignCoach(account_id=coach.account_id)
            decided = await self._services.directory.assign(
                SYSTEM, self._home_id(home), command, self._id(f"coach/{home.ref}")
            )
            self._position = max(self._position, decided.log_position)
