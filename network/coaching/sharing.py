"""What may be shared in the communities of practice, and answered to it; pure."""

from datetime import date

from network.coaching.circumstances import Circumstances
from network.coaching.commands import AnswerLearning, ShareLearning
from network.coaching.conversation import Conversation
from network.coaching.decisions import unknown
from network.coaching.events import LearningAnswered, LearningShared
from network.coaching.words import Words, sealed
from network.deciding import Refused
from network.eventstore.event import Event

EARLIEST = date(2000, 1, 1)
BEGINNING = 1
"""The version of what was shared: it begins its stream."""


def decide_sharing(_: Conversation, command: ShareLearning, circumstances: Circumstances) -> list[Event]:
    """A challenge or a lesson, tied to days that have begun."""
    _check_home(command.name_home, circumstances)
    _check_period(command, circumstances)
    _check_practice(command, circumstances)
    words = Words(
        title=command.title.strip(),
        text=command.text,
        practice=circumstances.practice if command.practice_changed_on else None,
    )
    event = LearningShared(
        side=circumstances.side,
        home_id=circumstances.home_id,
        is_named=command.name_home,
        shared_as=command.shared_as,
        subject=command.subject,
        measure=command.measure,
        period_from=command.period_from,
        period_to=command.period_to,
        practice_changed_on=command.practice_changed_on,
        words_id=circumstances.words_id,
        words=sealed(words, circumstances.words_id),
        **circumstances.said(),
    )
    return [event]


def decide_answering(
    conversation: Conversation, command: AnswerLearning, circumstances: Circumstances
) -> list[Event]:
    """As long as what was shared stands."""
    if conversation.find(BEGINNING, LearningShared) is None:
        raise unknown("learning", "Nothing of this id is shared, or it was taken back.")
    _check_home(command.name_home, circumstances)
    event = LearningAnswered(
        side=circumstances.side,
        home_id=circumstances.home_id,
        is_named=command.name_home,
        tried=command.tried,
        words_id=circumstances.words_id,
        words=sealed(Words(text=command.text), circumstances.words_id),
        about=BEGINNING,
        **circumstances.said(),
    )
    return [event]


def _check_home(names_home: bool, circumstances: Circumstances) -> None:
    if names_home and circumstances.home_id is None:
        raise Refused(
            "no_home_to_name",
            "name_home",
            "Whether a home is named is for the home to say.",
            "Share it without a home, or ask the team to share it.",
        )


def _check_period(command: ShareLearning, circumstances: Circumstances) -> None:
    first, last = command.period_from, command.period_to
    if (first is None) != (last is None):
        missing = "period_from" if first is None else "period_to"
        raise Refused(
            "half_a_period", missing, "A period has a first and a last day.", "Give both, or neither."
        )
    if first is None or last is None:
        return
    if last < first:
        raise Refused(
            "period_reversed", "period_to", "The period ends before it begins.", "Give a last day after it."
        )
    if first < EARLIEST:
        raise Refused("too_long_ago", "period_from", "That day is too long ago.", "Correct the year.")
    if first > circumstances.today:
        raise Refused("not_yet", "period_from", "The period has not begun.", "Give days that have been.")


def _check_practice(command: ShareLearning, circumstances: Circumstances) -> None:
    if command.practice_changed_on is None:
        return
    if circumstances.home_id is None:
        raise Refused(
            "no_home",
            "practice_changed_on",
            "A change of practice is tied to by the home that made it.",
            "Leave the day out, and say in your words what changed.",
        )
    if circumstances.practice is None:
        raise Refused(
            "practice_unknown",
            "practice_changed_on",
            "Your home recorded no change of practice on that day.",
            "Give the day of one that is recorded, or record the change first.",
        )
