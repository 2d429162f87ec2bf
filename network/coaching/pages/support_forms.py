"""The forms of a home's support: what a coach writes, and what either side does."""

from collections.abc import Sequence

from network.coaching.kinds import (
    AGREE_ACTION,
    ANSWER_QUESTION,
    ASK_QUESTION,
    NOTE_VISIT,
    TAKE_SUPPORT_BACK,
)
from network.coaching.pages import wording
from network.coaching.pages.desk import NO_NAMES, Form, Question, Sheet, taking_back
from network.coaching.pages.room import Caller
from network.coaching.pages.sides import COACHES, TEAMS, SidePages, read_support
from network.coaching.support.records import SupportEntry, SupportRecords
from network.coaching.terms import Side
from network.web.problem import not_found
from outcomes.terms import Measure

SOME = 60
"""Entries among which a visit is looked for that something was agreed at."""
A_LOOK = 1_000
"""As far back as an answer or a taking back is looked for."""
WHAT = {"visit": "visit note", "action": "action", "question": "question", "answer": "answer"}


class SupportForms:
    """The forms of both sides."""

    def __init__(self, records: SupportRecords) -> None:
        self._records = records

    def coaches(self) -> Sequence[Form]:
        """What only a coach writes."""
        return (
            Form(
                name="note-visit-page",
                path="/coach/homes/{home}/visits/new",
                kind=NOTE_VISIT,
                may=COACHES.may,
                offer=self._visit,
                then=lambda caller, _: COACHES.done(caller, "/visits", "visit-noted"),
                asks={"text": "Write what you saw and talked about."},
                labels={"visited_on": "Day of the visit", "text": "Note"},
            ),
            Form(
                name="ask-question-page",
                path="/coach/homes/{home}/questions/new",
                kind=ASK_QUESTION,
                may=COACHES.may,
                offer=self._question,
                then=lambda caller, _: COACHES.done(caller, "/questions", "question-asked"),
                asks={"text": "Write your question."},
                labels={"text": "Question", "measure": "Chart"},
            ),
        )

    def of_both(self, side: SidePages) -> Sequence[Form]:
        """What either side writes, at its own addresses."""
        return (self._agreeing(side), self._answering(side), self._taking_back(side))

    def _agreeing(self, side: SidePages) -> Form:
        async def offer(caller: Caller) -> Sheet:
            return await self._action(caller, side)

        return Form(
            name=f"{side.name}-agree-action",
            path=f"{side.path}/actions/new",
            kind=AGREE_ACTION,
            may=side.may,
            offer=offer,
            then=lambda caller, _: side.done(caller, side.home, "action-agreed"),
            asks={
                "text": "Write what is to be done.",
                "owner": "Choose who does it.",
                "due_on": "Say by when.",
            },
            labels={"text": "What", "owner": "Who", "due_on": "By when", "role": "Which role"},
        )

    def _answering(self, side: SidePages) -> Form:
        questions = "/questions" if side is COACHES else ""

        async def offer(caller: Caller) -> Sheet:
            return await self._answer(caller, side, questions)

        return Form(
            name=f"{side.name}-answer-question",
            path=f"{side.path}/questions/{{question}}",
            kind=ANSWER_QUESTION,
            may=side.may,
            offer=offer,
            then=lambda caller, _: side.done(caller, questions, "answered"),
            asks={"text": "Write your answer."},
            labels={"text": "Answer"},
        )

    def _taking_back(self, side: SidePages) -> Form:
        async def offer(caller: Caller) -> Sheet:
            return await self._take_back(caller, side)

        return Form(
            name=f"{side.name}-take-words-back",
            path=f"{side.path}/take-back/{{entry}}",
            kind=TAKE_SUPPORT_BACK,
            may=side.may,
            offer=offer,
            then=lambda caller, _: side.done(caller, side.home, "taken-back"),
            asks={"because": "Choose why."},
        )

    async def _visit(self, caller: Caller) -> Sheet:
        return Sheet(
            title=f"A visit to {caller.the_home.name}",
            lead="The home’s team reads every word of it; nobody else does but coaches of the home.",
            questions=(
                Question(shape="date", name="visited_on", label="When were you there?"),
                Question(
                    shape="area",
                    name="text",
                    label="What did you see, and what did you talk about?",
                    hint=NO_NAMES,
                    rows=8,
                ),
            ),
            button="Save the note",
            back=(COACHES.address(caller, "/visits"), "Visits and actions"),
            values={"visited_on": caller.today.isoformat()},
        )

    async def _question(self, caller: Caller) -> Sheet:
        return Sheet(
            title=f"A question to {caller.the_home.name}",
            lead="It shows on the home’s Today until somebody of the team has answered.",
            questions=(
                Question(shape="area", name="text", label="What would you like to know?", hint=NO_NAMES),
                Question(
                    shape="select",
                    name="measure",
                    label="Is it about one of the charts?",
                    choices=wording.choices(Measure),
                    empty="No",
                ),
            ),
            button="Ask",
            back=(COACHES.address(caller, "/questions"), "Questions"),
            values={"measure": caller.asked("measure")},
        )

    async def _action(self, caller: Caller, side: SidePages) -> Sheet:
        support = await read_support(self._records, caller, SOME)
        visits = [
            (visit.id, f"At the visit of {wording.day(visit.day)}")
            for visit in support.visits[:10]
            if visit.day and visit.words
        ]
        where = Question(
            shape="select", name="visit", label="Where was it agreed?", choices=visits, empty="Elsewhere"
        )
        return Sheet(
            title="What we have agreed",
            lead="Both sides see it, and either ticks it off when it is done.",
            questions=(
                Question(shape="area", name="text", label="What is to be done?", hint=NO_NAMES, rows=3),
                Question(shape="radios", name="owner", label="Who does it?", choices=wording.choices(Side)),
                Question(
                    shape="text",
                    name="role",
                    label="Which role? You can leave this empty.",
                    hint="Such as “the night team” or “whoever orders food”. No name.",
                ),
                Question(shape="date", name="due_on", label="By when?"),
                *((where,) if visits else ()),
            ),
            button="Save",
            back=(side.address(caller, side.home), side.home_called),
            values={"visit": caller.asked("visit")},
        )

    async def _answer(self, caller: Caller, side: SidePages, questions: str) -> Sheet:
        question = await self._find(caller, caller.named("question"), "question")
        return Sheet(
            title="Answer" if side is TEAMS else "Say more",
            quoted=question.words.text if question.words else None,
            questions=(
                Question(shape="area", name="text", label="What do you say to it?", hint=NO_NAMES, rows=5),
            ),
            button="Save",
            back=(side.address(caller, questions), side.home_called if side is TEAMS else "Questions"),
        )

    async def _take_back(self, caller: Caller, side: SidePages) -> Sheet:
        entry = await self._find(caller, caller.named("entry"), *WHAT)
        if not entry.is_own:
            raise not_found()
        back = (side.address(caller, side.home), side.home_called)
        return taking_back(f"Take back this {WHAT[entry.kind]}", entry.words, back)

    async def _find(self, caller: Caller, entry_id: str, *kinds: str) -> SupportEntry:
        """An entry that can still be read, or the page is not there."""
        support = await read_support(self._records, caller, A_LOOK)
        roots = [*support.visits, *support.actions, *support.questions]
        for entry in [*roots, *(answer for question in support.questions for answer in question.within)]:
            if entry.id == entry_id and entry.kind in kinds and entry.taken_back is None:
                return entry
        raise not_found()
