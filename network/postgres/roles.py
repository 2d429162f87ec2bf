"""The three roles, and what each may do to a database; what it may do to a table is said beside the table."""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import unquote, urlsplit

import asyncpg

from network.postgres.dsns import OWNER, PROJECTOR, WEB, Dsns
from network.postgres.errors import MigrationError, RoleUnfit
from network.postgres.pool import DatabaseConnection

SCRAM_ITERATIONS = 4096
MAY_TOO_MUCH = """
SELECT rolsuper OR rolbypassrls OR pg_has_role($1, 'hearth_owner', 'MEMBER') FROM pg_roles WHERE rolname = $1
"""

MAY_SHOW_STATISTICS = """
SELECT pg_has_role(current_user, 'pg_read_all_stats', 'MEMBER WITH ADMIN OPTION')
   AND NOT pg_has_role('hearth_web', 'pg_read_all_stats', 'MEMBER')
"""
"""With it, the web role sees since when another role's transaction has been open."""


async def ensure_roles(connection: DatabaseConnection, dsns: Dsns) -> None:
    """Create those of the three roles that are missing, with the passwords in their connection strings."""
    present = await _present_roles(connection)
    for role, dsn in ((OWNER, dsns.owner), (WEB, dsns.web), (PROJECTOR, dsns.projector)):
        if role not in present:
            await _create_role(connection, role, dsn)
    if await connection.fetchval(MAY_SHOW_STATISTICS):
        await connection.execute(f"GRANT pg_read_all_stats TO {WEB}, {PROJECTOR}")


async def grant_database(connection: DatabaseConnection) -> None:
    """Give the roles what they need of the connected database, and everybody else nothing.

    A copy or a restored dump of a database does not carry these, so each migration run grants them anew.
    """
    database = _identifier(await connection.fetchval("SELECT current_database()"))
    for statement in (
        f"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        f"GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {WEB}, {PROJECTOR}",
        f"GRANT CREATE ON DATABASE {database} TO {PROJECTOR}",
    ):
        await connection.execute(statement)


async def refuse_powerful_role(connection: DatabaseConnection) -> None:
    """Raise `RoleUnfit` when this session could change what was recorded, or read every person's key."""
    role = await connection.fetchval("SELECT session_user")
    if await connection.fetchval(MAY_TOO_MUCH, role):
        raise RoleUnfit(
            f"{role} owns the tables, is a superuser or passes row-level security by, so it could change "
            "what was recorded or read what is not for it. "
            f"HEARTH_DATABASE_URL must name {WEB}, and HEARTH_PROJECTOR_DATABASE_URL {PROJECTOR}."
        )


def scram_verifier(password: str) -> str:
    """What PostgreSQL keeps of a password (RFC 5803), made here so that no server log ever holds it."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, SCRAM_ITERATIONS)
    client = hmac.digest(salted, b"Client Key", "sha256")
    stored = hashlib.sha256(client).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${SCRAM_ITERATIONS}:{_base64(salt)}${_base64(stored)}:{_base64(server)}"


async def _present_roles(connection: DatabaseConnection) -> set[str]:
    rows = await connection.fetch(
        "SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)", [OWNER, WEB, PROJECTOR]
    )
    return {row["rolname"] for row in rows}


async def _create_role(connection: DatabaseConnection, role: str, dsn: str) -> None:
    parts = urlsplit(dsn)
    password = unquote(parts.password or "")
    if unquote(parts.username or "") != role or not password or not password.isascii():
        raise MigrationError(
            f"The role {role} does not exist. Create it, or write its name and a password of plain letters "
            "and digits in its database URL, so that `hearth migrate` can create it."
        )
    try:
        await connection.execute(f"CREATE ROLE {role} LOGIN PASSWORD '{scram_verifier(password)}'")
    except asyncpg.InsufficientPrivilegeError as error:
        raise MigrationError(
            f"The role {role} does not exist and this role may not create it. "
            f"As a superuser: CREATE ROLE {role} LOGIN PASSWORD '…';"
        ) from error


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _base64(octets: bytes) -> str:
    return base64.b64encode(octets).decode()
