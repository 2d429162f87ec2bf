"""Where people talk: who is let in, at which home, and what every page there knows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.access.homes import HomeFound, KnownHomes
from network.access.viewer import Viewer
from network.coaching.pages import wording
from network.days import local_date
from network.eventstore.log import LogReader
from network.projections.waiting import Waiting
from network.web.page import Page
from network.web.pages import Pages

PATIENCE = timedelta(seconds=3)
"""How long a page that leads on waits for the read model that the next page shows."""
READ_MODELS = ("support", "learning")
DONE: Mapping[str, str] = {
    "visit-noted": "The visit note is saved; the home reads it.",
    "action-agreed": "The action is saved; the home and its coach both see it.",
    "action-done": "Ticked off.",
    "action-open": "It is open again.",
    "question-asked": "The question is saved; it shows on the home’s Today.",
    "answered": "Your answer is saved.",
    "shared": "It is shared with all homes and coaches.",
    "taken-back": "It is taken back: nobody can read it any more.",
}
"""What the page after a form confirms, by the word in its address: no address can put other words there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """A request of somebody who may make it."""

    request: Request
    viewer: Viewer
    now: datetime
    """The server's clock, in UTC."""
    home: HomeFound | None = None
    """None in the communities of practice."""

    @property
    def today(self) -> date:
        """The day in the homes."""
        return local_date(self.now)

    @property
    def the_home(self) -> HomeFound:
        """The home whose support it is."""
        if self.home is None:
            raise TypeError("There is no home at this address.")
        return self.home

    def named(self, part: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[part])

    def asked(self, name: str) -> str:
        """A value of the address's query; empty where it is not there."""
        return self.request.query_params.get(name, "").strip()


View = Callable[[Caller], Awaitable[Response]]
May = Callable[[Viewer, UUID], bool]


class Room:
    """Lets people in, and shows them what they came for."""

    def __init__(
        self,
        pages: Pages,
        homes: KnownHomes,
        log: LogReader,
        positions: Waiting,
        clock: Callable[[], datetime],
    ) -> None:
        self._pages = pages
        self._homes = homes
        self._log = log
        self._positions = positions
        self._clock = clock

    async def admit_to_home(self, request: Request, may: May) -> Caller:
        """Somebody at a home's support, if they may; raises `NotYours` and `Forbidden`."""
        viewer = viewer_of(request)
        home = await self._homes.home(viewer, request.path_params["home"])
        request.scope["state"]["home_id"] = home.home_id
        viewer.check(may(viewer, home.home_id), home.home_id)
        return await self._caught_up(Caller(request=request, viewer=viewer, now=self._clock(), home=home))

    async def admit(self, request: Request) -> Caller:
        """Somebody in the communities of practice, if they may; raises `Forbidden`."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_share_learning())
        return await self._caught_up(Caller(request=request, viewer=viewer, now=self._clock()))

    async def _caught_up(self, caller: Caller) -> Caller:
        """Whoever has just written something sees it."""
        if caller.request.method == "GET" and caller.asked("done"):
            await self._positions.wait_for(READ_MODELS, await self._log.last_position(), PATIENCE)
        return caller

    def show(
        self, caller: Caller, template: str, context: Mapping[str, object], status: int = 200
    ) -> Response:
        """A template; it also knows the caller, the home, what was just done, and how things are said."""
        known: dict[str, Any] = {
            "done": DONE.get(caller.asked("done")),
            **context,
            "caller": caller,
            "home": caller.home,
            "wording": wording,
        }
        return self._pages.render(caller.request, template, status=status, **known)

    def page_of_home(self, name: str, path: str, may: May, view: View) -> Page:
        """A page of a home that is only looked at."""

        async def answer(request: Request) -> Response:
            return await view(await self.admit_to_home(request, may))

        return Page(name=name, path=path, endpoint=answer)

    def page(self, name: str, path: str, view: View) -> Page:
        """A page of the communities of practice that is only looked at."""

        async def answer(request: Request) -> Response:
            return await view(await self.admit(request))

        return Page(name=name, path=path, endpoint=answer)
