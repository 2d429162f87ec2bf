"""Somebody at a page of a home: who it is, which home, and what time it is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.access.homes import HomeFound, KnownHomes
from network.access.viewer import Viewer
from network.days import local_date
from network.eventstore.log import LogReader
from network.projections.waiting import Waiting
from network.web.pages import Pages

SHOWN_ON_PAGES = ("activity", "roster", "aftercare")
"""The read models of lists."""
JUST_SAVED = frozenset({"saved", "more", "fall"})
"""In the address of a page that confirms something; a device names the record that it sent."""
PATIENCE = timedelta(seconds=1)
May = Callable[[Viewer, UUID], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request at one home, of somebody who may make it."""

    request: Request
    viewer: Viewer
    home: HomeFound
    now: datetime
    """The server's clock, in UTC."""

    @property
    def home_id(self) -> UUID:
        """The home's id."""
        return self.home.home_id

    @property
    def home_name(self) -> str:
        """What the home is called."""
        return self.home.name

    @property
    def today(self) -> date:
        """The day in the home."""
        return local_date(self.now)

    def address(self, below: str = "") -> str:
        """An address of this home: `below` begins with a slash."""
        return f"/homes/{self.home.ref}{below}"


class CatchUp:
    """Waits, for whoever has just saved something, until the home's read models show it.

    A form that the server took has waited before it led on; one that a device sent by itself
    leads on at once, and its page would otherwise ask for what has just been done.
    """

    def __init__(self, log: LogReader, positions: Waiting) -> None:
        self._log = log
        self._positions = positions

    async def if_saved(self, request: Request) -> None:
        """Wait, bounded, where the address says that something was saved."""
        if request.method == "GET" and JUST_SAVED & request.query_params.keys():
            position = await self._log.last_position()
            await self._positions.wait_for(SHOWN_ON_PAGES, position, PATIENCE)


class FrontDoor:
    """Lets people in to the pages of their home, and shows them what they came for."""

    def __init__(
        self, pages: Pages, homes: KnownHomes, clock: Callable[[], datetime], catch_up: CatchUp
    ) -> None:
        self._pages = pages
        self._homes = homes
        self._clock = clock
        self._catch_up = catch_up

    async def admit(self, request: Request, may: May) -> Visit:
        """The visit, if the viewer may; raises `NotYours` and `Forbidden`."""
        viewer = viewer_of(request)
        found = await self._homes.home(viewer, request.path_params["home"])
        request.scope["state"]["home_id"] = found.home_id
        viewer.check(may(viewer, found.home_id), found.home_id)
        await self._catch_up.if_saved(request)
        return Visit(request=request, viewer=viewer, home=found, now=self._clock())

    def show(self, visit: Visit, template: str, context: Mapping[str, object], status: int = 200) -> Response:
        """A template; it also knows `visit`."""
        known: dict[str, Any] = {**context, "visit": visit}
        return self._pages.render(visit.request, template, status=status, **known)


def team(viewer: Viewer, home_id: UUID) -> bool:
    """Who works in the home, and reads names."""
    return viewer.may_read_names(home_id)
