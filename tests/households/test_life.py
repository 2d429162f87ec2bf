from decimal import Decimal

import pytest

from households.events import MomentShared, PracticeChanged, VolunteeringRecorded
from households.life import ChangePractice, RecordVolunteering, ShareMoment
from households.recording.command import Command
from tests.households.story import Story, days_ago, move_in, open_home


def moment(ago: int = 5, resident: str = "R1") -> ShareMoment:
    return ShareMoment(resident=resident, enjoyed_on=days_ago(ago), moment="Picked apples")


def volunteering(ago: int) -> RecordVolunteering:
    return RecordVolunteering(given_on=days_ago(ago), hours=Decimal("3.5"))


def practice(ago: int) -> ChangePractice:
    return ChangePractice(changed_on=days_ago(ago), text="Night lights on")


def test_a_moment_is_sealed_for_care() -> None:
    event = open_home().given(move_in()).recorded(moment(), MomentShared)
    assert (event.moment.value, event.moment.record_class) == ("Picked apples", "care")


def test_hours_of_volunteers_are_counted() -> None:
    assert open_home().recorded(volunteering(0), VolunteeringRecorded).hours == Decimal("3.50")


def test_a_change_of_practice_is_open_for_coaches_to_read() -> None:
    assert open_home().recorded(practice(0), PracticeChanged).text == "Night lights on"


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (moment(-1), "in_the_future", "enjoyed_on"),
        (moment(101), "not_a_resident_that_day", "enjoyed_on"),
        (moment(resident="R9"), "resident_unknown", "resident"),
        (volunteering(-1), "in_the_future", "given_on"),
        (practice(-1), "in_the_future", "changed_on"),
    ],
)
def test_life_is_refused(command: Command, code: str, field: str) -> None:
    refusal = open_home().given(move_in()).refused(command)
    assert (refusal.code, refusal.field) == (code, field)


@pytest.mark.parametrize("command", [volunteering(5), practice(5)])
def test_a_home_that_is_not_open_records_nothing(command: Command) -> None:
    assert Story().refused(command).code == "home_not_open"
