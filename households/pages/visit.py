"""Somebody at a page of a home: who it is, which home, and what time it is there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from households.days import LONDON, local_date
from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.web.pages import Pages

May = Callable[[Viewer, UUID], bool]


class HomeFound(Protocol):
    """A home as the directory knows it."""

    @property
    def home_id(self) -> UUID: ...
    @property
    def ref(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def cqc_location_id(self) -> str: ...


class Homes(Protocol):
    """Who knows which home an address means."""

    async def home(self, viewer: Viewer, given: str) -> HomeFound:
        """A home by its id or reference; raises `NotYours`."""
        ...


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

    @property
    def local_now(self) -> datetime:
        """The time on the wall of the home."""
        return self.now.astimezone(LONDON)

    def address(self, below: str = "") -> str:
        """An address of this home: `below` begins with a slash."""
        return f"/homes/{self.home.ref}{below}"


class FrontDoor:
    """Lets people in to the pages of their home, and shows them what they came for."""

    def __init__(self, pages: Pages, homes: Homes, clock: Callable[[], datetime]) -> None:
        self._pages = pages
        self._homes = homes
        self._clock = clock

    async def admit(self, request: Request, may: May) -> Visit:
        """The visit, if the viewer may; raises `NotYours` and `Forbidden`."""
        viewer = viewer_of(request)
        found = await self._homes.home(viewer, request.path_params["home"])
        request.scope["state"]["home_id"] = found.home_id
        viewer.check(may(viewer, found.home_id), found.home_id)
        return Visit(request=request, viewer=viewer, home=found, now=self._clock())

    def show(self, visit: Visit, template: str, context: Mapping[str, object], status: int = 200) -> Response:
        """A template; it also knows `visit`."""
        known: dict[str, Any] = {**context, "visit": visit}
        return self._pages.render(visit.request, template, status=status, **known)


def team(viewer: Viewer, home_id: UUID) -> bool:
    """Who works in the home, and reads names."""
    return viewer.may_read_names(home_id)
