"""These pages' forms: shown, read, carried out, and shown again with what was typed where that is wrong."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.coaching.commands import CoachingCommand
from network.coaching.kinds import LearningKind, SupportKind
from network.coaching.pages import wording
from network.coaching.pages.room import Caller, May, Room
from network.coaching.pages.wording import Choice
from network.coaching.service import Coaching
from network.coaching.streams import Said
from network.coaching.terms import TakenBackBecause
from network.coaching.words import Words
from network.web.body import read_form
from network.web.form_offer import hand_in
from network.web.form_state import FormState
from network.web.page import Page
from network.web.parser import Parser
from network.web.problem import chain, decision_problem
from network.web.sent_command import key_in_form

PROBLEM_OF = chain(decision_problem)
NO_NAMES = "No names of residents, relatives or colleagues, please: “a resident” or “the night team” will do."


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field of a form."""

    shape: str
    """text, area, date, select, radios or tick."""
    name: str
    label: str
    hint: str | None = None
    choices: Sequence[Choice] = ()
    empty: str = "Choose one"
    rows: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a form page shows."""

    title: str
    questions: Sequence[Question]
    button: str
    back: tuple[str, str]
    """The way back: its address, and what it is called."""
    lead: str | None = None
    quoted: str | None = None
    """What others wrote, above the form."""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    """What stands in the form before anybody wrote in it."""


def taking_back(title: str, words: Words | None, back: tuple[str, str]) -> Sheet:
    """What asks why something that was said is taken back."""
    why = Question(shape="radios", name="because", label="Why?", choices=wording.choices(TakenBackBecause))
    return Sheet(
        title=title,
        lead="Its words are destroyed for ever; that there was something stays to be seen.",
        quoted=words.text if words else None,
        questions=(why,),
        button="Take it back",
        back=back,
    )


Kind = SupportKind | LearningKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one form page is."""

    name: str
    path: str
    kind: Kind
    may: May | None
    """Who may open it at a home; None in the communities of practice."""
    offer: Callable[[Caller], Awaitable[Sheet]]
    """Asked for a first look, and again to show what is wrong. Raises what hides the page."""
    then: Callable[[Caller, Said], str]
    """The address of the page that confirms it."""
    asks: Mapping[str, str] = field(default_factory=dict[str, str])
    """What to say where a field that is needed was left empty."""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])


class Desk:
    """Where these forms are handed in."""

    def __init__(self, room: Room, coaching: Coaching) -> None:
        self._room = room
        self._coaching = coaching

    def page(self, form: Form) -> Page:
        """The form page at its address."""
        parser = Parser(form.kind.command)

        async def answer(request: Request) -> Response:
            caller = await self._admit(request, form)
            if request.method == "POST":
                return await self._take(form, parser, caller)
            sheet = await form.offer(caller)
            return self._show(caller, sheet, FormState.empty(uuid4(), **sheet.values))

        return Page(name=form.name, path=form.path, endpoint=answer, methods=("GET", "POST"))

    async def _admit(self, request: Request, form: Form) -> Caller:
        if form.may is None:
            return await self._room.admit(request)
        return await self._room.admit_to_home(request, form.may)

    async def _take(self, form: Form, parser: Parser[CoachingCommand], caller: Caller) -> Response:
        sent = await read_form(caller.request)

        async def act() -> Said:
            fields = dict(sent)
            command_id = key_in_form(fields)
            return await self._say(form, caller, parser.from_form(fields), command_id)

        said = await hand_in(sent, act, PROBLEM_OF, asks=form.asks, labels=form.labels)
        if isinstance(said, FormState):
            return self._show(caller, await form.offer(caller), said, status=422)
        return RedirectResponse(form.then(caller, said), status_code=303)

    async def _say(self, form: Form, caller: Caller, command: CoachingCommand, command_id: UUID) -> Said:
        kind = form.kind
        about = caller.named(kind.about) if kind.about else None
        if isinstance(kind, SupportKind):
            home_id = caller.the_home.home_id
            return await self._coaching.say(caller.viewer, home_id, kind, command, command_id, about)
        return await self._coaching.share(caller.viewer, kind, command, command_id, about)

    def _show(self, caller: Caller, sheet: Sheet, state: FormState, status: int = 200) -> Response:
        return self._room.show(caller, "coaching/form.html", {"sheet": sheet, "form": state}, status)
