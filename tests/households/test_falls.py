from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest

from households.events import FallAccount, FallAmended, FallRecorded, FallRetracted
from households.falls import COMPLETED, AmendFall, CompleteFall, RecordFall, RetractFall
from households.residents import MoveOut, MoveRoom
from households.terms import Action, BodyPart, Harm, MovedOutReason, Place
from network.days import in_london
from tests.households.story import HOME, NOW, TODAY, days_ago, move_in, open_home


def at(day: date, hour: int = 10) -> datetime:
    return in_london(datetime.combine(day, time(hour)))


def fall(when: datetime | None = None, ref: str = "R1") -> RecordFall:
    return RecordFall(
        resident=ref,
        occurred_at=when or at(days_ago(5)),
        place=Place.OTHER,
        place_in_words="by the pond",
        harm=Harm.LOW,
        injured=(BodyPart.HIP,),
        actions=(Action.FIRST_AID,),
        other_actions=("a cup of tea",),
        description="Slipped on leaves",
    )


def amend(fall_id: str, when: datetime | None = None) -> AmendFall:
    return AmendFall(
        fall=fall_id,
        reason="It was worse",
        occurred_at=when or at(days_ago(6)),
        place=Place.GARDEN,
        harm=Harm.SEVERE,
    )


def test_a_fall_keeps_what_is_counted_plain_and_words_sealed() -> None:
    event = open_home().given(move_in()).recorded(fall(), FallRecorded)
    assert (event.facts.place, event.facts.harm, event.facts.injured) == (
        Place.OTHER,
        Harm.LOW,
        (BodyPart.HIP,),
    )
    assert event.account.value == FallAccount(
        place_in_words="by the pond", other_actions=("a cup of tea",), description="Slipped on leaves"
    )
    assert (event.account.person_id, event.account.label) == (event.resident_id, "account")
    assert event.occurred_at == at(days_ago(5))


def test_what_is_ticked_twice_counts_once() -> None:
    twice = (Action.GP, Action.HOSPITAL, Action.GP)
    assert msgspec.structs.replace(fall(), actions=twice).facts.actions == (Action.GP, Action.HOSPITAL)


def test_a_fall_belongs_to_the_household_lived_in_that_day() -> None:
    story = open_home().given(
        move_in(), MoveRoom(resident="R1", household="Elm", moved_on=days_ago(5), room="2")
    )
    names = {key: household.name for key, household in story.home.households.items()}
    before = story.recorded(fall(at(days_ago(6))), FallRecorded)
    after = story.recorded(fall(at(days_ago(5))), FallRecorded)
    assert (names[before.household_id], names[after.household_id]) == ("Rose", "Elm")


def test_a_fall_before_the_resident_came_is_refused() -> None:
    story = open_home().given(move_in())
    refusal = story.refused(fall(at(days_ago(101), 23)))
    assert (refusal.code, refusal.field) == ("not_a_resident_that_day", "occurred_at")
    assert story.when(fall(at(days_ago(100), 0)))


def test_a_fall_counts_until_the_end_of_the_day_of_leaving() -> None:
    story = open_home().given(
        move_in(), MoveOut(resident="R1", moved_out_on=days_ago(3), reason=MovedOutReason.HOSPITAL)
    )
    assert story.when(fall(at(days_ago(3), 23)))
    assert story.refused(fall(at(days_ago(2), 0))).code == "not_a_resident_that_day"


def test_yesterdays_fall_of_somebody_who_left_today_is_fine() -> None:
    story = open_home().given(
        move_in(), MoveOut(resident="R1", moved_out_on=TODAY, reason=MovedOutReason.HOME)
    )
    assert story.when(fall(at(days_ago(1))))


def test_the_day_of_a_fall_is_the_homes_day() -> None:
    story = open_home().given(move_in(on=date(2025, 7, 10)))
    # 23:30 UTC on the 9th is half past midnight on the 10th, in summer.
    assert story.when(fall(datetime(2025, 7, 9, 23, 30, tzinfo=UTC)))
    assert story.refused(fall(datetime(2025, 7, 9, 22, 30, tzinfo=UTC))).code == "not_a_resident_that_day"


def test_a_fall_in_the_future_is_refused() -> None:
    story = open_home().given(move_in())
    refusal = story.refused(fall(NOW + timedelta(minutes=6)))
    assert (refusal.code, refusal.field) == ("in_the_future", "occurred_at")


def test_a_clock_that_is_a_little_ahead_means_now() -> None:
    event = open_home().given(move_in()).recorded(fall(NOW + timedelta(minutes=4)), FallRecorded)
    assert event.occurred_at == NOW


def test_a_fall_of_somebody_unknown_is_refused() -> None:
    refusal = open_home().refused(fall())
    assert (refusal.code, refusal.field) == ("resident_unknown", "resident")
    assert "R1" not in str(refusal)


