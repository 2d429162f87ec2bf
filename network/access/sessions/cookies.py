"""The cookies by which a browser is recognised: its session, and the shared device that it runs on.

The prefix `__Host-` makes browsers refuse them unless they are Secure, for this host alone and
for every path. On plain http they are taken on loopback only, which is where development is.
"""

from datetime import timedelta

from starlette.requests import HTTPConnection
from starlette.responses import Response

from network.access.secrets.opaque import is_secret

SESSION = "__Host-hearth"
DEVICE = "__Host-hearth-device"
BROWSER = "__Host-hearth-browser"
KEPT = timedelta(days=400)
"""As long as browsers keep a cookie at all; each sign-in renews it."""


def session_token(connection: HTTPConnection) -> str | None:
    """The session that the browser says it has."""
    return _secret(connection, SESSION)


def device_key(connection: HTTPConnection) -> str | None:
    """The shared device that the browser says it is."""
    return _secret(connection, DEVICE)


def browser_key(connection: HTTPConnection) -> str | None:
    """The key by which somebody's own browser is known."""
    return _secret(connection, BROWSER)


def give_session(response: Response, token: str, most: timedelta) -> None:
    """Let the browser keep a session's token for as long as it can last."""
    _give(response, SESSION, token, most)


def give_device(response: Response, key: str) -> None:
    """Let the browser keep the device's key."""
    _give(response, DEVICE, key, KEPT)


def give_browser(response: Response, key: str) -> None:
    """Let the browser keep the key by which it is known."""
    _give(response, BROWSER, key, KEPT)


def take_session(response: Response) -> None:
    """Let the browser forget its session."""
    _give(response, SESSION, "", timedelta(0))


def _secret(connection: HTTPConnection, name: str) -> str | None:
    value = connection.cookies.get(name, "")
    return value if is_secret(value) else None


def _give(response: Response, name: str, value: str, kept: timedelta) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(kept.total_seconds()),
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )
