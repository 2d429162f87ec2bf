"""Network IT's room: who is let in, and what every page there knows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.days import local_date
from network.directory.pages.words import written_day, written_moment, written_span
from network.web.body import read_form
from network.web.page import Page
from network.web.pages import Pages

May = Callable[[Viewer], bool]

DONE: Mapping[str, str] = {
    "home-joined": "The home has joined the network.",
    "home-amended": "What the network knows of the home is changed.",
    "household-opened": "The household is open.",
    "beds-changed": "The beds are changed.",
    "homes-changed": "The homes are changed.",
    "account-disabled": "The account is disabled: it comes in nowhere any more.",
    "sessions-ended": "Signed out.",
    "device-revoked": "The device is revoked: it opens nothing any more.",
    "token-revoked": "The token is revoked: it opens nothing any more.",
    "record-held": "The record is held until somebody releases it.",
    "record-released": "The record is no longer held.",
    "person-forgotten": "The key is destroyed: what it had sealed can't be read any more.",
}
"""What the page after a form confirms, by the word in its address: no address can put other words there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A request of somebody who may make it."""

    request: Request
    viewer: Viewer
    now: datetime
    """The server's clock, in UTC."""
    typed: Mapping[str, str] = field(default_factory=dict[str, str])
    """What a search sent in its body: names of people, which no address may hold."""

    @property
    def today(self) -> date:
        """The day in the homes."""
        return local_date(self.now)

    def asked(self, name: str) -> str:
        """What a search sent or the address's query says, without spaces around it; else empty."""
        return (self.typed.get(name) or self.request.query_params.get(name, "")).strip()


View = Callable[[Caller], Awaitable[Response]]


class Office:
    """Lets network IT in, and shows them what they came for."""

    def __init__(self, pages: Pages, clock: Callable[[], datetime]) -> None:
        self._pages = pages
        self._clock = clock

    def admit(self, request: Request, may: May) -> Caller:
        """The caller, if they may; raises `Forbidden`."""
        viewer = viewer_of(request)
        viewer.check(may(viewer))
        return Caller(request=request, viewer=viewer, now=self._clock())

    def show(
        self, caller: Caller, template: str, context: Mapping[str, object], status: int = 200
    ) -> Response:
        """A template; it also knows the caller, what was just done, and how days are written."""
        known: dict[str, Any] = {
            "done": DONE.get(caller.asked("done")),
            **context,
            "caller": caller,
            "on": written_day,
            "at": written_moment,
            "span": written_span,
        }
        return self._pages.render(caller.request, template, status=status, **known)

    def page(self, name: str, path: str, may: May, view: View) -> Page:
        """A page that is only looked at."""

        async def answer(request: Request) -> Response:
            return await view(self.admit(request, may))

        return Page(name=name, path=path, endpoint=answer)

    def search_page(self, name: str, path: str, may: May, view: View) -> Page:
        """A page that is looked at, and to which a search is sent: what somebody types may name a person."""

        async def answer(request: Request) -> Response:
            caller = self.admit(request, may)
            if request.method == "POST":
                sent = await read_form(request)
                caller = replace(
                    caller, typed={field: values[-1] for field, values in sent.items() if values}
                )
            return await view(caller)

        return Page(name=name, path=path, endpoint=answer, methods=("GET", "POST"))


def lead_to(address: str, done: str) -> Response:
    """To the page that confirms what was done."""
    return RedirectResponse(f"{address}?done={done}", status_code=303)


def shown_once(response: Response) -> Response:
    """A page with something that is kept nowhere: no browser keeps it either."""
    response.headers["Cache-Control"] = "no-store"
    return response


def origin_of(caller: Caller) -> str:
    """Where this network's pages are, as network IT opened them."""
    url = caller.request.url
    return f"{url.scheme}://{url.netloc}"
