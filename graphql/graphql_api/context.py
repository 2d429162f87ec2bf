"""What every resolver can see of its request: who asks, today's date, and the loaders."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket
from strawberry import Info as StrawberryInfo

from graphql_api.errors import Unrecognised
from graphql_api.loaders import Loaders
from graphql_api.services import Services
from network.access.viewer import Viewer
from network.days import local_date


class RequestContext:
    """One HTTP request, or one WebSocket for as long as it lasts."""

    def __init__(
        self, services: Services, connection: Request | WebSocket, response: Response | WebSocket
    ) -> None:
        self.services = services
        self.request = connection
        self.response = response
        self.connection_params: dict[str, object] = {}
        self.token: str | None = None
        self._viewer: Viewer | None = None
        self._loaders: Loaders | None = None

    @property
    def viewer(self) -> Viewer:
        """Who asks. Raises `Unrecognised`."""
        if self._viewer is None:
            raise Unrecognised
        return self._viewer

    def recognise(self, viewer: Viewer | None) -> None:
        """From now on this viewer asks; None: nobody does."""
        self._viewer = viewer
        self._loaders = None

    @property
    def is_recognised(self) -> bool:
        """Whether anybody is known to ask."""
        return self._viewer is not None

    @property
    def today(self) -> date:
        """The day in the homes."""
        return local_date(self.services.now())

    @property
    def loaders(self) -> Loaders:
        """The request's loaders."""
        if self._loaders is None:
            self._loaders = Loaders(self.services, self.viewer, self.today)
        return self._loaders

    async def recognise_again(self) -> Viewer | None:
        """Who holds this token now: asked for as long as a subscription lasts."""
        viewer = await self.services.recognition.recognise(self.token) if self.token else None
        self.recognise(viewer)
        return viewer


Info = StrawberryInfo[RequestContext, Any]
