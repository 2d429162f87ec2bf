"""The projection `support`: what was said in each home's support, its words sealed as they came."""

from pathlib import Path
from typing import Any

from network.coaching.events import (
    ActionAgreed,
    ActionCompleted,
    ActionReopened,
    QuestionAnswered,
    QuestionAsked,
    VisitNoted,
    WordsTakenBack,
)
from network.coaching.terms import Side
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection

Written = VisitNoted | ActionAgreed | QuestionAsked | QuestionAnswered


def visit_noted(entry: Entry[VisitNoted], changes: Changes) -> None:
    """A visit, on its day."""
    _add(entry, changes, "visit", Side.COACH, day=entry.event.visited_on)


def action_agreed(entry: Entry[ActionAgreed], changes: Changes) -> None:
    """Something to do."""
    event = entry.event
    _add(entry, changes, "action", event.side, day=event.due_on, owner=event.owner)


def action_completed(entry: Entry[ActionCompleted], changes: Changes) -> None:
    """Done."""
    event = entry.event
    key = (event.home_id, event.about)
    changes.set("entry", key, done_at=event.occurred_at, done_side=event.side)


def action_reopened(entry: Entry[ActionReopened], changes: Changes) -> None:
    """Not done after all."""
    changes.set("entry", (entry.event.home_id, entry.event.about), done_at=None, done_side=None)


def question_asked(entry: Entry[QuestionAsked], changes: Changes) -> None:
    """A coach's question."""
    _add(entry, changes, "question", Side.COACH, measure=entry.event.measure)


def question_answered(entry: Entry[QuestionAnswered], changes: Changes) -> None:
    """What was answered, or said besides."""
    _add(entry, changes, "answer", entry.event.side)


def words_taken_back(entry: Entry[WordsTakenBack], changes: Changes) -> None:
    """That something was written stays; what, does not."""
    event = entry.event
    if event.home_id is not None:
        key = (event.home_id, event.about)
        changes.set("entry", key, taken_back=event.because)
        changes.delete("words", key)


def _add(
    entry: Entry[Any],
    changes: Changes,
    kind: str,
    side: Side,
    *,
    day: object = None,
    owner: Side | None = None,
    measure: str | None = None,
) -> None:
    event: Written = entry.event
    key = (event.home_id, entry.version)
    changes.put(
        "entry",
        key,
        stream_id=entry.stream_id,
        kind=kind,
        about=event.about,
        side=side,
        written_by=event.recorded_by,
        written_at=event.occurred_at,
        day=day,
        owner=owner,
        measure=measure,
        done_at=None,
        done_side=None,
        taken_back=None,
    )
    changes.put("words", key, token=event.words.token)


PROJECTION = Projection(
    name="support",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        VisitNoted: visit_noted,
        ActionAgreed: action_agreed,
        ActionCompleted: action_completed,
        ActionReopened: action_reopened,
        QuestionAsked: question_asked,
        QuestionAnswered: question_answered,
        WordsTakenBack: words_taken_back,
    },
)
