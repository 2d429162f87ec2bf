"""Finds people by home, role and part of a name, for network IT's list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from network.access.audit.trail import PATIENCE
from network.access.viewer import Role, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "people_search.sql")


class FoundPerson(msgspec.Struct, frozen=True, kw_only=True):
    """An account as a list shows it. A coach's homes stand in the network's stream."""

    account_id: UUID
    name: str
    role: Role
    disabled_at: datetime | None
    expires_at: datetime | None
    """When a guest's shift ends."""
    is_guest: bool
    homes: tuple[UUID, ...]
    has_begun: bool
    """Whether there is a password, a PIN or a passkey."""
    has_tokens: bool
    last_signed_in_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSought:
    """Who is wanted; what is None asks for all."""

    home_id: UUID | None = None
    coaches: Iterable[UUID] = ()
    """Accounts that belong to the home although it does not stand with them: those of its coaches."""
    role: Role | None = None
    text: str | None = None
    """Part of the name."""


class PeopleSearch:
    """Looks through the accounts."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def page(
        self, viewer: Viewer, sought: PeopleSought, *, after: UUID | None, first: int
    ) -> list[FoundPerson]:
        """At most `first` people by name, after one of them. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_accounts())
        coaches = None if sought.home_id is None else list(sought.coaches)
        role = sought.role.value if sought.role else None
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(
                QUERIES["search_people"],
                *(coaches, sought.home_id, role, sought.text),
                *(after, first),
            )
        return [msgspec.convert(dict(row), FoundPerson) for row in rows]
