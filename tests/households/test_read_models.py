"""What read models show after chance has recorded and corrected is what the rules know, fact by fact."""

from datetime import date
from decimal import Decimal
from random import Random

import pytest

from finance.payments.projection import PROJECTION as PAYMENTS
from households.absences import ComeBack, GoAway
from households.contributions import AgreeContribution, ChangeContribution, EndContribution
from households.home import Home
from households.recording.command import Command
from households.recording.errors import Refused
from households.residents import MoveOut, MoveRoom
from households.roster.projection import PROJECTION as ROSTER
from households.team import ChangeHours, LeaveTeam
from households.terms import AbsenceReason, MovedOutReason, PayerKind
from network.projections.projection import Projection
from outcomes.read_models.occupancy.projection import PROJECTION as OCCUPANCY
from outcomes.read_models.sickness.projection import PROJECTION as SICKNESS
from tests.households.story import HOME, TODAY, Story, days_ago, join_team, move_in, open_home
from tests.network.history.corrections import Corrections
from tests.projected import Projected

OPEN = date.max
ROUNDS = 12
LEFT = MovedOutReason.HOME


def recorded_by_chance(chance: Random) -> list[Command]:
    """What a home may record; some of it will be refused."""
    ref, staff = chance.choice(("R1", "R2", "R3")), chance.choice(("S1", "S2"))

    def day() -> date:
        return days_ago(chance.randrange(1, 150))

    contribution = f"{HOME.hex}-{chance.randrange(4, 40)}"
    away = day()
    return [
        move_in(ref, day(), chance.choice(("Quince", "Medlar"))),
        # Of whom nothing else is known, so that the stay can be taken back.
        move_in(f"N{chance.randrange(9)}", day(), "Quince", moved_out_on=TODAY, moved_out_reason=LEFT),
        MoveRoom(resident=ref, household=chance.choice(("Quince", "Medlar")), room="9", moved_on=day()),
        GoAway(resident=ref, away_from=away, reason=AbsenceReason.HOSPITAL),
        ComeBack(resident=ref, back_on=day()),
        MoveOut(resident=ref, moved_out_on=day(), reason=chance.choice(list(MovedOutReason))),
        join_team(staff, day()),
        ChangeHours(staff=staff, weekly_hours=Decimal(chance.randrange(8, 40)), changed_on=day()),
        LeaveTeam(staff=staff, left_on=day()),
        AgreeContribution(
            resident=ref,
            payer_ref="LA1",
            payer_kind=PayerKind.LOCAL_AUTHORITY,
            payer_name="Anyshire",
            weekly_amount=Decimal(chance.randrange(100, 900)),
            begins_on=day(),
        ),
        ChangeContribution(contribution=contribution, weekly_amount=Decimal(5), begins_on=day()),
        EndContribution(contribution=contribution, ends_on=day()),
    ]


