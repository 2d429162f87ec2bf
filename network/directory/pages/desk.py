"""Network IT's forms: shown, read, carried out, and shown again with what was typed where that is wrong."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID, uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from network.directory.pages.office import Caller, May, Office
from network.web.body import read_form
from network.web.form_offer import Offer, hand_in
from network.web.form_state import FormState
from network.web.page import Page
from network.web.parser import Parser
from network.web.problem import ProblemOf
from network.web.sent_command import key_in_form

Fields = dict[str, list[str]]

T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one form page is."""

    name: str
    path: str
    template: str
    """Knows `form` and the offer's context."""
    may: May
    offer: Callable[[Caller], Awaitable[Offer]]
    """Asked for a first look, and again to show what is wrong. Raises what hides the page."""
    act: Callable[[Caller, Fields, UUID], Awaitable[Response]]
    """Carries out what was sent, under the form's command id, and leads on."""
    asks: Mapping[str, str] = field(default_factory=dict[str, str])
    """What to say where a field that is needed was left empty."""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    """The fields in the words of the form."""


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form that has only its button."""


class Reading(Generic[T]):
    """Reads one type from a form's fields before it is carried out."""

    def __init__(self, kind: type[T], act: Callable[[Caller, T, UUID], Awaitable[Response]]) -> None:
        self._parser = Parser(kind)
        self._act = act

    async def __call__(self, caller: Caller, fields: Fields, command_id: UUID) -> Response:
        """Read and carry out. Raises `Problem`."""
        return await self._act(caller, self._parser.from_form(fields), command_id)


class Desk:
    """Where network IT's forms are handed in."""

    def __init__(self, office: Office, problem_of: ProblemOf) -> None:
        self._office = office
        self._problem_of = problem_of

    def page(self, form: Form) -> Page:
        """The form page at its address."""

        async def answer(request: Request) -> Response:
            caller = self._office.admit(request, form.may)
            if request.method == "POST":
                return await self._take(form, caller)
            offer = await form.offer(caller)
            return self._show(form, caller, offer, FormState.empty(uuid4(), **offer.values))

        return Page(name=form.name, path=form.path, endpoint=answer, methods=("GET", "POST"))

    async def _take(self, form: Form, caller: Caller) -> Response:
        sent = await read_form(caller.request)

        async def act() -> Response:
            fields = dict(sent)
            command_id = key_in_form(fields)
            return await form.act(caller, fields, command_id)

        done = await hand_in(sent, act, self._problem_of, asks=form.asks, labels=form.labels)
        if isinstance(done, FormState):
            return self._show(form, caller, await form.offer(caller), done, status=422)
        return done

    def _show(
        self, form: Form, caller: Caller, offer: Offer, state: FormState, status: int = 200
    ) -> Response:
        return self._office.show(caller, form.template, {**offer.context, "form": state}, status)
