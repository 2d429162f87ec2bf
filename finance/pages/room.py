"""Finance's room: who is let in, what every page there knows, and its forms."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID, uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from finance.pence import to_pounds
from households.terms import PayerKind
from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.days import LONDON, day_meant, local_date
from network.web.body import read_form
from network.web.form_offer import Offer, hand_in
from network.web.form_state import FormState
from network.web.page import Page
from network.web.pages import Pages
from network.web.parser import Parser
from network.web.problem import ProblemOf
from network.web.sent_command import key_in_form

KINDS: Mapping[PayerKind, str] = {
    PayerKind.LOCAL_AUTHORITY: "Local authority",
    PayerKind.CHC: "NHS continuing healthcare",
    PayerKind.FNC: "NHS-funded nursing care",
    PayerKind.SELF_FUNDER: "Pays for themselves",
    PayerKind.TOP_UP: "Top-up",
}
DONE: Mapping[str, str] = {
    "raised": "The invoices are raised. Their lines are fixed from now on.",
    "raised-before": "These invoices were raised before. Nothing has changed.",
    "closed": "The days are closed. No figure of them moves any more.",
    "closed-before": "These days were closed before. Nothing has changed.",
    "terms-set": "The terms are set. What they change of charges that are fixed becomes an adjustment.",
    "held-before": "It was so already. Nothing has changed.",
    "fee-set": "The franchise fee is set.",
    "both-paid": "Both payments count from now on.",
    "settled-before": "That payment is in doubt no longer. Nothing has changed.",
    "promised": "The promise is noted.",
    "promise-taken-back": "The promise is taken back. If they promised something else, note it.",
}
"""What a page confirms, by the word in its address: no address can put other words there."""

Fields = dict[str, list[str]]
T = TypeVar("T", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A request of somebody who keeps the books."""

    request: Request
    viewer: Viewer
    now: datetime

    @property
    def today(self) -> date:
        """The day in the homes."""
        return local_date(self.now)

    def asked(self, name: str) -> str:
        """A value of the address's query; empty where it is not there."""
        return self.request.query_params.get(name, "").strip()

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def day(self, name: str = "on") -> date:
        """A day that the address names, or today; what is no day is today too."""
        try:
            return day_meant(self.asked(name))
        except ValueError:
            return self.today


View = Callable[[Caller], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[T]):
    """A page with a form: how it looks, what it reads, and what becomes of it."""

    name: str
    path: str
    template: str
    kind: type[T]
    offer: Callable[[Caller], Awaitable[Offer]]
    act: Callable[[Caller, T, UUID], Awaitable[Response]]
    labels: Mapping[str, str]


class NoFields(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form that has only its button."""


class Room:
    """Lets finance in, and shows them what they came for."""

    patience = timedelta(seconds=3)
    """How long a page waits until it shows what its reader has just recorded."""

    def __init__(self, pages: Pages, clock: Callable[[], datetime], problem_of: ProblemOf) -> None:
        self._pages = pages
        self._clock = clock
        self._problem_of = problem_of

    def admit(self, request: Request) -> Caller:
        """The caller, if they keep the books; raises `Forbidden`."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        return Caller(request=request, viewer=viewer, now=self._clock())

    def show(
        self, caller: Caller, template: str, context: Mapping[str, object], status: int = 200
    ) -> Response:
        """A template; it also knows how days, money and kinds of payers are written."""
        known: dict[str, object] = {
            "done": DONE.get(caller.asked("done")),
            "today": caller.today,
            "day": written_day,
            "at": written_moment,
            "money": money,
            "kinds": KINDS,
        }
        return self._pages.render(caller.request, template, status=status, **{**known, **context})

    def page(self, name: str, path: str, view: View) -> Page:
        """A page that is only looked at."""

        async def answer(request: Request) -> Response:
            return await view(self.admit(request))

        return Page(name=name, path=path, endpoint=answer)

    def form(self, form: Form[T]) -> Page:
        """A page with a form, shown again with what was typed where that is wrong."""
        parser = Parser(form.kind)

        async def answer(request: Request) -> Response:
            caller = self.admit(request)
            if request.method == "GET":
                offer = await form.offer(caller)
                state = FormState.empty(uuid4(), **offer.values)
                return self.show(caller, form.template, {**offer.context, "form": state})
            sent = await read_form(request)
            done = await hand_in(
                sent, lambda: self._take(form, parser, caller, sent), self._problem_of, labels=form.labels
            )
            if not isinstance(done, FormState):
                return done
            offer = await form.offer(caller)
            return self.show(caller, form.template, {**offer.context, "form": done}, 422)

        return Page(name=form.name, path=form.path, endpoint=answer, methods=("GET", "POST"))

    async def _take(self, form: Form[T], parser: Parser[T], caller: Caller, sent: Fields) -> Response:
        fields = {name: values for name, values in sent.items() if any(values)}
        command_id = key_in_form(fields)
        return await form.act(caller, parser.from_form(fields), command_id)


def lead_to(address: str, done: str) -> Response:
    """To the page that confirms what was done."""
    joint = "&" if "?" in address else "?"
    return RedirectResponse(f"{address}{joint}done={done}", status_code=303)


def money(pence: int) -> str:
    """As £1,071.52, and −£5.00."""
    return f"{'−' if pence < 0 else ''}£{to_pounds(abs(pence)):,}"


def written_day(day: date | None) -> str:
    """As 3 March 2026; nothing for none."""
    return "" if day is None or day == date.max else f"{day.day} {day:%B %Y}"


def written_moment(moment: datetime) -> str:
    """As 3 March 2026, 14:05, on the clock of the homes."""
    local = moment.astimezone(LONDON)
    return f"{written_day(local.date())}, {local:%H:%M}"


def last_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month before."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last
