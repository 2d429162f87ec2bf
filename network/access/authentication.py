"""Lets nobody past without an account, except to the few addresses that are for everybody."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from network.access.recognition import Recognised, Recognition
from network.access.sessions.cookies import session_token
from network.access.sessions.sessions import Session
from network.access.viewer import Viewer
from network.web.problem import Problem, ProblemKind

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="hearth"'}
SIGN_IN = "/sign-in"
BACKGROUND = "hearth-background"
"""The header of what a page asks by itself: it does not count as its person doing something."""


class Authentication:
    """Closed unless opened: an address not named public needs a token or a session, whether or not it exists.

    At a public address a session is recognised where there is one, and nothing is asked for.
    A WebSocket brings its token in its first message, because a browser can set no header
    on it; what answers there asks `Recognition` itself.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        recognition: Recognition,
        is_public: Callable[[str], bool],
        interrupted: Callable[[Request], Awaitable[Response]],
    ) -> None:
        self._app = app
        self._recognition = recognition
        self._is_public = is_public
        self._interrupted = interrupted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the viewer and the session on the request, send a browser to sign in, or raise a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        is_public = self._is_public(scope["path"])
        recognised = await self._recognised(connection, is_public)
        if recognised is not None:
            state = scope.setdefault("state", {})
            state["viewer"] = recognised.viewer
            state["account_id"] = recognised.viewer.account_id
            state["session"] = recognised.session
        elif not is_public:
            if not is_browser(connection):
                raise unrecognised("No token came with the request.")
            is_opened = scope["method"] in ("GET", "HEAD")
            to_the_door = (
                to_sign_in(connection) if is_opened else await self._interrupted(Request(scope, receive))
            )
            await to_the_door(scope, receive, send)
            return
        await self._app(scope, receive, send)

    async def _recognised(self, connection: HTTPConnection, is_public: bool) -> Recognised | None:
        token, cookie = bearer_token(connection.scope), session_token(connection)
        if token is not None and not is_public:
            return await self._by_token(token)
        if cookie is None:
            return None
        is_used = not is_public and BACKGROUND not in connection.headers
        return await self._recognition.recognise_session(cookie, is_used=is_used)

    async def _by_token(self, token: str) -> Recognised:
        viewer = await self._recognition.recognise(token)
        if viewer is None:
            await self._recognition.note_refusal()
            raise unrecognised("The token is not known here, has expired or was revoked.")
        return Recognised(viewer)


def viewer_of(connection: HTTPConnection) -> Viewer:
    """Who asks; for whatever answers behind `Authentication`."""
    viewer: Viewer = connection.scope["state"]["viewer"]
    return viewer


def visitor_of(connection: HTTPConnection) -> Viewer | None:
    """Who asks at a public address, where they are signed in."""
    return connection.scope.get("state", {}).get("viewer")


def session_of(connection: HTTPConnection) -> Session | None:
    """The session that somebody asks by; None where they came with a token, or are not signed in."""
    return connection.scope.get("state", {}).get("session")


def session_in(request: Request) -> Session:
    """The session; a token has no account page."""
    session = session_of(request)
    if session is None:
        raise Problem(
            ProblemKind.FORBIDDEN,
            "This is for people who have signed in, not for tokens.",
            remedy="Open it in a browser.",
        )
    return session


def bearer_token(scope: Scope) -> str | None:
    """The token in the Authorization header."""
    for name, value in scope["headers"]:
        if name == b"authorization":
            scheme, _, token = value.decode("latin-1").partition(" ")
            return token.strip() if scheme.lower() == "bearer" else None
    return None


def is_browser(connection: HTTPConnection) -> bool:
    """Whether somebody opened this in a browser, who is better served by a page than by a problem."""
    return "text/html" in connection.headers.get("accept", "")


def to_sign_in(connection: HTTPConnection) -> Response:
    """Leads to signing in, and from there back to what was opened."""
    query = connection.url.query
    wanted = connection.url.path + (f"?{query}" if query else "")
    if wanted == "/":
        return RedirectResponse(SIGN_IN, 303)
    return RedirectResponse(f"{SIGN_IN}?next={quote(wanted, safe='/')}", 303)


def unrecognised(detail: str) -> Problem:
    """Whoever asks has to say who they are."""
    return Problem(
        ProblemKind.UNRECOGNISED,
        detail,
        remedy="Send the header Authorization: Bearer with your token; network IT makes tokens.",
        headers=CHALLENGE,
    )
