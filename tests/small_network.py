"""Homes with people in them, made through the same commands as everybody's, for who needs many."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid5

from households.falls import RecordFall
from households.recording.command import Command
from households.recording.envelope import Envelope
from households.recording.service import Households
from households.residents import MoveIn
from households.team import JoinTeam
from households.terms import Action, Harm, Place, StaffRole
from network.access.viewer import SYSTEM
from network.directory.boards import load_boards
from network.directory.commands import JoinHome, NewHousehold
from network.directory.decisions import home_id_for
from network.directory.service import Directory

NAMESPACE = UUID("0c2bd1b0-7d4e-4a57-9c3c-0b3f1ac2c001")
RESIDENTS = 10
MOVED_IN_ON = date(2024, 1, 1)
DESCRIPTION = "Found sitting on the floor beside her bed; says she slipped while reaching for her glasses."


async def open_homes(directory: Directory, households: Households, first: int, count: int) -> list[UUID]:
    """Homes number `first` and following, each with one household, ten residents and two staff."""
    board = min(load_boards())
    for number in range(first, first + count):
        await directory.join(SYSTEM, _joining(number, board), _joining_id(number))
        await households.record_many(SYSTEM, home_of(number), _arrivals(number))
    return [home_of(number) for number in range(first, first + count)]


def home_of(number: int) -> UUID:
    """The id of a home by its number; the same in every process."""
    return home_id_for(_joining_id(number))


def resident_ref(number: int) -> str:
    """What a home calls its resident of that number."""
    return f"R{number + 1}"


def fall_of(resident: int, occurred_at: datetime) -> RecordFall:
    """A fall as a team records it."""
    return RecordFall(
        resident=resident_ref(resident),
        occurred_at=occurred_at,
        place=Place.BEDROOM,
        harm=Harm.LOW,
        witnessed=False,
        head_struck=False,
        actions=(Action.FIRST_AID,),
        description=DESCRIPTION,
    )


def envelope(command_id: UUID) -> Envelope:
    """A command sent now."""
    return Envelope(command_id=command_id, now=datetime.now(UTC))


def _joining_id(number: int) -> UUID:
    return uuid5(NAMESPACE, f"home/{number}")


def _joining(number: int, board: str) -> JoinHome:
    return JoinHome(
        ref=f"home-{number:04}",
        name=f"Home {number}",
        cqc_location_id=f"1-{100_000_000 + number}",
        icb_ods_code=board,
        joined_on=MOVED_IN_ON,
        households=(NewHousehold(name="Rose", beds=RESIDENTS),),
    )


def _arrivals(number: int) -> Sequence[tuple[Command, Envelope]]:
    residents: list[Command] = [
        MoveIn(
            given_name="Edith",
            family_name=f"Brown-{resident}",
            resident_ref=resident_ref(resident),
            household="Rose",
            moved_in_on=MOVED_IN_ON,
        )
        for resident in range(RESIDENTS)
    ]
    team: list[Command] = [
        JoinTeam(
            given_name="Ann",
            family_name=f"Green-{member}",
            staff_ref=f"S{member + 1}",
            role=StaffRole.CARE_WORKER,
            weekly_hours=Decimal("37.5"),
            started_on=MOVED_IN_ON,
        )
        for member in range(2)
    ]
    commands = [*residents, *team]
    return [
        (command, envelope(uuid5(NAMESPACE, f"home/{number}/arrival/{place}")))
        for place, command in enumerate(commands)
    ]
