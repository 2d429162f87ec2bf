"""Where each role may go, as the navigation on every page shows it, and where each begins."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.access.authentication import is_browser, viewer_of, visitor_of
from network.access.homes import Homes
from network.access.viewer import Role, Viewer
from network.web.page import Page
from network.web.pages import Link

_BESIDE = {Role.HOME_TEAM: 3, Role.COACH: 2, Role.FINANCE: 4}
"""How many places stand beside each other on a phone, where all of them take more than one line."""


class AddressedHomes(Homes, Protocol):
    """Who also knows what addresses call a home, once it was resolved."""

    def ref_of(self, home_id: UUID) -> str | None:
        """What a home is called in addresses, where that is known in this process."""
        ...


class Navigation:
    """The ways that stand on every page."""

    def __init__(self, homes: AddressedHomes) -> None:
        self._homes = homes

    def pages(self) -> list[Page]:
        """The bare address, which leads everybody to where they begin."""
        return [Page(name="start", path="/", endpoint=self._start)]

    def links(self, request: Request) -> Sequence[Link]:
        """The few places that the person's role needs; none before somebody has signed in."""
        viewer = visitor_of(request)
        if viewer is None:
            return ()
        places = _of_role(viewer.role, self._start_of(viewer, request.path_params.get("home")))
        here = _nearest([href for _, href in places], request.url.path)
        beside = _BESIDE.get(viewer.role, len(places))
        return [
            Link(text, href, is_current=href == here, is_aside=at >= beside)
            for at, (text, href) in enumerate(places)
        ]

    async def _start(self, request: Request) -> Response:
        if not is_browser(request):
            return RedirectResponse("/api", 303)
        viewer = viewer_of(request)
        for home_id in viewer.homes:
            await self._homes.resolve(viewer, str(home_id))
        return RedirectResponse(self._start_of(viewer), 303)

    def _start_of(self, viewer: Viewer, looked_at: str | None = None) -> str:
        """The page that a person begins on; of several homes the one that they are looking at."""
        match viewer.role:
            case Role.HOME_TEAM:
                refs = sorted(self._homes.ref_of(home_id) or str(home_id) for home_id in viewer.homes)
                home = looked_at or next(iter(refs), None)
                return f"/homes/{home}" if home else "/account"
            case Role.COACH:
                return "/coach"
            case Role.FINANCE:
                return "/finance"
            case Role.NETWORK_IT | Role.SYSTEM:
                return "/it"


def _nearest(places: Sequence[str], path: str) -> str | None:
    """The place that an address is at, or the closest one that it lies under."""
    over = [place for place in places if path == place or path.startswith(f"{place}/")]
    return max(over, key=len, default=None)


def _of_role(role: Role, start: str) -> list[tuple[str, str]]:
    match role:
        case Role.HOME_TEAM:
            return [
                ("Today", start),
                ("Residents", f"{start}/residents"),
                ("Team", f"{start}/team"),
                ("How we are doing", f"{start}/outcomes"),
                ("Our coach", f"{start}/support"),
                ("Learning", "/learning"),
            ]
        case Role.COACH:
            return [
                ("My homes", start),
                ("Compare", f"{start}/comparison"),
                ("Before and after", f"{start}/before-after"),
                ("Learning", "/learning"),
            ]
        case Role.FINANCE:
            return [
                ("Money", start),
                ("Billing", f"{start}/billing"),
                ("Bank", f"{start}/bank"),
                ("Debt", f"{start}/debt"),
                ("Closing", f"{start}/closing"),
                ("Files", f"{start}/exports"),
                ("Look ahead", f"{start}/forecast"),
                ("Value for money", f"{start}/value-for-money"),
            ]
        case Role.NETWORK_IT | Role.SYSTEM:
            return [
                ("Network", start),
                ("Homes", f"{start}/homes"),
                ("People", f"{start}/people"),
                ("Devices", f"{start}/devices"),
                ("Audit", f"{start}/audit"),
            ]
