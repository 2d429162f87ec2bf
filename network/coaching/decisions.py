"""What may be said in a home's support, judged on what was said before; pure."""

from datetime import date, timedelta
from uuid import UUID

from network.coaching.circumstances import Circumstances
from network.coaching.commands import (
    AgreeAction,
    AnswerQuestion,
    AskQuestion,
    CompleteAction,
    NoteVisit,
    ReopenAction,
    TakeWordsBack,
)
from network.coaching.conversation import Conversation, Entry
from network.coaching.events import (
    ActionAgreed,
    ActionCompleted,
    ActionReopened,
    QuestionAnswered,
    QuestionAsked,
    VisitNoted,
    WordsTakenBack,
    support_stream,
)
from network.coaching.words import Words, sealed
from network.deciding import Refused
from network.eventstore.event import Event
from network.eventstore.record_id import RecordId

LONGEST_AHEAD = timedelta(days=731)
EARLIEST_VISIT = date(2000, 1, 1)


def decide_visit(_: Conversation, command: NoteVisit, circumstances: Circumstances) -> list[Event]:
    """A visit that has been."""
    if command.visited_on > circumstances.today:
        raise Refused(
            "not_yet", "visited_on", "That day is still to come.", "Write the note after the visit."
        )
    if command.visited_on < EARLIEST_VISIT:
        raise Refused("too_long_ago", "visited_on", "That day is too long ago.", "Correct the year.")
    event = VisitNoted(
        home_id=_home(circumstances),
        visited_on=command.visited_on,
        words_id=circumstances.words_id,
        words=sealed(Words(text=command.text), circumstances.words_id),
        **circumstances.said(),
    )
    return [event]


def decide_action(
    conversation: Conversation, command: AgreeAction, circumstances: Circumstances
) -> list[Event]:
    """Something to do from today on."""
    if command.due_on < circumstances.today:
        raise Refused("day_past", "due_on", "That day has passed.", "Give the day by which it is to be done.")
    if command.due_on > circumstances.today + LONGEST_AHEAD:
        raise Refused(
            "too_far_ahead", "due_on", "That day is more than two years ahead.", "Agree a first step sooner."
        )
    home_id = _home(circumstances)
    event = ActionAgreed(
        home_id=home_id,
        side=circumstances.side,
        owner=command.owner,
        due_on=command.due_on,
        words_id=circumstances.words_id,
        words=sealed(Words(text=command.text, role=command.role), circumstances.words_id),
        about=None if command.visit is None else _visit(conversation, home_id, command.visit),
        **circumstances.said(),
    )
    return [event]


def decide_completing(
    conversation: Conversation, _: CompleteAction, circumstances: Circumstances
) -> list[Event]:
    """Nothing where it is ticked off already."""
    if _action(conversation, circumstances).is_done:
        return []
    return [
        ActionCompleted(
            home_id=_home(circumstances),
            side=circumstances.side,
            about=circumstances.about,
            **circumstances.said(),
        )
    ]


def decide_reopening(
    conversation: Conversation, _: ReopenAction, circumstances: Circumstances
) -> list[Event]:
    """Nothing where it is open."""
    if not _action(conversation, circumstances).is_done:
        return []
    return [
        ActionReopened(
            home_id=_home(circumstances),
            side=circumstances.side,
            about=circumstances.about,
            **circumstances.said(),
        )
    ]


def decide_question(_: Conversation, command: AskQuestion, circumstances: Circumstances) -> list[Event]:
    """A coach's."""
    event = QuestionAsked(
        home_id=_home(circumstances),
        measure=command.measure,
        words_id=circumstances.words_id,
        words=sealed(Words(text=command.text), circumstances.words_id),
        **circumstances.said(),
    )
    return [event]


def decide_answer(
    conversation: Conversation, command: AnswerQuestion, circumstances: Circumstances
) -> list[Event]:
    """As often as there is something to say."""
    if conversation.find(circumstances.about, QuestionAsked) is None:
        raise unknown("question", "There is no such question in this home’s support.")
    event = QuestionAnswered(
        home_id=_home(circumstances),
        side=circumstances.side,
        words_id=circumstances.words_id,
        words=sealed(Words(text=command.text), circumstances.words_id),
        about=circumstances.about,
        **circumstances.said(),
    )
    return [event]


def decide_taking_back(
    conversation: Conversation, command: TakeWordsBack, circumstances: Circumstances
) -> list[Event]:
    """One's own side's words, once; nothing where they are taken back already."""
    entry = None if circumstances.about is None else conversation.entries.get(circumstances.about)
    if entry is None:
        raise unknown("entry", "Nothing of this id was written here.")
    if not _is_own(entry, circumstances):
        raise Refused("not_your_words", "entry", "Others wrote this.", "Ask them to take it back themselves.")
    if entry.is_taken_back:
        return []
    return [
        WordsTakenBack(
            # Shared learning is not said in a home's support, whichever home it is of.
            home_id=entry.home_id if is_support(entry) else None,
            words_id=entry.words_id,
            because=command.because,
            about=circumstances.about,
            **circumstances.said(),
        )
    ]


def is_support(entry: Entry) -> bool:
    """Whether it was written in a home's support."""
    return entry.kind in (VisitNoted, ActionAgreed, QuestionAsked, QuestionAnswered)


def unknown(field: str, message: str) -> Refused:
    """What the address names is not there."""
    return Refused("unknown", field, message, "Use the id that was answered when it was written.")


def _is_own(entry: Entry, circumstances: Circumstances) -> bool:
    """A team's words are the team's; a coach's in a home's support its coaches', elsewhere their own."""
    if entry.side is not circumstances.side or entry.home_id != circumstances.home_id:
        return False
    return entry.home_id is not None or entry.recorded_by == circumstances.account_id


def _home(circumstances: Circumstances) -> UUID:
    if circumstances.home_id is None:
        raise TypeError("Support is always of a home.")
    return circumstances.home_id


def _action(conversation: Conversation, circumstances: Circumstances) -> Entry:
    entry = conversation.find(circumstances.about, ActionAgreed)
    if entry is None:
        raise unknown("action", "There is no such action in this home’s support.")
    return entry


def _visit(conversation: Conversation, home_id: UUID, visit: str) -> int:
    version = RecordId.version_in(support_stream(home_id), visit)
    if version is None or conversation.find(version, VisitNoted) is None:
        raise unknown("visit", "There is no such visit in this home’s support.")
    return version
