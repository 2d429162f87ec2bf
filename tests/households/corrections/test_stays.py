"""Stays put right: given what was recorded of a resident, when it is corrected, then what."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from households.absences import ComeBack, GoAway
from households.contributions import AgreeContribution
from households.corrections.stays import AmendMove, AmendStay, RetractMove, RetractStay
from households.events import StayAmended, StayRetracted
from households.falls import RetractFall
from households.home import Home, evolve
from households.recording.command import Command
from households.residents import AmendIdentity, MoveOut, MoveRoom
from households.terms import MovedOutReason, PayerKind
from tests.households.story import HOME, TODAY, Story, days_ago, move_in, open_home
from tests.households.test_falls import at, fall

STAY = f"{HOME.hex}-4"
"""Of the one who moves in first: three events open the home."""
TOMORROW = TODAY + timedelta(days=1)


def amend(
    moved_in: int = 100, left: int | None = None, household: str = "Rose", stay: str = STAY, **more: object
) -> AmendStay:
    """The stay, begun and ended so many days ago."""
    given = {"why": "Misread"} | more
    return AmendStay(
        stay=stay,
        household=household,
        moved_in_on=days_ago(moved_in),
        moved_out_on=None if left is None else days_ago(left),
        moved_out_reason=None if left is None else MovedOutReason.HOME,
        **given,  # pyright: ignore[reportArgumentType]
    )


def spans(story: Story, ref: str = "R1") -> list[tuple[date, date | None]]:
    """The stays of a resident as the rules know them."""
    resident = story.home.residents[story.home.resident_refs[ref]]
    return [(stay.moved_in_on, stay.moved_out_on) for stay in resident.stays]


def leave(ago: int, reason: MovedOutReason = MovedOutReason.HOME) -> MoveOut:
    return MoveOut(resident="R1", moved_out_on=days_ago(ago), reason=reason)


def to_elm(ago: int) -> MoveRoom:
    return MoveRoom(resident="R1", household="Elm", room="2", moved_on=days_ago(ago))


def test_a_stay_is_said_anew_whole_and_the_moves_in_it_stay() -> None:
    story = open_home().given(move_in(room="1"), to_elm(50))
    event = story.recorded(amend(90, 10, room="3"), StayAmended)
    assert [(one.since, one.room, one.said_in) for one in event.placements] == [
        (days_ago(90), "3", 4),
        (days_ago(50), "2", 5),
    ]
    assert (event.moved_out_on, event.moved_out_reason) == (days_ago(10), MovedOutReason.HOME)
    assert event.replaces == (days_ago(100), days_ago(50))
    assert (event.about, event.why.record_class) == (4, "care")
    assert spans(story) == [(days_ago(90), days_ago(10))]


def test_a_moving_out_that_did_not_happen_is_undone() -> None:
    story = open_home().given(move_in(), leave(10))
    assert story.recorded(amend(), StayAmended).moved_out_on is None
    assert spans(story) == [(days_ago(100), None)]
    assert story.when(leave(5))


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (amend(stay=f"{HOME.hex}-99"), "record_unknown", "stay"),
        (amend(stay=f"{'0' * 32}-4"), "record_unknown", "stay"),
        (amend(-1), "in_the_future", "moved_in_on"),
        (amend(100, -1), "in_the_future", "moved_out_on"),
        (amend(100, 101), "ends_before_it_begins", "moved_out_on"),
        (amend(100, household="Larch"), "household_unknown", "household"),
        (amend(49), "moves_out_of_order", "moved_in_on"),
        (amend(100, 51), "moved_since", "moved_out_on"),
        (amend(100, 31), "away_since", "moved_out_on"),
        (amend(100, 21), "fell_since", "moved_out_on"),
        (amend(70), "fell_before", "moved_in_on"),
        (
            AmendStay(
                stay=STAY, household="Rose", moved_in_on=days_ago(90), moved_out_on=days_ago(9), why="Misread"
            ),
            "half_a_moving_out",
            "moved_out_reason",
        ),
    ],
)
def test_an_amendment_is_refused(command: Command, code: str, field: str) -> None:
    away = GoAway(resident="R1", away_from=days_ago(40), back_on=days_ago(30))
    story = open_home().given(move_in(), fall(at(days_ago(80))), to_elm(50), away, fall(at(days_ago(20))))
    refusal = story.refused(command)
    assert (refusal.code, refusal.field) == (code, field)


def test_a_stay_can_not_be_stretched_over_another_or_beyond_death() -> None:
    story = open_home().given(move_in(), leave(50), move_in(on=days_ago(20)))
    assert story.refused(amend(100, 10)).code == "lives_here_already"
    died = AmendStay(
        stay=STAY,
        household="Rose",
        moved_in_on=days_ago(100),
        moved_out_on=days_ago(50),
        moved_out_reason=MovedOutReason.DIED,
        why="Misread",
    )
    assert story.refused(died).code == "lives_here_later"


def test_a_bed_is_needed_for_every_day_of_the_stay_but_none_twice() -> None:
    story = open_home(beds=1).given(move_in("R1"), leave(50), move_in("R2", days_ago(40)))
    assert story.refused(amend(100, 30)).code == "no_free_bed"
    assert story.when(amend(120, 40))


def test_a_move_is_put_right_between_the_moves_beside_it() -> None:
    story = open_home().given(move_in(), to_elm(50), MoveRoom(resident="R1", room="9", moved_on=days_ago(20)))
    move = story.last_id(1)
    amended = AmendMove(move=move, household="Elm", room="5", moved_on=days_ago(60), why="Misread")
    event = story.recorded(amended, StayAmended)
    assert [(one.since, one.room) for one in event.placements][1:] == [
        (days_ago(60), "5"),
        (days_ago(20), "9"),
    ]
    late = AmendMove(move=move, household="Elm", moved_on=days_ago(19), why="Misread")
    assert story.refused(late).code == "moves_out_of_order"
    assert story.refused(AmendMove(move=STAY, household="Elm", moved_on=days_ago(60), why="x")).code == (
        "record_unknown"
    )


def test_a_move_is_taken_back_if_there_was_a_bed_where_the_resident_lived_before() -> None:
    story = open_home(beds=1).given(move_in("R1"), to_elm(50), move_in("R2", days_ago(40)))
    move = story.last_id(1)
    assert story.refused(RetractMove(move=move, reason="No")).code == "no_free_bed"
    story.given(MoveOut(resident="R2", moved_out_on=days_ago(40), reason=MovedOutReason.HOME))
    event = story.recorded(RetractMove(move=move, reason="No"), StayAmended)
    assert [one.since for one in event.placements] == [days_ago(100)]
    assert story.refused(RetractMove(move=move, reason="No")).code == "record_unknown"


def test_a_stay_that_nobody_lived_is_taken_back_and_its_reference_is_free() -> None:
    story = open_home().given(move_in("R1"))
    event = story.recorded(RetractStay(stay=STAY, reason="The wrong form"), StayRetracted)
    assert event.replaces == (days_ago(100),)
    assert "R1" not in story.home.resident_refs
    assert story.refused(leave(5)).code == "resident_unknown"
    assert story.refused(RetractStay(stay=STAY, reason="Again")).code == "record_unknown"
    (again,) = story.when(move_in("R1", given_name="Grace"))
    assert getattr(again, "resident_id", None) != event.resident_id


def test_who_was_taken_back_can_still_be_named_right() -> None:
    story = open_home().given(move_in("R1"))
    event = story.recorded(RetractStay(stay=STAY, reason="The wrong form"), StayRetracted)
    named = AmendIdentity(resident=str(event.resident_id), given_name="Ada", family_name="King")
    assert story.when(named)
    assert story.refused(ComeBack(resident=str(event.resident_id), back_on=TODAY)).code == "not_away"


def test_a_stay_of_which_more_is_known_is_not_taken_back() -> None:
    back = RetractStay(stay=STAY, reason="The wrong form")
    story = open_home().given(move_in(), fall(at(days_ago(80))))
    assert story.refused(back).code == "known_in_the_stay"
    story.given(RetractFall(fall=story.last_id(), reason="Somebody else"))
    assert story.when(back)
    story.given(GoAway(resident="R1", away_from=days_ago(9)))
    assert story.refused(back).code == "known_in_the_stay"
    paid = open_home().given(
        move_in(),
        AgreeContribution(
            resident="R1",
            payer_ref="LA1",
            payer_kind=PayerKind.LOCAL_AUTHORITY,
            payer_name="Anyshire",
            weekly_amount=Decimal(1),
            begins_on=days_ago(9),
        ),
    )
    assert paid.refused(back).code == "known_in_the_stay"


def test_more_falls_than_are_kept_in_mind_keep_a_stay() -> None:
    story = open_home().given(move_in(), *(fall(at(days_ago(ago))) for ago in range(90, 70, -1)))
    (resident,) = story.home.residents.values()
    for known in list(resident.stays[0].falls):
        story.given(RetractFall(fall=f"{HOME.hex}-{known}", reason="Somebody else"))
    assert resident.stays[0].falls == {}
    assert story.refused(RetractStay(stay=STAY, reason="No")).code == "known_in_the_stay"


def test_replaying_the_corrections_gives_the_state() -> None:
    story = open_home().given(move_in(), to_elm(50), amend(90, 10), amend(95))
    story.given(AmendMove(move=f"{HOME.hex}-5", household="Rose", moved_on=days_ago(40), why="x"))
    replayed = Home()
    for stored in story.stream:
        evolve(replayed, stored.event, stored.version)
    assert replayed == story.home
