"""What is said between coaches and homes: a stream for each home's support, and one for each thing shared.

What people write is sealed under a key of its own for each piece of writing (`words_id`), because
free text may name somebody although the forms ask for no name: what is taken back is destroyed.
"""

from datetime import date
from uuid import UUID, uuid5

from network.coaching.terms import SharedAs, Side, Subject, TakenBackBecause, Tried
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed
from outcomes.terms import Measure

_SUPPORT = UUID("636f6163-6869-4e67-8000-000000000005")
_LEARNING = UUID("6c656172-6e69-4e67-8000-000000000006")


def support_stream(home_id: UUID) -> UUID:
    """The stream of a home's support: the coach's side and the home's, whoever the coach is."""
    return uuid5(_SUPPORT, str(home_id))


def learning_stream(account_id: UUID, command_id: UUID) -> UUID:
    """The stream that an account's command begins by sharing something: the same when it is sent again."""
    return uuid5(_LEARNING, f"{account_id}/{command_id}")


class VisitNoted(Event, frozen=True, kw_only=True):
    """A coach wrote down a visit to a home."""

    topic = "visit-noted/1"
    home_id: UUID
    visited_on: date
    words_id: UUID
    words: Sealed


class ActionAgreed(Event, frozen=True, kw_only=True):
    """A team and its coach agreed what is to be done; `about` a visit, where it was agreed there."""

    topic = "action-agreed/1"
    home_id: UUID
    side: Side
    """Who wrote it down."""
    owner: Side
    """Who is to do it."""
    due_on: date
    words_id: UUID
    words: Sealed


class ActionCompleted(Event, frozen=True, kw_only=True):
    """What was agreed is done."""

    topic = "action-completed/1"
    home_id: UUID
    side: Side


class ActionReopened(Event, frozen=True, kw_only=True):
    """What was ticked off is not done after all."""

    topic = "action-reopened/1"
    home_id: UUID
    side: Side


class QuestionAsked(Event, frozen=True, kw_only=True):
    """A coach asks a home."""

    topic = "question-asked/1"
    home_id: UUID
    measure: Measure | None = None
    """The chart that the question is about, where it is about one."""
    words_id: UUID
    words: Sealed


class QuestionAnswered(Event, frozen=True, kw_only=True):
    """The home answers a question, or the coach says more."""

    topic = "question-answered/1"
    home_id: UUID
    side: Side
    words_id: UUID
    words: Sealed


class LearningShared(Event, frozen=True, kw_only=True):
    """A team or a coach shares a challenge, or what they learnt, with the network."""

    topic = "learning-shared/1"
    side: Side
    home_id: UUID | None = None
    """The home that shares it; None where a coach does."""
    is_named: bool = False
    """Whether the home wishes to be named."""
    shared_as: SharedAs
    subject: Subject
    measure: Measure | None = None
    period_from: date | None = None
    period_to: date | None = None
    """The days that it is about, both included."""
    practice_changed_on: date | None = None
    """The day from which the home did differently what `words` names."""
    words_id: UUID
    words: Sealed


class LearningAnswered(Event, frozen=True, kw_only=True):
    """Somebody answers what was shared, or says what came of trying it too."""

    topic = "learning-answered/1"
    side: Side
    home_id: UUID | None = None
    is_named: bool = False
    tried: Tried | None = None
    """What happened where it was tried; None for an answer."""
    words_id: UUID
    words: Sealed


class WordsTakenBack(Event, frozen=True, kw_only=True):
    """A side takes back what it wrote; start-up and restore destroy the key of the words again."""

    topic = "words-taken-back/1"
    home_id: UUID | None = None
    """The home whose support it was said in; None for shared learning."""
    words_id: UUID
    because: TakenBackBecause


COACHING_EVENTS: tuple[type[Event], ...] = (
    VisitNoted,
    ActionAgreed,
    ActionCompleted,
    ActionReopened,
    QuestionAsked,
    QuestionAnswered,
    LearningShared,
    LearningAnswered,
    WordsTakenBack,
)
