"""Creates the demo network: every fact by the same decisions and appends as everybody's.

What is created follows from a seed and a day alone. Killed half-way, the next run goes
on where it stopped: the ids of homes, accounts and commands are the same again, and the
day is taken from the homes that have joined.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID, uuid5

from households.command import Command
from households.recording import Envelope
from households.service import Households
from network.access.accounts import Accounts
from network.access.viewer import SYSTEM, Role
from network.demo.homes import DAYS, DemoHome, demo_homes
from network.demo.people import Person, ensure_accounts, office_accounts, team_accounts
from network.demo.steps import Step
from network.demo.story import Story, tell
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


async def create_demo(services: DemoServices, today: date, seed: str, progress: Progress) -> Created:
    """Creates the network that leads up to `today`, or finishes one that was begun.

    Raises `OtherNetwork` where the database holds another one.
    """
    return await _Creation(services, await _begun(services, today, seed), seed, progress).run()


async def is_created(services: DemoServices, seed: str) -> bool:
    """Whether the demo of this seed stands complete: coaches get their homes last."""
    last = demo_homes(date.today())[-1]  # noqa: DTZ011 - only its name is asked
    return (
        await services.store.find_receipt(NETWORK_STREAM, _namespaced(seed, f"coach/{last.ref}")) is not None
    )


async def _begun(services: DemoServices, today: date, seed: str) -> date:
    """The day that a demo begun before leads up to, else the one that is asked for."""
    first = demo_homes(today)[0]
    home_id = home_id_for(_namespaced(seed, f"join/{first.ref}"))
    homes = await services.directory.homes(SYSTEM)
    if not homes:
        return today
    found = next((home for home in homes if home.home_id == home_id), None)
    if found is None:
        raise OtherNetwork
    return found.recorded_from + timedelta(days=DAYS)


def _namespaced(seed: str, name: str) -> UUID:
    return uuid5(DEMO, f"{seed}/{name}")


class _Creation:
    def __init__(self, services: DemoServices, today: date, seed: str, progress: Progress) -> None:
        self._services = services
        self._today = today
        self._seed = seed
        self._progress = progress
        self._events = 0
        self._position = 0

    async def run(self) -> Created:
        homes = demo_homes(self._today)
        office = office_accounts(_namespaced(self._seed, "people"))
        await ensure_accounts(self._services.accounts, office)
        for home in homes:
            await self._join(home)
        stories = [tell(home, self._today, self._seed) for home in homes]
        total, done, teams = sum(len(story.steps) for story in stories), 0, list[Person]()
        for story in stories:
            self._progress(Advanced(done, total, story.home.name))
            team = await self._team(story)
            await self._record(story, team, done, total)
            teams += team
            done += len(story.steps)
        await self._assign_coaches(homes, [person for person in office if person.role is Role.COACH])
        self._progress(Advanced(total, total, ""))
        return Created(self._today, self._position, self._events, [*office, *teams])

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

    async def _team(self, story: Story) -> list[Person]:
        home_id = self._home_id(story.home)
        team = team_accounts(self._id("people"), story.home.ref, home_id, story.team)
        await ensure_accounts(self._services.accounts, team)
        return team

    async def _record(self, story: Story, team: list[Person], done: int, total: int) -> None:
        """Chunk by chunk, each by another member of the team."""
        home_id, before = self._home_id(story.home), 1 + len(story.home.households)
        ids = {
            step.key: str(RecordId(home_id, version))
            for version, step in enumerate(story.steps, start=before + 1)
        }
        if await self._is_recorded(home_id, story.steps[-1]):
            return
        for number, start in enumerate(range(0, len(story.steps), CHUNK)):
            chunk = story.steps[start : start + CHUNK]
            items = [self._item(story.home, step, ids) for step in chunk]
            viewer = team[number % len(team)].viewer
            answers = await self._services.households.record_many(viewer, home_id, items)
            if [answer.id for answer in answers] != [ids[step.key] for step in chunk]:
                raise OtherNetwork
            self._events += sum(not answer.repeated for answer in answers)
            self._position = max(self._position, answers[-1].log_position)
            self._progress(Advanced(done + start + len(chunk), total, story.home.name))

    def _item(self, home: DemoHome, step: Step, ids: dict[str, str]) -> tuple[Command, Envelope]:
        return step.command(ids), Envelope(command_id=self._command_id(home, step), now=step.at)

    def _command_id(self, home: DemoHome, step: Step) -> UUID:
        return self._id(f"{home.ref}/{step.key}")

    async def _is_recorded(self, home_id: UUID, step: Step) -> bool:
        home = next(home for home in demo_homes(self._today) if self._home_id(home) == home_id)
        return await self._services.store.find_receipt(home_id, self._command_id(home, step)) is not None

    async def _assign_coaches(self, homes: Sequence[DemoHome], coaches: list[Person]) -> None:
        """Two areas to a coach."""
        for number, home in enumerate(homes):
            coach = coaches[number * len(coaches) // len(homes)]
            command = AssignCoach(account_id=coach.account_id)
            decided = await self._services.directory.assign(
                SYSTEM, self._home_id(home), command, self._id(f"coach/{home.ref}")
            )
            self._position = max(self._position, decided.log_position)
