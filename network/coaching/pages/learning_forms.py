"""The forms of the communities of practice: sharing, answering, saying what came of trying it too."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from network.access.homes import KnownHomes
from network.access.viewer import Role, Viewer
from network.coaching.kinds import ANSWER_LEARNING, SHARE_LEARNING, TAKE_LEARNING_BACK
from network.coaching.learning.library import Learning, Library
from network.coaching.pages import wording
from network.coaching.pages.desk import NO_NAMES, Form, Question, Sheet, taking_back
from network.coaching.pages.finding import find_learning
from network.coaching.pages.room import Caller
from network.coaching.terms import SharedAs, Subject, Tried
from network.eventstore.record_id import RecordId
from network.web.problem import not_found
from outcomes.terms import Measure

LOOKED_BACK = timedelta(days=3 * 365)
"""How old a change of practice may be that a form offers."""
BACK = ("/learning", "Learning from each other")
LABELS = {"text": "What you write", "title": "Title", "period_from": "From", "period_to": "To"}


class Change(Protocol):
    """A change of practice that a home recorded."""

    @property
    def on(self) -> date: ...
    @property
    def text(self) -> str: ...


class Practices(Protocol):
    """Who knows what homes do differently, and from when."""

    async def changes(
        self, home_ids: Sequence[UUID], first: date, last: date
    ) -> Mapping[UUID, Sequence[Change]]:
        """Each home's changes of practice from a day through another."""
        ...


