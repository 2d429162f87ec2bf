from datetime import date, timedelta

import pytest

from households.absences import GoAway
from households.events import (
    Identity,
    ResidentIdentityAmended,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
)
from households.premises import ChangeBeds
from households.recording.command import Command
from households.residents import AmendIdentity, MoveOut, MoveRoom
from households.terms import AbsenceReason, MovedOutReason
from tests.households.story import TODAY, days_ago, move_in, open_home

TOMORROW = TODAY + timedelta(days=1)


def move_out(on: date, ref: str = "R1") -> MoveOut:
    return MoveOut(resident=ref, moved_out_on=on, reason=MovedOutReason.HOME)


def test_moving_in_seals_who_it_is_for_care_and_initials_for_finance() -> None:
    event = open_home().recorded(
        move_in(born_on=date(1940, 5, 6), nhs_number="943 476 5919", room="4"), ResidentMovedIn
    )
    assert event.identity.value == Identity(
        given_name="Ada", family_name="Byron", born_on=date(1940, 5, 6), nhs_number="9434765919"
    )
    assert (event.identity.record_class, event.initials.record_class) == ("care", "finance")
    assert (event.initials.value, event.room) == ("AB", "4")
    assert event.identity.person_id == event.initials.person_id == event.resident_id


def test_a_stay_that_has_ended_is_recorded_whole() -> None:
    story = open_home()
    moved_in, moved_out = story.when(move_in(moved_out_on=days_ago(10), moved_out_reason=MovedOutReason.DIED))
    assert isinstance(moved_in, ResidentMovedIn)
    assert isinstance(moved_out, ResidentMovedOut)
    assert moved_out.about == story.home.version + 1


def test_a_reference_is_given_where_none_is_said() -> None:
    story = open_home().given(move_in("R1"))
    assert story.recorded(move_in(None), ResidentMovedIn).resident_ref == "R2"


def test_who_comes_back_is_the_same_person() -> None:
    story = open_home()
    first = story.recorded(move_in(moved_out_on=days_ago(50), moved_out_reason="home"), ResidentMovedIn)
    again = story.recorded(move_in(on=days_ago(50)), ResidentMovedIn)
    assert again.resident_id == first.resident_id


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (move_in(on=TOMORROW), "in_the_future", "moved_in_on"),
        (move_in(moved_out_on=TOMORROW, moved_out_reason="home"), "in_the_future", "moved_out_on"),
        (
            move_in(moved_out_on=days_ago(101), moved_out_reason="home"),
            "ends_before_it_begins",
            "moved_out_on",
        ),
        (move_in(moved_out_on=days_ago(1)), "half_a_moving_out", "moved_out_reason"),
        (move_in(moved_out_reason="home"), "half_a_moving_out", "moved_out_reason"),
        (move_in(born_on=days_ago(99)), "born_later", "born_on"),
        (move_in(household="Larch"), "household_unknown", "household"),
    ],
)
def test_moving_in_is_refused(command: Command, code: str, field: str) -> None:
    refusal = open_home().refused(command)
    assert (refusal.code, refusal.field) == (code, field)


def test_nobody_lives_in_a_home_twice_at_once() -> None:
    story = open_home().given(move_in("R1"))
    assert story.refused(move_in("R1", days_ago(5))).code == "lives_here_already"
    assert story.refused(move_in("R1", days_ago(500))).code == "lives_here_already"
    assert story.when(move_in("R1", days_ago(500), moved_out_on=days_ago(100), moved_out_reason="home"))


def test_a_household_takes_as_many_as_it_has_beds() -> None:
    story = open_home(beds=2).given(move_in("R1"), move_in("R2"))
    refusal = story.refused(move_in("R3"))
    assert (refusal.code, refusal.field) == ("no_free_bed", "household")
    assert story.when(move_in("R3", household="Elm"))


def test_a_bed_is_free_again_the_day_a_resident_leaves() -> None:
    story = open_home(beds=1).given(move_in("R1"), move_out(days_ago(10)))
    assert story.when(move_in("R2", days_ago(10)))
    assert story.refused(move_in("R2", days_ago(11))).code == "no_free_bed"


def test_a_bed_must_be_free_for_the_whole_stay() -> None:
    story = open_home(beds=1).given(move_in("R1", days_ago(20)))
    assert story.refused(move_in("R2", days_ago(60))).code == "no_free_bed"
    ended = move_in("R2", days_ago(60), moved_out_on=days_ago(20), moved_out_reason="hospital")
    assert story.when(ended)


def test_a_bed_that_goes_out_of_service_is_not_free() -> None:
    story = open_home(beds=2).given(
        move_in("R1"), ChangeBeds(household="Rose", beds=1, changed_on=TODAY + timedelta(days=30))
    )
    assert story.refused(move_in("R2")).code == "no_free_bed"


