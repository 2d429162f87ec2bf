"""Where each role may go, as the navigation on every page shows it."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.access.authentication import viewer_of
from network.access.viewer import Role, Viewer
from network.web.page import Page
from network.web.pages import Link


def start_pages() -> list[Page]:
    """The bare address, which leads everybody to where they begin."""
    return [Page(name="start", path="/", endpoint=_start)]


async def _start(request: Request) -> Response:
    asks_for_a_page = "text/html" in request.headers.get("accept", "")
    return RedirectResponse(start_of(viewer_of(request)) if asks_for_a_page else "/api", 303)


def start_of(viewer: Viewer, home: str | None = None) -> str:
    """The page that a person begins on; `home` is the one that they are looking at, if any."""
    match viewer.role:
        case Role.HOME_TEAM:
            at = home or next((str(home_id) for home_id in sorted(viewer.homes)), None)
            return f"/homes/{at}" if at else "/account"
        case Role.COACH:
            return "/coach"
        case Role.FINANCE:
            return "/finance"
        case Role.NETWORK_IT | Role.SYSTEM:
            return "/it"


def navigation_of(request: Request) -> Sequence[Link]:
    """The few places that the person's role needs; none before somebody has signed in."""
    viewer: Viewer | None = request.scope.get("state", {}).get("viewer")
    if viewer is None:
        return ()
    start = start_of(viewer, request.path_params.get("home"))
    here = request.url.path
    return [Link(text, href, is_current=href == here) for text, href in _of_role(viewer.role, start)]


def _of_role(role: Role, start: str) -> list[tuple[str, str]]:
    match role:
        case Role.HOME_TEAM:
            return [
                ("Today", start),
                ("Residents", f"{start}/residents"),
                ("Team", f"{start}/team"),
                ("How we are doing", f"{start}/outcomes"),
            ]
        case Role.COACH:
            return [("My homes", start)]
        case Role.FINANCE:
            return [("Payments", start)]
        case Role.NETWORK_IT | Role.SYSTEM:
            return [("Network", start)]
