"""Every kind of thing that can be said: its address, who may say it, and what decides it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from network.access.viewer import Viewer
from network.coaching.circumstances import Circumstances
from network.coaching.commands import (
    AgreeAction,
    AnswerLearning,
    AnswerQuestion,
    AskQuestion,
    CoachingCommand,
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
from network.coaching.sharing import decide_answering, decide_sharing
from network.eventstore.event import Event

Decide = Callable[[Conversation, Any, Circumstances], list[Event]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportKind:
    """Something that is said in a home's support."""

    name: str
    """Of its operation, in kebab-case."""
    path: str
    command: type[CoachingCommand]
    may: Callable[[Viewer, UUID], bool]
    decide: Decide
    about: str | None = None
    """The part of the path that names what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningKind:
    """Something that is said in the communities of practice."""

    name: str
    path: str
    command: type[CoachingCommand]
    decide: Decide
    about: str | None = None


NOTE_VISIT = SupportKind(
    name="note-visit",
    path="/homes/{home}/support/visits",
    command=NoteVisit,
    may=Viewer.may_write_visit_notes,
    decide=decide_visit,
)
AGREE_ACTION = SupportKind(
    name="agree-action",
    path="/homes/{home}/support/actions",
    command=AgreeAction,
    may=Viewer.may_talk_in_support,
    decide=decide_action,
)
COMPLETE_ACTION = SupportKind(
    name="complete-action",
    path="/homes/{home}/support/actions/{action}/complete",
    command=CompleteAction,
    may=Viewer.may_talk_in_support,
    decide=decide_completing,
    about="action",
)
REOPEN_ACTION = SupportKind(
    name="reopen-action",
    path="/homes/{home}/support/actions/{action}/reopen",
    command=ReopenAction,
    may=Viewer.may_talk_in_support,
    decide=decide_reopening,
    about="action",
)
ASK_QUESTION = SupportKind(
    name="ask-question",
    path="/homes/{home}/support/questions",
    command=AskQuestion,
    may=Viewer.may_write_visit_notes,
    decide=decide_question,
)
ANSWER_QUESTION = SupportKind(
    name="answer-question",
    path="/homes/{home}/support/questions/{question}/answers",
    command=AnswerQuestion,
    may=Viewer.may_talk_in_support,
    decide=decide_answer,
    about="question",
)
TAKE_SUPPORT_BACK = SupportKind(
    name="take-support-back",
    path="/homes/{home}/support/entries/{entry}/take-back",
    command=TakeWordsBack,
    may=Viewer.may_talk_in_support,
    decide=decide_taking_back,
    about="entry",
)
SUPPORT_KINDS = (
    NOTE_VISIT,
    AGREE_ACTION,
    COMPLETE_ACTION,
    REOPEN_ACTION,
    ASK_QUESTION,
    ANSWER_QUESTION,
    TAKE_SUPPORT_BACK,
)

SHARE_LEARNING = LearningKind(
    name="share-learning", path="/learning", command=ShareLearning, decide=decide_sharing
)
ANSWER_LEARNING = LearningKind(
    name="answer-learning",
    path="/learning/{learning}/answers",
    command=AnswerLearning,
    decide=decide_answering,
    about="learning",
)
TAKE_LEARNING_BACK = LearningKind(
    name="take-learning-back",
    path="/learning/entries/{entry}/take-back",
    command=TakeWordsBack,
    decide=decide_taking_back,
    about="entry",
)
LEARNING_KINDS = (SHARE_LEARNING, ANSWER_LEARNING, TAKE_LEARNING_BACK)
