"""Where a coach begins: the homes that they support."""

from collections.abc import Sequence
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.directory.network import Home
from network.web.page import Page
from network.web.pages import Pages


class HomesOf(Protocol):
    """Who knows which homes somebody may see."""

    async def homes(self, viewer: Viewer) -> Sequence[Home]:
        """Those homes, by reference."""
        ...


def coach_pages(pages: Pages, directory: HomesOf) -> list[Page]:
    """The page that leads a coach to the outcomes of each home."""

    async def show(request: Request) -> Response:
        viewer = viewer_of(request)
        viewer.check(viewer.may_read_network_totals())
        homes = sorted(await directory.homes(viewer), key=lambda home: home.name)
        return pages.render(request, "directory/coach.html", homes=homes)

    return [Page(name="coach", path="/coach", endpoint=show)]
