"""Networks on databases of their own, with read models, and a home in which much has gone otherwise."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

from households import events
from households.absences import GoAway
from households.contributions import ChangeContribution, EndContribution
from households.falls import AmendFall, RecordFall, RetractFall
from households.payments import ReversePayment
from households.reading.silence import Silences
from households.recording.command import Command
from households.recording.envelope import Envelope
from households.recording.errors import Refused
from households.residents import MoveIn, MoveOut, MoveRoom
from households.sickness import AmendSickness, StartSickness
from households.team import ChangeHours, JoinTeam, LeaveTeam
from households.terms import Harm, MovedOutReason, Place, StaffRole
from network.access.viewer import SYSTEM
from network.days import local_date
from network.demo.creation import create_network
from network.demo.homes import DemoHome, demo_homes
from network.eventstore.event import Event
from network.eventstore.network_key import NetworkKey
from network.history.exporting import export_home
from network.postgres.dsns import Dsns
from network.projections.tables import read_tables
from network.read_models import PROJECTIONS, open_projector
from network.services import Services, open_services
from outcomes.counting.tallies import Tallies
from outcomes.queries.rates import Rate, Rates
from outcomes.terms import Measure
from tests.conftest import Cluster
from tests.network.history.conftest import NOW
from tests.network.history.corrections import Corrections

TODAY = NOW.date()
REF = "QUINCE"
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class World:
    """A network and its read models."""

    services: Services
    dsns: Dsns

    async def home_id(self) -> UUID:
        """The one home's id."""
        return await self.services.directory.resolve(SYSTEM, REF)

    async def export(self, directory: Path) -> Path:
        """The home's record, taken out."""
        await asyncio.to_thread(directory.mkdir)
        await export_home(self.services.store, self.services.keyring, self.services.audit, REF, directory)
        return directory

    async def fill(self) -> None:
        """Read models of all that is recorded."""
        async with open_projector(self.dsns.projector, lambda _: None) as projector:
            await projector.rebuild.anew(PROJECTIONS)

    async def rates(self, first: date, last: date) -> list[Rate]:
        """The home's rates over some days."""
        pool = self.services.pool
        rates = Rates(Tallies(pool), Silences(pool), small_group=1)
        found = await rates.of(SYSTEM, [await self.home_id()], (first, last), list(Measure), today=TODAY)
        return found[await self.home_id()]

    async def rows(self) -> dict[str, list[Row]]:
        """Every row of every read model, without what is sealed or says where in the log it came from."""
        async with open_projector(self.dsns.projector, lambda _: None) as projector:
            found: dict[str, list[Row]] = {}
            for projection in PROJECTIONS:
                for table in await read_tables(projector.pool, projection.schema):
                    rows = await projector.pool.fetch(f'SELECT * FROM "{projection.schema}"."{table}"')
                    found[f"{projection.schema}.{table}"] = sorted(
                        (_plain(dict(row)) for row in rows), key=str
                    )
            return found


def _plain(row: Row) -> Row:
    left_out = ("position",)
    return {
        name: value for name, value in row.items() if name not in left_out and not isinstance(value, bytes)
    }


@asynccontextmanager
async def new_world(cluster: Cluster) -> AsyncIterator[World]:
    """An empty network on a database and under a key of its own."""
    name = await cluster.copy_template()
    dsns = cluster.server.dsns(name)
    try:
        async with open_services(dsns, NetworkKey(secrets.token_bytes(32))) as services:
            yield World(services, dsns)
    finally:
        await cluster.drop(name)


def one_home(today: date) -> list[DemoHome]:
    """A home of two households that began half a year ago."""
    home = next(home for home in demo_homes(today) if home.ref == REF)
    return [replace(home, begins_on=today - timedelta(days=180))]


async def fill_awkwardly(world: World, seed: int) -> None:
    """A home's half year, and then all that may be put right, moved and taken back, by chance."""
    await create_network(world.services, one_home, TODAY, f"seed {seed}", lambda _: None)
    home_id, chance = await world.home_id(), Random(seed)
    for _ in range(12):
        known = [(stored.version, stored.event) for stored in await world.services.store.read(home_id)]
        corrections = Corrections(home_id, known, chance, TODAY)
        for command in [*(make(home_id, known, chance) for make in _KINDS), *corrections.all()]:
            with suppress(Refused):
                await world.services.households.record(
                    SYSTEM, home_id, command, Envelope(command_id=uuid4(), now=NOW)
                )


Known = list[tuple[int, Event]]


def _pick(known: Known, kind: type[Event], chance: Random) -> tuple[int, Any]:
    return chance.choice([(version, event) for version, event in known if isinstance(event, kind)])


def _day(chance: Random) -> date:
    return TODAY - timedelta(days=chance.randrange(1, 175))


def _record(home_id: UUID, version: int) -> str:
    return f"{home_id.hex}-{version}"


def _move_room(_home_id: UUID, known: Known, chance: Random) -> Command:
    _, event = _pick(known, events.ResidentMovedIn, chance)
    household = chance.choice(("Quince", "Medlar"))
    return MoveRoom(resident=event.resident_ref, household=household, moved_on=_day(chance))