def test_a_fall_is_amended_whole() -> None:
    story = open_home().given(move_in(), fall())
    fall_version = story.home.version
    event = story.recorded(amend(story.last_id()), FallAmended)
    assert (event.about, event.facts.harm, event.occurred_at) == (
        fall_version,
        Harm.SEVERE,
        at(days_ago(6)),
    )
    assert (event.reason.value, event.account.value) == ("It was worse", FallAccount())


def test_an_amended_fall_keeps_the_rules_of_a_new_one() -> None:
    story = open_home().given(move_in(), fall())
    assert story.refused(amend(story.last_id(), at(days_ago(101)))).code == "not_a_resident_that_day"
    assert story.refused(amend(story.last_id(), NOW + timedelta(hours=1))).code == "in_the_future"


def test_what_is_known_later_is_added_and_the_words_stay_sealed_as_they_were() -> None:
    story = open_home().given(move_in(), fall())
    first = story.stream[-1].event
    assert isinstance(first, FallRecorded)
    event = story.recorded(
        CompleteFall(
            fall=story.last_id(), head_struck=True, actions=(Action.CALL_999, Action.FIRST_AID), harm=Harm.LOW
        ),
        FallAmended,
    )
    assert (event.facts.head_struck, event.facts.place, event.facts.harm) == (True, Place.OTHER, Harm.LOW)
    assert event.facts.actions == (Action.FIRST_AID, Action.CALL_999)
    assert event.account is first.account
    assert (event.occurred_at, event.reason.value) == (first.occurred_at, COMPLETED)


def test_what_is_added_goes_to_the_fall_as_it_was_last_told() -> None:
    story = open_home().given(move_in(), fall())
    fall_id = story.last_id()
    story.given(amend(fall_id))
    event = story.recorded(CompleteFall(fall=fall_id, on_anticoagulant=False), FallAmended)
    assert (event.facts.place, event.facts.on_anticoagulant) == (Place.GARDEN, False)
    assert event.occurred_at == at(days_ago(6))


def test_nothing_is_recorded_where_everything_was_said_before() -> None:
    story = open_home().given(move_in(), fall())
    assert story.when(CompleteFall(fall=story.last_id(), harm=Harm.LOW, actions=(Action.FIRST_AID,))) == []


def test_nothing_was_done_is_no_longer_true_once_something_was() -> None:
    nothing = msgspec.structs.replace(fall(), actions=(Action.NONE,))
    story = open_home().given(move_in(), nothing)
    event = story.recorded(CompleteFall(fall=story.last_id(), actions=(Action.CALL_999,)), FallAmended)
    assert event.facts.actions == (Action.CALL_999,)


def test_a_fall_that_was_taken_back_is_not_completed() -> None:
    story = open_home().given(move_in(), fall())
    fall_id = story.last_id()
    story.given(RetractFall(fall=fall_id, reason="Recorded twice"))
    assert story.refused(CompleteFall(fall=fall_id, head_struck=True)).code == "fall_retracted"


def test_a_fall_is_retracted_once_and_then_stays_as_it_is() -> None:
    story = open_home().given(move_in(), fall())
    fall_id = story.last_id()
    retract = RetractFall(fall=fall_id, reason="Recorded twice")
    assert story.recorded(retract, FallRetracted).about == 5
    assert story.refused(retract).code == "fall_retracted"
    assert story.refused(amend(fall_id)).code == "fall_retracted"


@pytest.mark.parametrize("record", [f"{HOME.hex}-4", f"{HOME.hex}-99", f"{'0' * 32}-5"])
def test_what_is_no_fall_of_this_home_can_not_be_amended(record: str) -> None:
    story = open_home().given(move_in(), fall())
    refusal = story.refused(amend(record))
    assert (refusal.code, refusal.field) == ("record_unknown", "fall")


def leave(ago: int) -> MoveOut:
    return MoveOut(resident="R1", moved_out_on=days_ago(ago), reason=MovedOutReason.HOSPITAL)


def test_nobody_leaves_before_a_fall_in_the_home() -> None:
    story = open_home().given(move_in(), fall())
    refusal = story.refused(leave(6))
    assert (refusal.code, refusal.field) == ("fell_since", "moved_out_on")
    assert story.when(leave(5))


def test_a_fall_that_is_amended_or_retracted_keeps_nobody_longer() -> None:
    story = open_home().given(move_in(), fall(), fall(at(days_ago(3))))
    story.given(RetractFall(fall=story.last_id(), reason="Somebody else"))
    assert story.refused(leave(6)).code == "fell_since"
    story.given(amend(story.last_id(2), at(days_ago(7))))
    assert story.refused(leave(8)).code == "fell_since"
    assert story.when(leave(7))


def test_a_state_keeps_the_first_and_the_last_falls_of_a_stay_in_mind_and_no_others() -> None:
    story = open_home().given(move_in(), *(fall(at(days_ago(ago))) for ago in range(30, 1, -1)))
    (resident,) = story.home.residents.values()
    (stay,) = resident.stays
    assert set(stay.falls.values()) == {days_ago(ago) for ago in (30, 29, 28, 27, 5, 4, 3, 2)}
    assert resident.falls == 29
