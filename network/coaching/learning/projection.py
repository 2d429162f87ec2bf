"""The projection `learning`: what was shared, by subject and measure, with its answers; words stay sealed."""

from pathlib import Path

from network.coaching.events import LearningAnswered, LearningShared, WordsTakenBack
from network.projections.changes import Changes
from network.projections.projection import Entry, Projection


def learning_shared(entry: Entry[LearningShared], changes: Changes) -> None:
    """A challenge or a lesson."""
    event = entry.event
    changes.put(
        "shared",
        (entry.stream_id,),
        shared_as=event.shared_as,
        subject=event.subject,
        measure=event.measure,
        period_from=event.period_from,
        period_to=event.period_to,
        practice_changed_on=event.practice_changed_on,
        side=event.side,
        home_id=event.home_id,
        is_named=event.is_named,
        shared_by=event.recorded_by,
        shared_at=event.occurred_at,
        position=entry.position,
        taken_back=None,
    )
    changes.put("words", (entry.stream_id, entry.version), token=event.words.token)


def learning_answered(entry: Entry[LearningAnswered], changes: Changes) -> None:
    """An answer, or what came of trying it too."""
    event = entry.event
    key = (entry.stream_id, entry.version)
    changes.put(
        "reply",
        key,
        tried=event.tried,
        side=event.side,
        home_id=event.home_id,
        is_named=event.is_named,
        written_by=event.recorded_by,
        written_at=event.occurred_at,
        taken_back=None,
    )
    changes.put("words", key, token=event.words.token)


def words_taken_back(entry: Entry[WordsTakenBack], changes: Changes) -> None:
    """That something was written stays; what, does not."""
    event = entry.event
    if event.home_id is not None:
        return
    if event.about == 1:
        changes.set("shared", (entry.stream_id,), taken_back=event.because)
    changes.set("reply", (entry.stream_id, event.about), taken_back=event.because)
    changes.delete("words", (entry.stream_id, event.about))


PROJECTION = Projection(
    name="learning",
    version=1,
    schema_file=Path(__file__).with_name("schema.sql"),
    handlers={
        LearningShared: learning_shared,
        LearningAnswered: learning_answered,
        WordsTakenBack: words_taken_back,
    },
)