def tell(seed: int) -> tuple[Story, set[str]]:
    """A home's story, and the topics of what was put right in it."""
    chance = Random(seed)
    story = open_home(beds=3)
    for household, name in zip(story.home.households.values(), ("Quince", "Medlar"), strict=True):
        household.name = name
    for _ in range(ROUNDS):
        known = [(stored.version, stored.event) for stored in story.stream]
        corrections = Corrections(HOME, known, chance, TODAY)
        for command in (*recorded_by_chance(chance), *corrections.all()):
            try:
                story.given(command)
            except Refused:
                continue
    return story, {stored.event.topic for stored in story.stream if "ed/1" in stored.event.topic}


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_read_models_agree_with_the_rules(projected: Projected, seed: int) -> None:
    story, _ = tell(seed)
    await projected.record(HOME, *(stored.event for stored in story.stream))
    for projection in (OCCUPANCY, SICKNESS, ROSTER, PAYMENTS):
        await projected.project(projection)
    home = story.home
    assert await rows(projected, OCCUPANCY, "stay", "version", "moved_in_on", "moved_out_on") == stays(home)
    assert await rows(projected, ROSTER, "stay", "version", "moved_in_on", "moved_out_on") == stays(home)
    lived = await rows(projected, OCCUPANCY, "stay_household", "stay", "from_on", "household_id")
    assert lived == {place[:3] for place in places(home)}
    assert await rows(projected, ROSTER, "placement", "stay", "from_on", "household_id", "room") == places(
        home
    )
    absences = await rows(projected, OCCUPANCY, "absence", "version", "stay", "away_from", "back_on")
    assert absences == away(home)
    still = await rows(projected, ROSTER, "absence", "version", "stay", "away_from")
    assert still == {absence[:3] for absence in away(home) if absence[3] == OPEN}
    assert await rows(projected, SICKNESS, "joining", "version", "role", "started_on") == joined(home)
    assert await rows(projected, SICKNESS, "leaving", "version", "left_on") == left(home)
    hours = await rows(projected, SICKNESS, "weekly_hours", "staff_id", "from_on", "hours")
    assert hours == agreed(home)
    assert await rows(projected, ROSTER, "staff", "staff_id", "started_on", "left_on") == latest(home)
    paid = await rows(projected, PAYMENTS, "contribution", "version", "weekly_amount", "begins_on", "ends_on")
    assert paid == contributions(home)


def test_chance_puts_everything_right_that_can_be() -> None:
    topics = set[str]().union(*(tell(seed)[1] for seed in (1, 2, 3, 4)))
    assert {
        "stay-amended/1",
        "stay-retracted/1",
        "absence-amended/1",
        "absence-retracted/1",
        "employment-amended/1",
        "employment-retracted/1",
        "contribution-amended/1",
        "contribution-retracted/1",
    } <= topics


async def rows(
    projected: Projected, projection: Projection, table: str, *columns: str
) -> set[tuple[object, ...]]:
    found = await projected.rows(projection, table)
    shown = {tuple(_open(column, row[column]) for column in columns) for row in found}
    assert len(shown) == len(found)
    return shown


def _open(column: str, value: object) -> object:
    """An end that is not known, as both ways of keeping it say."""
    return OPEN if value is None and column == "moved_out_on" else value


def stays(home: Home) -> set[tuple[object, ...]]:
    return {
        (stay.version, stay.moved_in_on, stay.moved_out_on or OPEN)
        for resident in home.residents.values()
        for stay in resident.stays
    }


def places(home: Home) -> set[tuple[object, ...]]:
    """Of two on one day the later."""
    return {
        (stay.version, day, place.household_id, place.room)
        for resident in home.residents.values()
        for stay in resident.stays
        for day, place in {place.since: place for place in stay.placements}.items()
    }


def away(home: Home) -> set[tuple[object, ...]]:
    return {
        (absence.version, stay.version, absence.away_from, absence.back_on or OPEN)
        for resident in home.residents.values()
        for stay in resident.stays
        for absence in stay.absences
    }


def joined(home: Home) -> set[tuple[object, ...]]:
    return {
        (time.version, time.role, time.started_on)
        for staff in home.staff.values()
        for time in staff.employments
    }


def left(home: Home) -> set[tuple[object, ...]]:
    return {
        (time.left_in, time.left_on)
        for staff in home.staff.values()
        for time in staff.employments
        if time.left_on is not None
    }


def agreed(home: Home) -> set[tuple[object, ...]]:
    return {
        (staff_id, hours.since, hours.weekly_hours)
        for staff_id, staff in home.staff.items()
        for time in staff.employments
        for hours in time.hours
    }


def latest(home: Home) -> set[tuple[object, ...]]:
    return {
        (staff_id, staff.employments[-1].started_on, staff.employments[-1].left_on)
        for staff_id, staff in home.staff.items()
        if staff.employments
    }


def contributions(home: Home) -> set[tuple[object, ...]]:
    return {
        (version, contribution.weekly_amount, contribution.begins_on, contribution.ends_on or OPEN)
        for version, contribution in home.contributions.items()
    }
