"""What coaches and teams send: about a home's support, and to the network's communities of practice."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from network.coaching.terms import SharedAs, Side, Subject, TakenBackBecause, Tried
from outcomes.terms import Measure

_SOMETHING = {"written": "Write something."}
Text = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=4000,
        pattern=r"\S",
        description="In plain words; no names of residents or staff.",
        extra=_SOMETHING,
    ),
]
AboutMeasure = Annotated[Measure | None, Meta(description="The measure that it is about, if any.")]
HomeRef = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=60,
        description="Your home, by id or reference; left out: the one that you work in. Not for coaches.",
    ),
]
NameHome = Annotated[
    bool, Meta(description="Whether the network sees which home says it; a coach names none.")
]


class CoachingCommand(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Something that a coach or a team says."""


class NoteVisit(CoachingCommand, frozen=True, kw_only=True):
    """Write down a visit to a home; its team reads it."""

    visited_on: Annotated[date, Meta(description="The day of the visit.")]
    text: Text


class AgreeAction(CoachingCommand, frozen=True, kw_only=True):
    """Write down what a team and its coach have agreed to do."""

    text: Text
    owner: Annotated[Side, Meta(description="Who does it: the home's team, or the coach.")]
    role: (
        Annotated[
            str,
            Meta(
                min_length=1,
                max_length=60,
                pattern=r"\S",
                description="Which role does it, never a name.",
                extra=_SOMETHING,
            ),
        ]
        | None
    ) = None
    due_on: Annotated[date, Meta(description="By when; at most two years ahead.")]
    visit: (
        Annotated[str, Meta(min_length=1, max_length=60, description="The visit at which it was agreed.")]
        | None
    ) = None


class CompleteAction(CoachingCommand, frozen=True, kw_only=True):
    """Tick off what was agreed: it is done."""


class ReopenAction(CoachingCommand, frozen=True, kw_only=True):
    """Take the tick off again: it is not done after all."""


class AskQuestion(CoachingCommand, frozen=True, kw_only=True):
    """Ask a home that you support; it shows on the team's Today until somebody answers."""

    text: Text
    measure: AboutMeasure = None


class AnswerQuestion(CoachingCommand, frozen=True, kw_only=True):
    """Answer a question, or say more about it."""

    text: Text


class TakeWordsBack(CoachingCommand, frozen=True, kw_only=True):
    """Take back what your side wrote: nobody can read it any more."""

    because: Annotated[TakenBackBecause, Meta(description="Why: it named somebody, or was a mistake.")]


class ShareLearning(CoachingCommand, frozen=True, kw_only=True):
    """Share a challenge, or what you learnt, with all homes and coaches."""

    shared_as: Annotated[SharedAs, Meta(description="A challenge, or a lesson.")]
    subject: Annotated[Subject, Meta(description="What it is about.")]
    title: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=120,
            pattern=r"\S",
            description="What it is called in lists; no names of residents or staff.",
            extra=_SOMETHING,
        ),
    ]
    text: Text
    measure: AboutMeasure = None
    period_from: Annotated[date | None, Meta(description="The first day that it is about.")] = None
    period_to: Annotated[date | None, Meta(description="The last day that it is about.")] = None
    practice_changed_on: Annotated[
        date | None,
        Meta(description="A day on which your home recorded a change of practice that it is about."),
    ] = None
    home: HomeRef | None = None
    name_home: NameHome = False


class AnswerLearning(CoachingCommand, frozen=True, kw_only=True):
    """Answer what was shared, or say that you tried it too and what happened."""

    text: Text
    tried: Annotated[
        Tried | None, Meta(description="What happened where you tried it; left out: an answer.")
    ] = None
    home: HomeRef | None = None
    name_home: NameHome = False
