"""Absences, what followed a fall, sickness and life put right: given, when it is corrected, then what."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest
from msgspec.structs import replace

from households.absences import AmendAbsence, ComeBack, GoAway, RetractAbsence
from households.corrections.falls import RetractNotification, RetractObservation
from households.corrections.life import (
    AmendMoment,
    AmendPractice,
    AmendVolunteering,
    RetractMoment,
    RetractPractice,
    RetractVolunteering,
)
from households.events import (
    AbsenceAmended,
    AbsenceRetracted,
    FallNotificationRetracted,
    FallObservationRetracted,
    MomentAmended,
    MomentRetracted,
    PracticeAmended,
    PracticeRetracted,
    SicknessAmended,
    SicknessReasonShared,
    VolunteeringAmended,
    VolunteeringRetracted,
)
from households.falls import RetractFall
from households.follow_up import DecideNotification, ObserveFall
from households.recording.command import Command
from households.residents import MoveOut
from households.sickness import AmendSickness, RetractSickness, ShareSicknessReason, StartSickness
from households.terms import AbsenceReason, Body, MovedOutReason
from network.access.viewer import SYSTEM
from network.eventstore.event import Event
from tests.households.story import HOME, TODAY, Story, days_ago, join_team, move_in, open_home
from tests.households.test_falls import at, fall
from tests.households.test_life import moment, practice, volunteering

WHY, NO = "Misread", "Not so"
KIT = UUID("0acc0000-0000-4000-8000-0000000000aa")


# --- Absences ---------------------------------------------------------------------------------


def away(since: int, back: int | None = None) -> GoAway:
    return GoAway(resident="R1", away_from=days_ago(since), back_on=None if back is None else days_ago(back))


def amend_absence(story: Story, since: int, back: int | None = None, last: int = 0) -> AmendAbsence:
    return AmendAbsence(
        absence=story.last_id(last),
        away_from=days_ago(since),
        back_on=None if back is None else days_ago(back),
        reason=AbsenceReason.HOLIDAY,
        why=WHY,
    )


def test_an_absence_is_said_anew_whole() -> None:
    story = open_home().given(move_in(), away(20))
    event = story.recorded(amend_absence(story, 25, 15), AbsenceAmended)
    assert (event.away_from, event.back_on) == (days_ago(25), days_ago(15))
    assert (event.reason, event.stay) == (AbsenceReason.HOLIDAY, 4)
    assert story.refused(ComeBack(resident="R1", back_on=days_ago(10))).code == "not_away"


def test_a_return_that_did_not_happen_is_undone() -> None:
    story = open_home().given(move_in(), away(20, 10))
    story.given(amend_absence(story, 20, last=1))
    assert story.when(ComeBack(resident="R1", back_on=days_ago(5)))


@pytest.mark.parametrize(
    ("since", "back", "code", "field"),
    [
        (101, 99, "outside_the_stay", "away_from"),
        (5, 4, "moved_out_by_then", "away_from"),
        (-1, None, "in_the_future", "away_from"),
        (20, 21, "ends_before_it_begins", "back_on"),
        (20, 4, "moved_out_by_then", "back_on"),
        (45, 15, "away_already", "away_from"),
    ],
)
def test_an_amendment_of_an_absence_is_refused(since: int, back: int | None, code: str, field: str) -> None:
    left = MoveOut(resident="R1", moved_out_on=days_ago(5), reason=MovedOutReason.HOME)
    story = open_home().given(move_in(), away(50, 40), away(20, 10), left)
    refusal = story.refused(amend_absence(story, since, back, last=2))
    assert (refusal.code, refusal.field) == (code, field)


def test_an_absence_is_taken_back_once() -> None:
    story = open_home().given(move_in(), away(20))
    back = RetractAbsence(absence=story.last_id(), reason=NO)
    assert story.recorded(back, AbsenceRetracted).about == 5
    assert story.refused(back).code == "record_unknown"
    assert story.when(away(30, 10))


# --- After a fall -----------------------------------------------------------------------------


def after_a_fall() -> tuple[Story, str]:
    story = open_home().given(move_in(), fall(at(days_ago(3))))
    return story, story.last_id()


def decide(fall_id: str, body: Body = Body.CQC) -> DecideNotification:
    return DecideNotification(fall=fall_id, body=body, notify=True, decided_by="Nia", reason="Hip")


def test_an_observation_is_taken_back_once_even_after_the_fall_was() -> None:
    story, fall_id = after_a_fall()
    story.given(ObserveFall(fall=fall_id, observed_at=at(days_ago(3)), observation="Calm"))
    seen = story.last_id()
    story.given(RetractFall(fall=fall_id, reason="No fall"))
    back = RetractObservation(fall=fall_id, observation=seen, reason=NO)
    event = story.recorded(back, FallObservationRetracted)
    assert (event.about, event.observation) == (5, 6)
    assert story.refused(back).code == "record_unknown"


def test_only_what_followed_this_fall_is_taken_back() -> None:
    story, fall_id = after_a_fall()
    story.given(decide(fall_id))
    decision = story.last_id()
    elsewhere = f"{'0' * 32}-6"
    for observation in (decision, fall_id, elsewhere):
        refusal = story.refused(RetractObservation(fall=fall_id, observation=observation, reason=NO))
        assert (refusal.code, refusal.field) == ("record_unknown", "observation")


def test_a_decision_is_taken_back_if_no_later_one_replaced_it() -> None:
    story, fall_id = after_a_fall()
    story.given(decide(fall_id), decide(fall_id, Body.RIDDOR), decide(fall_id))
    first, riddor, last = story.last_id(2), story.last_id(1), story.last_id()
    assert (
        story.refused(RetractNotification(fall=fall_id, decision=first, reason=NO)).code == "record_unknown"
    )
    back = RetractNotification(fall=fall_id, decision=last, reason=NO)
    assert story.recorded(back, FallNotificationRetracted).body is Body.CQC
    assert story.refused(back).code == "record_unknown"
    assert story.when(RetractNotification(fall=fall_id, decision=riddor, reason=NO))
    assert story.when(decide(fall_id))


# --- Sickness ---------------------------------------------------------------------------------


def sick(reason: str | None = "S11") -> StartSickness:
    return StartSickness(staff="S1", first_day=days_ago(9), reason_code=reason)


def test_a_spell_is_taken_back_as_it_stood() -> None:
    story = open_home().given(join_team(), sick())
    event = story.recorded(RetractSickness(spell=story.last_id(), reason=NO), SicknessAmended)
    assert (event.retracted, event.first_day, event.last_day) == (True, days_ago(9), None)
    assert story.refused(RetractSickness(spell=story.last_id(1), reason=NO)).code == "spell_retracted"


def test_an_amendment_without_a_reason_keeps_the_one_that_was_given() -> None:
    story = open_home().given(join_team(), sick())
    spell = story.last_id()
    kept = story.recorded(AmendSickness(spell=spell, first_day=days_ago(8), why=WHY), SicknessAmended)
    assert kept.reason is not None
    assert kept.reason.value == "S11"
    other = AmendSickness(spell=spell, first_day=days_ago(8), reason_code="S13", why=WHY)
    said = story.recorded(other, SicknessAmended)
    assert said.reason is not None
    assert said.reason.value == "S13"


def test_who_gave_the_reason_shares_it_and_nobody_else_does() -> None:
    story = open_home().given(join_team(), sick())
    share = ShareSicknessReason(spell=story.last_id(), account=KIT)
    event = story.recorded(share, SicknessReasonShared)
    assert (event.account_id, event.shared, event.recorded_by) == (KIT, True, SYSTEM.account_id)
    assert story.when(share) == []
    others = open_home().given(join_team())
    others.happen(replace(story.stream[4].event, recorded_by=KIT))
    refusal = others.refused(ShareSicknessReason(spell=others.last_id(), account=SYSTEM.account_id))
    assert (refusal.code, refusal.field) == ("not_your_reason", "spell")


def test_a_new_reason_is_shared_with_nobody_yet() -> None:
    story = open_home().given(join_team(), sick())
    spell = story.last_id()
    share = ShareSicknessReason(spell=spell, account=KIT)
    story.given(share, AmendSickness(spell=spell, first_day=days_ago(9), reason_code="S13", why=WHY))
    assert story.when(share)


def test_where_no_reason_was_given_none_is_shared() -> None:
    story = open_home().given(join_team(), sick(None))
    assert story.refused(ShareSicknessReason(spell=story.last_id(), account=KIT)).code == "not_your_reason"


# --- Life -------------------------------------------------------------------------------------


def test_a_moment_is_said_anew_on_a_day_that_the_resident_lived_here() -> None:
    story = open_home().given(move_in(), moment())
    record = story.last_id()
    amended = AmendMoment(record=record, enjoyed_on=days_ago(6), moment="Fed the ducks", why=WHY)
    event = story.recorded(amended, MomentAmended)
    assert (event.enjoyed_on, event.moment.value) == (days_ago(6), "Fed the ducks")
    early = AmendMoment(record=record, enjoyed_on=days_ago(101), moment="Sang", why=WHY)
    assert story.refused(early).code == "not_a_resident_that_day"


def test_hours_and_changes_of_practice_are_said_anew() -> None:
    story = open_home().given(volunteering(5), practice(5))
    hours = AmendVolunteering(record=story.last_id(1), given_on=days_ago(6), hours=Decimal(2), why=WHY)
    assert story.recorded(hours, VolunteeringAmended).hours == Decimal("2.00")
    lights = AmendPractice(record=story.last_id(1), changed_on=days_ago(6), text="Lights off", why=WHY)
    event = story.recorded(lights, PracticeAmended)
    assert (event.text, event.why.key_owner[0]) == ("Lights off", HOME)


RECORD = f"{HOME.hex}-5"


@pytest.mark.parametrize(
    ("recorded", "back", "again", "kind"),
    [
        (
            moment(),
            RetractMoment(record=RECORD, reason=NO),
            AmendMoment(record=RECORD, enjoyed_on=days_ago(5), moment="x", why=WHY),
            MomentRetracted,
        ),
        (
            volunteering(5),
            RetractVolunteering(record=RECORD, reason=NO),
            AmendVolunteering(record=RECORD, given_on=days_ago(5), hours=Decimal(1), why=WHY),
            VolunteeringRetracted,
        ),
        (
            practice(5),
            RetractPractice(record=RECORD, reason=NO),
            AmendPractice(record=RECORD, changed_on=days_ago(5), text="x", why=WHY),
            PracticeRetracted,
        ),
    ],
)
def test_what_was_taken_back_is_neither_amended_nor_taken_back_again(
    recorded: Command, back: Command, again: Command, kind: type[Event]
) -> None:
    story = open_home().given(move_in(), recorded)
    assert story.recorded(back, kind).about == 5
    assert story.refused(back).code == "retracted_already"
    assert story.refused(again).code == "retracted_already"


@pytest.mark.parametrize(
    "command",
    [
        kind(record=f"{HOME.hex}-4", reason=NO)
        for kind in (RetractMoment, RetractVolunteering, RetractPractice)
    ],
)
def test_a_record_of_another_kind_is_unknown(command: Command) -> None:
    assert open_home().given(move_in()).refused(command).code == "record_unknown"


def test_a_correction_says_when_it_was_made_and_not_when_the_thing_happened() -> None:
    story = open_home().given(move_in(), moment(50))
    event = story.recorded(RetractMoment(record=story.last_id(), reason=NO), MomentRetracted)
    assert isinstance(event.occurred_at, datetime)
    assert event.occurred_at.date() == TODAY