def _move_out(_home_id: UUID, known: Known, chance: Random) -> Command:
    """Not before a fall that is known: nothing would refuse it, but the files could not tell both."""
    _, stay = _pick(known, events.ResidentMovedIn, chance)
    falls = [
        local_date(event.occurred_at)
        for _, event in known
        if isinstance(event, events.FallRecorded) and event.resident_id == stay.resident_id
    ]
    day = max([_day(chance), *falls])
    return MoveOut(resident=stay.resident_ref, moved_out_on=day, reason=MovedOutReason.HOME)


def _come_back(_home_id: UUID, known: Known, chance: Random) -> Command:
    _, event = _pick(known, events.ResidentMovedIn, chance)
    return MoveIn(
        resident_ref=event.resident_ref,
        given_name="Nora",
        family_name="=Again",
        household="Medlar",
        moved_in_on=_day(chance),
    )


def _go_away(_home_id: UUID, known: Known, chance: Random) -> Command:
    _, event = _pick(known, events.ResidentMovedIn, chance)
    day = _day(chance)
    return GoAway(resident=event.resident_ref, away_from=day, back_on=day + timedelta(days=3))


def _fall(_home_id: UUID, known: Known, chance: Random) -> Command:
    """Several at the same instant, somewhere that no list names."""
    _, event = _pick(known, events.ResidentMovedIn, chance)
    return RecordFall(
        resident=event.resident_ref,
        occurred_at=NOW - timedelta(days=chance.randrange(1, 5)),
        place=Place.OTHER,
        place_in_words="in the lift, by the mirror",
        harm=chance.choice(list(Harm)),
        other_actions=("Sat with her", "Rang her son"),
        description='Said "I am fine",\nand was.',
    )


def _amend_fall(home_id: UUID, known: Known, chance: Random) -> Command:
    version, event = _pick(known, events.FallRecorded, chance)
    at = event.occurred_at - timedelta(hours=1)
    return AmendFall(
        fall=_record(home_id, version),
        occurred_at=at,
        place=Place.GARDEN,
        harm=Harm.LOW,
        reason="Asked again",
    )


def _retract_fall(home_id: UUID, known: Known, chance: Random) -> Command:
    version, _ = _pick(known, events.FallRecorded, chance)
    return RetractFall(fall=_record(home_id, version), reason="Twice")


def _hours(_home_id: UUID, known: Known, chance: Random) -> Command:
    _, event = _pick(known, events.StaffJoined, chance)
    return ChangeHours(
        staff=event.staff_ref, weekly_hours=Decimal(chance.randrange(8, 40)), changed_on=_day(chance)
    )


def _leave(_home_id: UUID, known: Known, chance: Random) -> Command:
    _, joined = _pick(known, events.StaffJoined, chance)
    return LeaveTeam(staff=joined.staff_ref, left_on=_day(chance))


def _join_again(_home_id: UUID, known: Known, chance: Random) -> Command:
    _, event = _pick(known, events.StaffJoined, chance)
    return JoinTeam(
        staff_ref=event.staff_ref,
        given_name="Ola",
        family_name="Back",
        role=StaffRole.NURSE,
        weekly_hours=Decimal("22.50"),
        started_on=_day(chance),
    )


def _sick(_home_id: UUID, known: Known, chance: Random) -> Command:
    _, event = _pick(known, events.StaffJoined, chance)
    day = _day(chance)
    last_day = day + timedelta(days=chance.randrange(20)) if chance.random() < 0.7 else None
    return StartSickness(staff=event.staff_ref, first_day=day, last_day=last_day)


def _amend_sickness(home_id: UUID, known: Known, chance: Random) -> Command:
    version, event = _pick(known, events.SicknessStarted, chance)
    return AmendSickness(
        spell=_record(home_id, version),
        first_day=event.first_day,
        last_day=event.first_day + timedelta(days=1),
        retracted=chance.random() < 0.5,
        why="Wrong",
    )


def _change_contribution(home_id: UUID, known: Known, chance: Random) -> Command:
    version, _ = _pick(known, events.ContributionAgreed, chance)
    return ChangeContribution(
        contribution=_record(home_id, version), weekly_amount=Decimal("321.09"), begins_on=_day(chance)
    )


def _end_contribution(home_id: UUID, known: Known, chance: Random) -> Command:
    version, _ = _pick(known, events.ContributionAgreed, chance)
    return EndContribution(contribution=_record(home_id, version), ends_on=_day(chance))


def _reverse(home_id: UUID, known: Known, chance: Random) -> Command:
    version, event = _pick(known, events.PaymentReceived, chance)
    return ReversePayment(payment=_record(home_id, version), reversed_on=event.received_on)


_KINDS: tuple[Callable[[UUID, Known, Random], Command], ...] = (
    *(_move_room, _move_out, _come_back, _go_away, _fall, _fall, _amend_fall, _retract_fall),
    *(_hours, _leave, _join_again, _sick, _sick, _amend_sickness),
    *(_change_contribution, _end_contribution, _reverse),
)
