"""Carries rotated passwords from the database URLs to PostgreSQL, where the owner may set them."""

from urllib.parse import unquote, urlsplit

import asyncpg

from network.postgres.dsns import PROJECTOR, WEB, Dsns, RoleName
from network.postgres.errors import DatabaseUnreachable, MigrationError
from network.postgres.pool import DatabaseConnection, connection
from network.postgres.roles import scram_verifier


async def carry_passwords(owner: DatabaseConnection, dsns: Dsns) -> list[RoleName]:
    """Give the two service roles the passwords in their URLs where PostgreSQL knows others; which had others.

    Asked by trying: a URL that PostgreSQL takes is left alone, and so is one without a password or of
    another role. Raises `MigrationError` where the owner may not change one.
    """
    changed: list[RoleName] = []
    urls: dict[RoleName, str] = {WEB: dsns.web, PROJECTOR: dsns.projector}
    for role, dsn in urls.items():
        password = _password_of(role, dsn)
        if password is not None and await _is_refused(dsn):
            await _change(owner, role, password)
            changed.append(role)
    return changed


def _password_of(role: RoleName, dsn: str) -> str | None:
    parts = urlsplit(dsn)
    password = unquote(parts.password or "")
    return password if unquote(parts.username or "") == role and password.isascii() and password else None


async def _is_refused(dsn: str) -> bool:
    try:
        async with connection(dsn, application_name="hearth migrate"):
            return False
    except DatabaseUnreachable as error:
        return isinstance(error.__cause__, asyncpg.InvalidPasswordError)


async def _change(owner: DatabaseConnection, role: RoleName, password: str) -> None:
    try:
        await owner.execute(f"ALTER ROLE {role} PASSWORD '{scram_verifier(password)}'")
    except asyncpg.InsufficientPrivilegeError as error:
        raise MigrationError(
            f"PostgreSQL knows another password of {role} than its database URL, and this role may not "
            f"change it. As a superuser: ALTER ROLE {role} PASSWORD '…';"
        ) from error