class LearningForms:
    """The forms."""

    def __init__(self, library: Library, homes: KnownHomes, practices: Practices) -> None:
        self._library = library
        self._homes = homes
        self._practices = practices

    def all(self) -> Sequence[Form]:
        """Sharing, answering, saying what came of it, taking back."""
        return (*self._of_learning(), *self._of_replies())

    def _of_learning(self) -> Sequence[Form]:
        return (
            Form(
                name="share-learning-page",
                path="/learning/new",
                kind=SHARE_LEARNING,
                may=None,
                offer=self._share,
                then=lambda _, said: f"/learning/{said.id}?done=shared",
                asks={
                    "shared_as": "Choose what you share.",
                    "subject": "Choose a subject.",
                    "title": "Give it a title.",
                    "text": "Write what you would like to share.",
                },
                labels=LABELS,
            ),
            Form(
                name="take-learning-back-page",
                path="/learning/take-back/{entry}",
                kind=TAKE_LEARNING_BACK,
                may=None,
                offer=self._take_back,
                then=lambda caller, _: f"/learning/{_beginning(caller.named('entry'))}?done=taken-back",
                asks={"because": "Choose why."},
            ),
        )

    def _of_replies(self) -> Sequence[Form]:
        return (
            Form(
                name="answer-learning-page",
                path="/learning/{learning}/answer",
                kind=ANSWER_LEARNING,
                may=None,
                offer=self._answer,
                then=lambda caller, _: f"/learning/{caller.named('learning')}?done=answered",
                asks={"text": "Write your answer."},
                labels=LABELS,
            ),
            Form(
                name="tried-learning-page",
                path="/learning/{learning}/tried",
                kind=ANSWER_LEARNING,
                may=None,
                offer=self._tried,
                then=lambda caller, _: f"/learning/{caller.named('learning')}?done=answered",
                asks={"tried": "Choose what happened.", "text": "Write what you did."},
                labels=LABELS,
            ),
        )

    async def _share(self, caller: Caller) -> Sheet:
        of_homes = await self._of_homes(caller.viewer)
        return Sheet(
            title="Share with the other homes",
            lead="Every home’s team and every coach of the network can read it.",
            questions=(
                Question(shape="radios", name="shared_as", label="What do you share?", choices=_SHARED_AS),
                Question(
                    shape="select",
                    name="subject",
                    label="What is it about?",
                    choices=wording.choices(Subject),
                ),
                Question(shape="text", name="title", label="Title", hint="A few words for the list."),
                Question(
                    shape="area", name="text", label="What would you like to say?", hint=NO_NAMES, rows=8
                ),
                Question(
                    shape="select",
                    name="measure",
                    label="Does one of the charts show it?",
                    choices=wording.choices(Measure),
                    empty="No",
                ),
                Question(shape="date", name="period_from", label="From", hint="If it is about certain days."),
                Question(shape="date", name="period_to", label="To"),
                *await self._practice(caller),
                *of_homes,
            ),
            button="Share",
            back=BACK,
            values={"measure": caller.asked("measure"), "subject": caller.asked("subject")},
        )

    async def _answer(self, caller: Caller) -> Sheet:
        learning = await self._open(caller)
        return Sheet(
            title="Answer",
            quoted=learning.words.title if learning.words else None,
            questions=(
                Question(shape="area", name="text", label="What do you say to it?", hint=NO_NAMES, rows=5),
                *await self._of_homes(caller.viewer),
            ),
            button="Answer",
            back=(f"/learning/{learning.id}", "Back to what was shared"),
        )

    async def _tried(self, caller: Caller) -> Sheet:
        learning = await self._open(caller)
        return Sheet(
            title="We tried it too",
            lead="What did not help is worth as much to others as what did.",
            quoted=learning.words.title if learning.words else None,
            questions=(
                Question(
                    shape="radios", name="tried", label="What happened?", choices=wording.choices(Tried)
                ),
                Question(
                    shape="area",
                    name="text",
                    label="What did you do, and how did it go?",
                    hint=NO_NAMES,
                    rows=5,
                ),
                *await self._of_homes(caller.viewer),
            ),
            button="Save",
            back=(f"/learning/{learning.id}", "Back to what was shared"),
        )

    async def _take_back(self, caller: Caller) -> Sheet:
        learning = await find_learning(self._library, caller, "entry")
        replies = (await self._library.replies(caller.viewer, [learning.learning_id])).get(
            learning.learning_id, []
        )
        said = next((one for one in (learning, *replies) if one.id == caller.named("entry")), None)
        if said is None or not said.is_own:
            raise not_found()
        back = (f"/learning/{learning.id}", "Back to what was shared")
        return taking_back("Take this back", said.words, back)

    async def _open(self, caller: Caller) -> Learning:
        learning = await find_learning(self._library, caller, "learning")
        if learning.taken_back is not None:
            raise not_found()
        return learning

    async def _of_homes(self, viewer: Viewer) -> Sequence[Question]:
        """Which home says it, and whether it is named; nothing of it for a coach."""
        if viewer.role is Role.COACH:
            return ()
        homes = await self._homes.homes(viewer)
        which = Question(
            shape="select", name="home", label="Which home?", choices=[(h.ref, h.name) for h in homes]
        )
        name = f"Say that it is {homes[0].name}" if len(homes) == 1 else "Say which home it is"
        named = Question(
            shape="tick",
            name="name_home",
            label="Shall others know which home says it?",
            hint="Without a tick it is “a home of the network”.",
            choices=[("yes", name)],
        )
        return (named,) if len(homes) == 1 else (which, named)

    async def _practice(self, caller: Caller) -> Sequence[Question]:
        if caller.viewer.role is Role.COACH:
            return ()
        homes = sorted(caller.viewer.homes)
        found = await self._practices.changes(homes, caller.today - LOOKED_BACK, caller.today)
        changes = [change for changes in found.values() for change in changes]
        choices = {change.on.isoformat(): f"{wording.day(change.on)}: {change.text}" for change in changes}
        if not choices:
            return ()
        newest = sorted(choices.items(), reverse=True)
        return (
            Question(
                shape="select",
                name="practice_changed_on",
                label="Is it about something that you began to do differently?",
                choices=newest,
                empty="No",
            ),
        )


_SHARED_AS = [
    (SharedAs.CHALLENGE.value, "A challenge: something is hard, and we look for ideas"),
    (SharedAs.LESSON.value, "Something that we learnt"),
]


def _beginning(entry: str) -> str:
    """What an entry is an answer to."""
    return str(RecordId(RecordId.parse(entry).stream_id, 1))
