"""A conversation as it stands: what was said in it, by which side, and what was ticked off or taken back."""

from dataclasses import dataclass, field
from uuid import UUID

from network.coaching.events import (
    ActionAgreed,
    ActionCompleted,
    ActionReopened,
    LearningAnswered,
    LearningShared,
    QuestionAnswered,
    QuestionAsked,
    VisitNoted,
    WordsTakenBack,
)
from network.coaching.terms import Side
from network.eventstore.event import Event


@dataclass(slots=True)
class Entry:
    """One thing that somebody wrote."""

    kind: type[Event]
    side: Side
    home_id: UUID | None
    recorded_by: UUID
    words_id: UUID
    is_done: bool = False
    is_taken_back: bool = False


@dataclass(slots=True)
class Conversation:
    """A home's support, or something shared with what was answered to it; short enough to be read whole."""

    version: int = 0
    entries: dict[int, Entry] = field(default_factory=dict[int, Entry])
    """By the version of the event that began each."""

    def find(self, version: int | None, *kinds: type[Event]) -> Entry | None:
        """An entry of these kinds that was not taken back."""
        entry = None if version is None else self.entries.get(version)
        return entry if entry and entry.kind in kinds and not entry.is_taken_back else None

    def evolve(self, event: Event, version: int) -> None:
        """Take in the next event of the stream."""
        self.version = version
        match event:
            case VisitNoted() | QuestionAsked():
                self._add(event, version, Side.COACH)
            case ActionAgreed() | QuestionAnswered() | LearningShared() | LearningAnswered():
                self._add(event, version, event.side)
            case ActionCompleted(about=int(action)):
                self.entries[action].is_done = True
            case ActionReopened(about=int(action)):
                self.entries[action].is_done = False
            case WordsTakenBack(about=int(entry)):
                self.entries[entry].is_taken_back = True
            case _:
                pass

    def _add(
        self,
        event: VisitNoted
        | ActionAgreed
        | QuestionAsked
        | QuestionAnswered
        | LearningShared
        | LearningAnswered,
        version: int,
        side: Side,
    ) -> None:
        self.entries[version] = Entry(type(event), side, event.home_id, event.recorded_by, event.words_id)
