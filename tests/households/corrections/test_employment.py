"""Times in the team put right: given what was recorded, when it is corrected, then what."""

from datetime import date
from decimal import Decimal

import pytest

from households.corrections.employment import (
    AmendEmployment,
    AmendHours,
    RetractEmployment,
    RetractHours,
)
from households.events import EmploymentAmended, EmploymentRetracted, TimeInTeam
from households.home import Home, evolve
from households.recording.command import Command
from households.sickness import StartSickness
from households.team import ChangeHours, LeaveTeam
from households.terms import StaffRole
from tests.households.story import HOME, Story, days_ago, join_team, open_home

JOB = f"{HOME.hex}-4"


def amend(started: int = 1000, left: int | None = None, hours: int = 30, job: str = JOB) -> AmendEmployment:
    return AmendEmployment(
        employment=job,
        role=StaffRole.CARE_WORKER,
        weekly_hours=Decimal(hours),
        started_on=days_ago(started),
        left_on=None if left is None else days_ago(left),
        why="Misread",
    )


def hours(ago: int, number: int = 20) -> ChangeHours:
    return ChangeHours(staff="S1", weekly_hours=Decimal(number), changed_on=days_ago(ago))


def leave(ago: int) -> LeaveTeam:
    return LeaveTeam(staff="S1", left_on=days_ago(ago))


def agreed(event: EmploymentAmended) -> list[tuple[date, Decimal]]:
    return [(one.since, one.weekly_hours) for one in event.hours]


def test_a_time_in_the_team_is_said_anew_whole_and_changes_of_hours_stay() -> None:
    story = open_home().given(join_team(), hours(100))
    event = story.recorded(amend(900, 10, hours=37), EmploymentAmended)
    assert agreed(event) == [(days_ago(900), Decimal(37)), (days_ago(100), Decimal(20))]
    assert (event.role, event.left_on) == (StaffRole.CARE_WORKER, days_ago(10))
    assert event.replaces == (days_ago(1000), days_ago(100))
    assert event.left_in is None
    assert event.latest == TimeInTeam(
        role=StaffRole.CARE_WORKER, started_on=days_ago(900), left_on=days_ago(10)
    )
    assert story.refused(StartSickness(staff="S1", first_day=days_ago(5))).code == "not_in_the_team_that_day"


def test_a_leaving_that_did_not_happen_is_undone_and_hours_after_it_count_again() -> None:
    story = open_home().given(join_team(), hours(100), leave(200))
    left_in = story.home.version
    event = story.recorded(amend(), EmploymentAmended)
    assert (event.left_on, event.left_in) == (None, left_in)
    assert agreed(event)[-1] == (days_ago(100), Decimal(20))
    assert story.when(leave(5))


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (amend(job=f"{HOME.hex}-99"), "record_unknown", "employment"),
        (amend(1000, 1001), "ends_before_it_begins", "left_on"),
        (amend(-400), "too_far_ahead", "started_on"),
        (amend(90, 60), "hours_changed_that_day", "started_on"),
        (amend(1000, 40), "in_the_team_already", "started_on"),
        (
            AmendHours(change=JOB, weekly_hours=Decimal(9), changed_on=days_ago(90), why="x"),
            "record_unknown",
            "change",
        ),
        (
            AmendHours(change=f"{HOME.hex}-5", weekly_hours=Decimal(9), changed_on=days_ago(59), why="x"),
            "not_in_the_team_that_day",
            "changed_on",
        ),
        (
            AmendHours(change=f"{HOME.hex}-5", weekly_hours=Decimal(9), changed_on=days_ago(1000), why="x"),
            "hours_changed_that_day",
            "changed_on",
        ),
    ],
)
def test_an_amendment_is_refused(command: Command, code: str, field: str) -> None:
    story = open_home().given(join_team(), hours(100), leave(60), join_team(on=days_ago(50)))
    refusal = story.refused(command)
    assert (refusal.code, refusal.field) == (code, field)


def test_a_change_of_hours_is_put_right_and_taken_back() -> None:
    story = open_home().given(join_team(), hours(100))
    change = story.last_id()
    moved = AmendHours(change=change, weekly_hours=Decimal(25), changed_on=days_ago(90), why="Misread")
    event = story.recorded(moved, EmploymentAmended)
    assert agreed(event) == [(days_ago(1000), Decimal(30)), (days_ago(90), Decimal(25))]
    assert event.replaces == (days_ago(1000), days_ago(100))
    event = story.recorded(RetractHours(change=change, reason="Not so"), EmploymentAmended)
    assert agreed(event) == [(days_ago(1000), Decimal(30))]
    assert story.refused(RetractHours(change=change, reason="Again")).code == "record_unknown"


def test_a_joining_that_did_not_happen_is_taken_back_and_its_reference_is_free() -> None:
    story = open_home().given(join_team())
    event = story.recorded(RetractEmployment(employment=JOB, reason="Never came"), EmploymentRetracted)
    assert event.latest is None
    assert "S1" not in story.home.staff_refs
    assert story.refused(leave(5)).code == "staff_unknown"
    (again,) = story.when(join_team(given_name="Mavis"))
    assert getattr(again, "staff_id", None) != event.staff_id


def test_of_two_times_in_the_team_the_earlier_stands_when_the_later_is_taken_back() -> None:
    story = open_home().given(join_team(), leave(60), join_team(on=days_ago(50)))
    event = story.recorded(
        RetractEmployment(employment=story.last_id(), reason="Never came back"), EmploymentRetracted
    )
    assert event.latest == TimeInTeam(role=StaffRole.NURSE, started_on=days_ago(1000), left_on=days_ago(60))
    assert story.when(join_team(on=days_ago(40)))
    assert story.refused(join_team(on=days_ago(60))).code == "in_the_team_already"


def test_a_correction_of_an_earlier_time_leaves_the_hours_of_a_later_one() -> None:
    """Hours planned for after the last day are in nobody's way once somebody comes back on that very day."""
    story = open_home().given(join_team(), hours(40), leave(60), join_team(on=days_ago(40)))
    event = story.recorded(amend(1000, 55), EmploymentAmended)
    assert event.replaces == (days_ago(1000),)
    assert event.latest.started_on == days_ago(40)
    (staff,) = story.home.staff.values()
    assert [len(time.hours) for time in staff.employments] == [1, 1]


def test_replaying_the_corrections_gives_the_state() -> None:
    story: Story = open_home().given(join_team(), hours(100), leave(60), amend(1000, 50), amend(900))
    story.given(AmendHours(change=f"{HOME.hex}-5", weekly_hours=Decimal(9), changed_on=days_ago(80), why="x"))
    replayed = Home()
    for stored in story.stream:
        evolve(replayed, stored.event, stored.version)
    assert replayed == story.home
