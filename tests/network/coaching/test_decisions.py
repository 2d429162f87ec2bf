"""What may be said in support and in the communities of practice, given what was said before."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from network.coaching.circumstances import Circumstances
from network.coaching.commands import (
    AgreeAction,
    AnswerLearning,
    AnswerQuestion,
    AskQuestion,
    CompleteAction,
    NoteVisit,
    ReopenAction,
    ShareLearning,
    TakeWordsBack,
)
from network.coaching.conversation import Conversation
from network.coaching.decisions import (
    decide_action,
    decide_answer,
    decide_completing,
    decide_question,
    decide_reopening,
    decide_taking_back,
    decide_visit,
)
from network.coaching.events import (
    ActionAgreed,
    LearningShared,
    QuestionAnswered,
    VisitNoted,
    WordsTakenBack,
    support_stream,
)
from network.coaching.sharing import decide_answering, decide_sharing
from network.coaching.terms import SharedAs, Side, Subject, TakenBackBecause, Tried
from network.deciding import Refused
from network.eventstore.event import Event
from network.eventstore.record_id import RecordId

HOME, COLLEAGUE = UUID(int=7), UUID(int=8)
TODAY = date(2026, 3, 15)
TAKE_BACK = TakeWordsBack(because=TakenBackBecause.NAMED_SOMEBODY)


def now(side: Side = Side.COACH, about: int | None = None, **more: object) -> Circumstances:
    circumstances = Circumstances(
        now=datetime(2026, 3, 15, 12, tzinfo=UTC),
        stream_id=support_stream(HOME),
        account_id=UUID(int=1),
        command_id=UUID(int=2),
        home_id=HOME,
        side=side,
        about=about,
    )
    return replace(circumstances, **more)


def given(*events: Event) -> Conversation:
    conversation = Conversation()
    for version, event in enumerate(events, 1):
        conversation.evolve(event, version)
    return conversation


def visit(on: date = TODAY) -> list[Event]:
    return decide_visit(given(), NoteVisit(visited_on=on, text="Calm evening"), now())


def action(conversation: Conversation | None = None, **more: object) -> list[Event]:
    said: dict[str, Any] = {"text": "Grab rails", "owner": Side.TEAM, "due_on": TODAY}
    return decide_action(conversation or given(), msgspec.convert(said | more, AgreeAction), now())


def share(circumstances: Circumstances | None = None, **more: object) -> list[Event]:
    said: dict[str, Any] = {"shared_as": SharedAs.LESSON, "subject": Subject.FALLS, "title": "T", "text": "t"}
    return decide_sharing(
        given(), msgspec.convert(said | more, ShareLearning), circumstances or now(Side.TEAM)
    )


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    assert refused.value.field
    assert refused.value.remedy
    return refused.value.code


def test_a_visit_is_noted_when_it_has_been() -> None:
    (event,) = visit()
    assert isinstance(event, VisitNoted)
    assert event.words.value != "Calm evening"
    assert event.words.key_owner[0] == event.words_id
    for day, code in ((TODAY + timedelta(days=1), "not_yet"), (date(1999, 12, 31), "too_long_ago")):
        with pytest.raises(Refused) as refused:
            visit(day)
        assert code_of(refused) == code


def test_an_action_can_be_agreed_at_a_visit_and_lies_ahead() -> None:
    conversation = given(*visit())
    (event,) = action(conversation, visit=str(RecordId(support_stream(HOME), 1)))
    assert isinstance(event, ActionAgreed)
    assert event.about == 1
    elsewhere = RecordId(support_stream(COLLEAGUE), 1)
    for wrong, code in (
        ({"due_on": TODAY - timedelta(days=1)}, "day_past"),
        ({"due_on": TODAY + timedelta(days=800)}, "too_far_ahead"),
        ({"visit": str(elsewhere)}, "unknown"),
        ({"visit": "the last one"}, "unknown"),
    ):
        with pytest.raises(Refused) as refused:
            action(conversation, **wrong)
        assert code_of(refused) == code


def test_either_side_ticks_an_action_off_once_and_may_open_it_again() -> None:
    agreed = action()
    done = decide_completing(given(*agreed), CompleteAction(), now(Side.TEAM, 1))
    assert len(done) == 1
    assert decide_completing(given(*agreed, *done), CompleteAction(), now(Side.COACH, 1)) == []
    opened = decide_reopening(given(*agreed, *done), ReopenAction(), now(Side.COACH, 1))
    assert len(opened) == 1
    assert decide_reopening(given(*agreed, *done, *opened), ReopenAction(), now(Side.TEAM, 1)) == []
    with pytest.raises(Refused) as refused:
        decide_completing(given(*visit()), CompleteAction(), now(Side.TEAM, 1))
    assert code_of(refused) == "unknown"


def test_a_question_is_answered_as_often_as_there_is_something_to_say() -> None:
    asked = decide_question(given(), AskQuestion(text="How are nights?"), now())
    (first,) = decide_answer(given(*asked), AnswerQuestion(text="Calmer"), now(Side.TEAM, 1))
    assert isinstance(first, QuestionAnswered)
    assert first.side is Side.TEAM
    assert len(decide_answer(given(*asked, first), AnswerQuestion(text="Good"), now(Side.COACH, 1))) == 1
    with pytest.raises(Refused) as refused:
        decide_answer(given(*visit()), AnswerQuestion(text="?"), now(Side.TEAM, 1))
    assert code_of(refused) == "unknown"


def test_a_side_takes_back_its_own_words_and_they_can_not_be_answered_then() -> None:
    asked = decide_question(given(), AskQuestion(text="How is Edith?"), now())
    with pytest.raises(Refused) as refused:
        decide_taking_back(given(*asked), TAKE_BACK, now(Side.TEAM, 1))
    assert code_of(refused) == "not_your_words"
    (event,) = decide_taking_back(given(*asked), TAKE_BACK, now(Side.COACH, 1, account_id=COLLEAGUE))
    assert isinstance(event, WordsTakenBack)
    assert (event.home_id, event.about) == (HOME, 1)
    assert decide_taking_back(given(*asked, event), TAKE_BACK, now(Side.COACH, 1)) == []
    with pytest.raises(Refused):
        decide_answer(given(*asked, event), AnswerQuestion(text="?"), now(Side.TEAM, 1))
    with pytest.raises(Refused) as refused:
        decide_taking_back(given(*asked), TAKE_BACK, now(Side.COACH, 9))
    assert code_of(refused) == "unknown"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"period_from": TODAY}, "half_a_period"),
        ({"period_from": TODAY, "period_to": TODAY - timedelta(days=1)}, "period_reversed"),
        ({"period_from": TODAY + timedelta(days=1), "period_to": TODAY + timedelta(days=2)}, "not_yet"),
        ({"period_from": date(1990, 1, 1), "period_to": TODAY}, "too_long_ago"),
        ({"practice_changed_on": TODAY}, "practice_unknown"),
    ],
)
def test_learning_is_tied_to_days_that_have_been_and_changes_that_are_recorded(
    said: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        share(**said)
    assert code_of(refused) == code


def test_a_home_is_named_only_by_itself() -> None:
    (named,) = share(name_home=True)
    assert isinstance(named, LearningShared)
    assert (named.home_id, named.is_named) == (HOME, True)
    coach = now(Side.COACH, home_id=None)
    for said, code in (({"name_home": True}, "no_home_to_name"), ({"practice_changed_on": TODAY}, "no_home")):
        with pytest.raises(Refused) as refused:
            share(coach, **said)
        assert code_of(refused) == code


def test_what_is_shared_is_answered_until_it_is_taken_back() -> None:
    shared = share(practice_changed_on=TODAY, circumstances=now(Side.TEAM, practice="Tea at four"))
    tried = AnswerLearning(text="So did we", tried=Tried.HELPED)
    assert len(decide_answering(given(*shared), tried, now(Side.TEAM))) == 1
    back = decide_taking_back(given(*shared), TAKE_BACK, now(Side.TEAM, 1))
    assert isinstance(back[0], WordsTakenBack)
    assert back[0].home_id is None
    with pytest.raises(Refused) as refused:
        decide_answering(given(*shared, *back), tried, now(Side.TEAM))
    assert code_of(refused) == "unknown"


def test_a_coach_takes_back_only_what_they_shared_themselves() -> None:
    coach = now(Side.COACH, 1, home_id=None)
    shared = share(coach)
    assert len(decide_taking_back(given(*shared), TAKE_BACK, coach)) == 1
    with pytest.raises(Refused) as refused:
        decide_taking_back(given(*shared), TAKE_BACK, now(Side.COACH, 1, home_id=None, account_id=COLLEAGUE))
    assert code_of(refused) == "not_your_words"