def test_beds_are_not_judged_before_the_home_began_to_record() -> None:
    story = open_home(beds=1).given(
        move_in("R1", date(2015, 1, 1), moved_out_on=date(2020, 1, 1), moved_out_reason="died")
    )
    assert story.when(move_in("R2", date(2016, 1, 1)))


def test_moving_to_another_household_needs_a_bed_there() -> None:
    story = open_home().given(move_in("R1"), move_in("R2", household="Elm"))
    move = MoveRoom(resident="R1", household="Elm", moved_on=days_ago(5))
    assert story.refused(move).code == "no_free_bed"
    story.given(move_out(days_ago(5), "R2"))
    event = story.recorded(move, ResidentMovedRoom)
    assert story.home.households[event.household_id].name == "Elm"


def test_moving_to_another_household_frees_the_bed_left() -> None:
    story = open_home(beds=1).given(
        move_in("R1"), MoveRoom(resident="R1", household="Elm", moved_on=days_ago(5))
    )
    assert story.when(move_in("R2", days_ago(5)))
    assert story.refused(move_in("R2", days_ago(6))).code == "no_free_bed"


def test_another_room_of_the_same_household_needs_no_bed() -> None:
    story = open_home(beds=1).given(move_in("R1"))
    event = story.recorded(MoveRoom(resident="R1", room="7", moved_on=days_ago(5)), ResidentMovedRoom)
    assert (event.room, event.about) == ("7", 4)


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (MoveRoom(resident="R9", moved_on=TODAY), "resident_unknown", "resident"),
        (MoveRoom(resident="R1", moved_on=TOMORROW), "in_the_future", "moved_on"),
        (MoveRoom(resident="R1", moved_on=days_ago(101)), "not_a_resident_that_day", "moved_on"),
        (MoveRoom(resident="R1", moved_on=days_ago(51)), "moved_since", "moved_on"),
        (MoveRoom(resident="R1", household="Larch", moved_on=TODAY), "household_unknown", "household"),
        (MoveRoom(resident="R1", moved_on=TODAY), "nowhere_to_move", "room"),
        (MoveRoom(resident="R1", household="elm", moved_on=TODAY), "nowhere_to_move", "room"),
        (move_out(TOMORROW), "in_the_future", "moved_out_on"),
        (move_out(days_ago(101)), "left_before_coming", "moved_out_on"),
        (move_out(days_ago(51)), "moved_since", "moved_out_on"),
        (move_out(days_ago(1), "R9"), "resident_unknown", "resident"),
        (AmendIdentity(resident="R9", given_name="A", family_name="B"), "resident_unknown", "resident"),
        (
            AmendIdentity(resident="R1", given_name="A", family_name="B", born_on=TODAY),
            "born_later",
            "born_on",
        ),
    ],
)
def test_moving_on_is_refused(command: Command, code: str, field: str) -> None:
    story = open_home().given(move_in("R1"), MoveRoom(resident="R1", household="Elm", moved_on=days_ago(50)))
    refusal = story.refused(command)
    assert (refusal.code, refusal.field) == (code, field)


def test_nobody_moves_out_twice() -> None:
    story = open_home().given(move_in("R1"), move_out(days_ago(10)))
    assert story.refused(move_out(days_ago(9))).code == "moved_out_already"


def test_a_reference_of_somebody_who_died_is_not_given_to_another_person() -> None:
    died = move_in(moved_out_on=days_ago(50), moved_out_reason=MovedOutReason.DIED)
    story = open_home().given(died)
    refusal = story.refused(move_in(on=days_ago(20)))
    assert (refusal.code, refusal.field) == ("has_died", "resident_ref")
    earlier = move_in(on=days_ago(300), moved_out_on=days_ago(200), moved_out_reason=MovedOutReason.HOME)
    assert story.when(earlier)


def test_nobody_moves_out_before_an_absence() -> None:
    story = open_home().given(
        move_in("R1"),
        GoAway(resident="R1", away_from=days_ago(20), back_on=days_ago(10), reason=AbsenceReason.HOLIDAY),
    )
    assert story.refused(move_out(days_ago(11))).code == "away_since"
    assert story.when(move_out(days_ago(10)))


def test_who_dies_in_hospital_moves_out_while_away() -> None:
    story = open_home().given(move_in("R1"), GoAway(resident="R1", away_from=days_ago(20)))
    assert story.when(move_out(days_ago(10)))


def test_a_resident_is_named_by_id_too() -> None:
    story = open_home().given(move_in("R1"))
    (resident_id,) = story.home.residents
    assert story.when(move_out(days_ago(10), str(resident_id)))


def test_identity_is_amended_whole_also_after_leaving() -> None:
    story = open_home().given(move_in("R1"), move_out(days_ago(10)))
    event = story.recorded(
        AmendIdentity(resident="R1", given_name="Augusta", family_name="King"), ResidentIdentityAmended
    )
    assert event.identity.value == Identity(given_name="Augusta", family_name="King")
    assert event.initials.value == "AK"
    assert story.home.residents[event.resident_id].identity == story.home.version
