"""Lets nobody past without an account, except to the few addresses that are for everybody."""

from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from network.access.recognition import Recognition
from network.access.viewer import Viewer
from network.web.problem import Problem, ProblemKind

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="hearth"'}


class Authentication:
    """Closed unless opened: an address not named public needs a token, whether or not anything is there.

    A WebSocket brings its token in its first message, because a browser can set no header
    on it; what answers there asks `Recognition` itself.
    """

    def __init__(self, app: ASGIApp, *, recognition: Recognition, is_public: Callable[[str], bool]) -> None:
        self._app = app
        self._recognition = recognition
        self._is_public = is_public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the viewer on the request, or raise a problem."""
        if scope["type"] == "http" and not self._is_public(scope["path"]):
            viewer = await self._viewer(scope)
            state = scope.setdefault("state", {})
            state["viewer"] = viewer
            state["account_id"] = viewer.account_id
        await self._app(scope, receive, send)

    async def _viewer(self, scope: Scope) -> Viewer:
        token = bearer_token(scope)
        if token is None:
            raise unrecognised("No token came with the request.")
        viewer = await self._recognition.recognise(token)
        if viewer is None:
            await self._recognition.note_refusal()
            raise unrecognised("The token is not known here, has expired or was revoked.")
        return viewer


def viewer_of(connection: HTTPConnection) -> Viewer:
    """Who asks; for whatever answers behind `Authentication`."""
    viewer: Viewer = connection.scope["state"]["viewer"]
    return viewer


def bearer_token(scope: Scope) -> str | None:
    """The token in the Authorization header."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if scheme.lower() == "bearer" else None
    return None


def unrecognised(detail: str) -> Problem:
    """Whoever asks has to say who they are."""
    return Problem(
        ProblemKind.UNRECOGNISED,
        detail,
        remedy="Send the header Authorization: Bearer with your token; network IT makes tokens.",
        headers=CHALLENGE,
    )
