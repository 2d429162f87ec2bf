"""The three ways into one database: as its owner, as the web service, as the projector."""

import secrets
from dataclasses import dataclass
from typing import Literal, Self
from urllib.parse import quote, urlencode

RoleName = Literal["hearth_owner", "hearth_web", "hearth_projector"]

OWNER: RoleName = "hearth_owner"
WEB: RoleName = "hearth_web"
PROJECTOR: RoleName = "hearth_projector"


@dataclass(frozen=True, slots=True)
class Passwords:
    """One password for each role of the embedded server."""

    superuser: str
    owner: str
    web: str
    projector: str

    @classmethod
    def generate(cls) -> Self:
        """New ones, 256 bits each."""
        return cls(*(secrets.token_urlsafe(32) for _ in range(4)))


@dataclass(frozen=True, slots=True)
class Dsns:
    """Connection strings of one database, one for each role. They hold passwords: never log them."""

    owner: str
    web: str
    projector: str

    def __repr__(self) -> str:
        return "Dsns(…)"


def socket_dsn(socket_dir: str, port: int, role: str, password: str, database: str) -> str:
    """A connection string over a Unix socket, as asyncpg and libpq both read it."""
    query = urlencode({"host": socket_dir, "port": port})
    return f"postgresql://{role}:{quote(password)}@/{database}?{query}"
