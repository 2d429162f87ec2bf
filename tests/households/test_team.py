from datetime import timedelta
from decimal import Decimal

import pytest

from households.events import FullTimeHoursChanged, StaffHoursChanged, StaffJoined, StaffLeft, StaffName
from households.recording.command import Command
from households.team import ChangeFullTimeHours, ChangeHours, LeaveTeam
from tests.households.story import TODAY, days_ago, join_team, open_home

NEXT_YEAR = TODAY + timedelta(days=400)


def hours(ago: int, ref: str = "S1") -> ChangeHours:
    return ChangeHours(staff=ref, weekly_hours=Decimal("22.5"), changed_on=days_ago(ago))


def leave(ago: int, ref: str = "S1") -> LeaveTeam:
    return LeaveTeam(staff=ref, left_on=days_ago(ago))


def test_who_joins_is_sealed_for_employment() -> None:
    event = open_home().recorded(join_team(), StaffJoined)
    assert event.name.value == StaffName(given_name="Joan", family_name="Clarke")
    assert (event.name.record_class, event.name.person_id) == ("employment", event.staff_id)


def test_employment_that_has_ended_is_recorded_whole() -> None:
    joined, left = open_home().when(join_team(left_on=days_ago(10)))
    assert isinstance(joined, StaffJoined)
    assert isinstance(left, StaffLeft)


def test_who_comes_back_is_the_same_person() -> None:
    story = open_home()
    first = story.recorded(join_team(left_on=days_ago(100)), StaffJoined)
    again = story.recorded(join_team(on=days_ago(99)), StaffJoined)
    assert again.staff_id == first.staff_id
    assert story.recorded(leave(1), StaffLeft).left_on == days_ago(1)


def test_a_reference_is_given_where_none_is_said() -> None:
    story = open_home().given(join_team("S1"), join_team("S3"))
    assert story.recorded(join_team(None), StaffJoined).staff_ref == "S4"


def test_a_last_day_to_come_can_be_known() -> None:
    story = open_home().given(join_team())
    assert story.when(leave(-30))


def test_hours_change_from_a_day_on() -> None:
    event = open_home().given(join_team()).recorded(hours(10), StaffHoursChanged)
    assert (event.weekly_hours, event.changed_on) == (Decimal("22.50"), days_ago(10))


def test_a_full_time_week_is_what_the_home_says() -> None:
    event = open_home().recorded(
        ChangeFullTimeHours(hours=Decimal(40), changed_on=TODAY), FullTimeHoursChanged
    )
    assert event.hours == 40


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (join_team("S1"), "in_the_team_already", "staff_ref"),
        (join_team("S2", days_ago(1000)), "in_the_team_already", "staff_ref"),
        (join_team("S9", NEXT_YEAR), "too_far_ahead", "started_on"),
        (join_team("S9", left_on=NEXT_YEAR), "too_far_ahead", "left_on"),
        (join_team("S9", left_on=days_ago(1001)), "ends_before_it_begins", "left_on"),
        (hours(10, "S9"), "staff_unknown", "staff"),
        (hours(1001), "not_in_the_team_that_day", "changed_on"),
        (hours(49, "S2"), "not_in_the_team_that_day", "changed_on"),
        (hours(-400), "too_far_ahead", "changed_on"),
        (leave(10, "S9"), "staff_unknown", "staff"),
        (leave(40, "S2"), "left_already", "staff"),
        (leave(1001), "ends_before_it_begins", "left_on"),
        (leave(-400), "too_far_ahead", "left_on"),
        (ChangeFullTimeHours(hours=Decimal(40), changed_on=NEXT_YEAR), "too_far_ahead", "changed_on"),
    ],
)
def test_a_change_of_the_team_is_refused(command: Command, code: str, field: str) -> None:
    story = open_home().given(join_team("S1"), join_team("S2", left_on=days_ago(50)))
    refusal = story.refused(command)
    assert (refusal.code, refusal.field) == (code, field)
