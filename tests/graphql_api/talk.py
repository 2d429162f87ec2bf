"""What Rosewood's team and its coach have said to each other when the tests begin, and to the network."""

from datetime import date, datetime
from uuid import UUID, uuid4

from network.access.viewer import Viewer
from network.coaching.commands import (
    AgreeAction,
    AnswerLearning,
    AnswerQuestion,
    AskQuestion,
    CompleteAction,
    NoteVisit,
    ShareLearning,
)
from network.coaching.kinds import (
    AGREE_ACTION,
    ANSWER_LEARNING,
    ANSWER_QUESTION,
    ASK_QUESTION,
    COMPLETE_ACTION,
    NOTE_VISIT,
    SHARE_LEARNING,
)
from network.coaching.service import Coaching
from network.coaching.terms import SharedAs, Side, Subject, Tried
from outcomes.terms import Measure

CHANGED_ON = date(2026, 1, 5)
"""A day on which Rosewood recorded a change of practice."""


async def talk(coaching: Coaching, home_id: UUID, team: Viewer, coach: Viewer, now: datetime) -> None:
    """Of everything something."""
    today = now.date()
    note = NoteVisit(visited_on=today, text="A calm evening")
    await coaching.say(coach, home_id, NOTE_VISIT, note, uuid4(), said_at=now)
    agreed = AgreeAction(text="A rail", owner=Side.TEAM, role="the night team", due_on=today)
    action = await coaching.say(coach, home_id, AGREE_ACTION, agreed, uuid4(), said_at=now)
    await coaching.say(team, home_id, COMPLETE_ACTION, CompleteAction(), uuid4(), action.id, said_at=now)
    ask = AskQuestion(text="How are nights?", measure=Measure.FALLS)
    question = await coaching.say(coach, home_id, ASK_QUESTION, ask, uuid4(), said_at=now)
    answer = AnswerQuestion(text="Calmer")
    await coaching.say(team, home_id, ANSWER_QUESTION, answer, uuid4(), question.id, said_at=now)
    lesson = ShareLearning(
        shared_as=SharedAs.LESSON,
        subject=Subject.NIGHTS,
        title="Night lights",
        text="They help to find the way.",
        measure=Measure.FALLS,
        period_from=CHANGED_ON,
        period_to=today,
        practice_changed_on=CHANGED_ON,
        name_home=True,
    )
    shared = await coaching.share(team, SHARE_LEARNING, lesson, uuid4(), said_at=now)
    tried = AnswerLearning(text="Here too", tried=Tried.HELPED, name_home=True)
    await coaching.share(team, ANSWER_LEARNING, tried, uuid4(), shared.id, said_at=now)
