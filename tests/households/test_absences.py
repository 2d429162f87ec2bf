from datetime import timedelta

import pytest

from households.absences import ComeBack, GoAway
from households.events import ResidentCameBack, ResidentWentAway
from households.recording.command import Command
from households.residents import MoveOut
from households.terms import AbsenceReason, MovedOutReason
from tests.households.story import TODAY, days_ago, move_in, open_home

TOMORROW = TODAY + timedelta(days=1)


def away(since: int, back: int | None = None, ref: str = "R1") -> GoAway:
    """Away since so many days ago, and back so many days ago."""
    return GoAway(
        resident=ref,
        away_from=days_ago(since),
        back_on=None if back is None else days_ago(back),
        reason=AbsenceReason.HOSPITAL,
    )


def test_going_away_begins_an_absence_of_the_stay() -> None:
    event = open_home().given(move_in()).recorded(away(5), ResidentWentAway)
    assert (event.stay, event.away_from, event.reason) == (4, days_ago(5), AbsenceReason.HOSPITAL)


def test_coming_back_ends_it() -> None:
    story = open_home().given(move_in(), away(5))
    event = story.recorded(ComeBack(resident="R1", back_on=days_ago(2)), ResidentCameBack)
    assert (event.stay, event.about) == (4, 5)
    assert story.refused(ComeBack(resident="R1", back_on=days_ago(1))).code == "not_away"


def test_who_left_from_hospital_and_lives_here_again_is_not_away() -> None:
    left = MoveOut(resident="R1", moved_out_on=days_ago(40), reason=MovedOutReason.HOSPITAL)
    story = open_home().given(move_in(), away(50), left, move_in(on=days_ago(20)))
    assert story.refused(ComeBack(resident="R1", back_on=days_ago(10))).code == "not_away"
    assert story.recorded(ComeBack(resident="R1", back_on=days_ago(45)), ResidentCameBack).stay == 4


def test_an_absence_that_has_ended_is_recorded_whole() -> None:
    went, came = open_home().given(move_in()).when(away(5, 2))
    assert isinstance(went, ResidentWentAway)
    assert isinstance(came, ResidentCameBack)
    assert came.about == 5


def test_who_came_back_can_go_away_again_the_same_day() -> None:
    assert open_home().given(move_in(), away(5, 2)).when(away(2))


def test_a_day_out_is_no_night_away() -> None:
    assert open_home().given(move_in(), away(5)).when(ComeBack(resident="R1", back_on=days_ago(5)))


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (away(5, ref="R9"), "resident_unknown", "resident"),
        (away(-1), "in_the_future", "away_from"),
        (away(101), "not_a_resident_that_day", "away_from"),
        (away(5, 6), "ends_before_it_begins", "back_on"),
        (away(5, -1), "in_the_future", "back_on"),
        (away(25, 15), "away_already", "away_from"),
        (away(25), "away_already", "away_from"),
        (away(15, 14), "away_already", "away_from"),
        (ComeBack(resident="R1", back_on=TODAY), "not_away", "resident"),
        (ComeBack(resident="R9", back_on=TODAY), "resident_unknown", "resident"),
    ],
)
def test_an_absence_is_refused(command: Command, code: str, field: str) -> None:
    refusal = open_home().given(move_in(), away(20, 10)).refused(command)
    assert (refusal.code, refusal.field) == (code, field)


def test_who_is_away_can_not_go_away() -> None:
    assert open_home().given(move_in(), away(5)).refused(away(2)).code == "away_already"


@pytest.mark.parametrize(("back", "code"), [(6, "back_before_away"), (-1, "in_the_future")])
def test_coming_back_is_refused(back: int, code: str) -> None:
    story = open_home().given(move_in(), away(5))
    refusal = story.refused(ComeBack(resident="R1", back_on=days_ago(back)))
    assert (refusal.code, refusal.field) == (code, "back_on")


def test_nights_away_lie_within_the_stay() -> None:
    left = MoveOut(resident="R1", moved_out_on=days_ago(10), reason=MovedOutReason.HOME)
    story = open_home().given(move_in(), away(20), left)
    assert story.refused(away(10)).code == "moved_out_by_then"
    assert story.refused(away(9)).code == "not_a_resident_that_day"
    assert story.refused(ComeBack(resident="R1", back_on=days_ago(9))).code == "moved_out_by_then"
    assert story.when(ComeBack(resident="R1", back_on=days_ago(12)))
    assert story.refused(away(30, 9)).code == "moved_out_by_then"
