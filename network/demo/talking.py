"""What coaches and teams of a demo network say to each other, by the same decisions as everybody's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from network.access.viewer import Viewer
from network.coaching.commands import (
    AgreeAction,
    AnswerLearning,
    AnswerQuestion,
    AskQuestion,
    CoachingCommand,
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
    LearningKind,
    SupportKind,
)
from network.coaching.service import Coaching
from network.days import local_date
from network.demo.talk_words import LEARNING, VISITS, Agreed, Asked, Shared, Visited

AFTERNOON = time(16, 0)
BETWEEN = timedelta(days=6)
"""From what was asked or shared to what was answered."""


class Talker(NamedTuple):
    """A home with somebody of its team, and its coach."""

    home_id: UUID
    ref: str
    team: Viewer
    coach: Viewer


@dataclass(frozen=True, slots=True)
class Talking:
    """The demo's conversations. Said again, they are the same and add nothing."""

    coaching: Coaching
    today: date
    id_of: Callable[[str], UUID]
    """The id of a command by its name; the same in every run."""

    async def talk(self, homes: Sequence[Talker]) -> int:
        """Say all of it; the last position in the log."""
        position = 0
        for talker, visits in zip(homes, VISITS, strict=False):
            for visit in visits:
                position = max(position, await self._visit(talker, visit))
        for number, shared in enumerate(LEARNING):
            position = max(position, await self._share(homes, number, shared))
        return position

    async def _visit(self, talker: Talker, visit: Visited) -> int:
        on = self.today - timedelta(days=visit.days_ago)
        key, at = f"{talker.ref}/visit/{visit.days_ago}", datetime.combine(on, AFTERNOON, UTC)
        note, position = await self._say(
            talker, talker.coach, NOTE_VISIT, NoteVisit(visited_on=on, text=visit.note), key, at
        )
        for agreed in visit.agreed:
            position = max(position, await self._agree(talker, note, agreed, f"{key}/{agreed.text}", at))
        for asked in visit.asked:
            position = max(position, await self._ask(talker, asked, f"{key}/{asked.text}", at))
        return position

    async def _agree(self, talker: Talker, visit: str | None, agreed: Agreed, key: str, at: datetime) -> int:
        due_on = local_date(at) + timedelta(days=agreed.days)
        command = AgreeAction(text=agreed.text, owner=agreed.owner, due_on=due_on, visit=visit)
        action, position = await self._say(talker, talker.coach, AGREE_ACTION, command, key, at)
        if agreed.is_done:
            _, position = await self._say(
                talker, talker.team, COMPLETE_ACTION, CompleteAction(), f"{key}/done", at + BETWEEN, action
            )
        return position

    async def _ask(self, talker: Talker, asked: Asked, key: str, at: datetime) -> int:
        command = AskQuestion(text=asked.text, measure=asked.measure)
        question, position = await self._say(talker, talker.coach, ASK_QUESTION, command, key, at)
        if asked.answer:
            answer = AnswerQuestion(text=asked.answer)
            _, position = await self._say(
                talker, talker.team, ANSWER_QUESTION, answer, f"{key}/answer", at + BETWEEN, question
            )
        return position

    async def _share(self, homes: Sequence[Talker], number: int, shared: Shared) -> int:
        """Each by another home, and answered by the homes after it."""
        on = self.today - timedelta(days=shared.days_ago)
        at = datetime.combine(on, AFTERNOON, UTC)
        talker = homes[number % len(homes)]
        command = ShareLearning(
            shared_as=shared.shared_as,
            subject=shared.subject,
            title=shared.title,
            text=shared.text,
            measure=shared.measure,
            period_from=on - timedelta(days=90) if shared.measure else None,
            period_to=on if shared.measure else None,
            name_home=shared.is_named,
        )
        speaker = talker.coach if shared.by_coach else talker.team
        key = f"learning/{shared.title}"
        learning, position = await self._tell(speaker, SHARE_LEARNING, command, key, at)
        for place, (tried, text) in enumerate(shared.answers, start=1):
            other = homes[(number + place) % len(homes)]
            answer = AnswerLearning(text=text, tried=tried, name_home=place % 2 == 1)
            _, position = await self._tell(
                other.team, ANSWER_LEARNING, answer, f"{key}/{place}", at + place * BETWEEN / 2, learning
            )
        return position

    async def _say(
        self,
        talker: Talker,
        viewer: Viewer,
        kind: SupportKind,
        command: CoachingCommand,
        key: str,
        at: datetime,
        about: str | None = None,
    ) -> tuple[str | None, int]:
        command_id = self.id_of(key)
        said = await self.coaching.say(viewer, talker.home_id, kind, command, command_id, about, said_at=at)
        return said.id, said.log_position

    async def _tell(
        self,
        viewer: Viewer,
        kind: LearningKind,
        command: CoachingCommand,
        key: str,
        at: datetime,
        about: str | None = None,
    ) -> tuple[str | None, int]:
        said = await self.coaching.share(viewer, kind, command, self.id_of(key), about, said_at=at)
        return said.id, said.log_position
