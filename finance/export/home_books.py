"""One home's books as they are taken away, with what its payers and residents are called there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from finance.books.books import Account, Books, keep
from finance.books.keeping import read_facts
from finance.export.errors import NoSuchHome
from network.days import local_date
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "books.sql")
EXPORTING = NamedQueries.beside(__file__, "payments.sql")
FINANCE = frozenset({RecordClass.FINANCE})
PATIENCE = 2.0
"""Seconds to wait for a free connection."""
SECONDS = "60000"
"""How long a home's names may take, in milliseconds."""


class Home(NamedTuple):
    """A home whose books there are."""

    home_id: UUID
    ref: str
    name: str


class Resident(NamedTuple):
    """All that finance knows of one."""

    ref: str | None = None
    initials: str | None = None


UNKNOWN = Resident()


@dataclass(frozen=True, slots=True)
class HomeBooks:
    """A home's books as known at an instant."""

    home: Home
    books: Books
    payers: dict[UUID, str | None]
    """What each is called; without it where nobody asked, or where it was erased."""
    residents: dict[UUID, Resident]

    def accounts(self) -> list[Account]:
        """Of each payer, by the payer's reference."""
        return sorted(self.books.accounts.values(), key=lambda one: (one.naming.payer, one.payer_id))

    def resident(self, resident_id: UUID | None) -> Resident:
        """Somebody who lives there, or nobody."""
        return UNKNOWN if resident_id is None else self.residents.get(resident_id, UNKNOWN)


class BooksReader:
    """Works a home's books out from its facts, and opens the names in them."""

    def __init__(self, pool: DatabasePool, keyring: Keyring) -> None:
        self._pool = pool
        self._keyring = keyring

    async def find_home(self, name: str) -> UUID:
        """The home of that id or reference. Raises `NoSuchHome`."""
        home_id = await self._pool.fetchval(QUERIES["home_of_books"], name, timeout=PATIENCE)
        if home_id is None:
            raise NoSuchHome
        return home_id

    async def homes(self, home_id: UUID | None) -> list[Home]:
        """By their references: all, or one."""
        rows = await self._pool.fetch(QUERIES["homes_of_books"], home_id)
        return [Home(row["home_id"], row["ref"], row["name"]) for row in rows]

    async def read(self, home: Home, through: date, known_at: datetime, *, opens_names: bool) -> HomeBooks:
        """Its books with charges up to a charge date, as they were known at an instant."""
        facts = await read_facts(self._pool, home.home_id, known_at)
        # Money may have been applied to charges after the day, so those are needed too.
        charged_through = max(through, local_date(known_at))
        books = await asyncio.to_thread(keep, home.home_id, home.ref, facts, charged_through)
        if not opens_names:
            return HomeBooks(home, books, {}, {})
        payers, residents = await self._sealed(home.home_id, list(books.accounts))
        return HomeBooks(
            home, books, await self._names(payers), await self._residents(home.home_id, residents)
        )

    async def _sealed(
        self, home_id: UUID, payers: list[UUID]
    ) -> tuple[list[asyncpg.Record], list[asyncpg.Record]]:
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction(readonly=True):
            await connection.execute(EXPORTING["become_finance"], SECONDS)
            return (
                await connection.fetch(QUERIES["payers_of_books"], payers),
                await connection.fetch(QUERIES["residents_of_books"], home_id),
            )

    async def _names(self, rows: Sequence[asyncpg.Record]) -> dict[UUID, str | None]:
        sealed = [row for row in rows if row["token"] is not None]
        opened = await self._open([(row["token"], row["home_id"]) for row in sealed], "payer_name")
        private = {row["payer_id"]: name for row, name in zip(sealed, opened, strict=True)}
        return {row["payer_id"]: row["name"] or private.get(row["payer_id"]) for row in rows}

    async def _residents(self, home_id: UUID, rows: Sequence[asyncpg.Record]) -> dict[UUID, Resident]:
        sealed = [row for row in rows if row["token"] is not None]
        opened = await self._open([(row["token"], home_id) for row in sealed], "initials")
        initials = {row["resident_id"]: text for row, text in zip(sealed, opened, strict=True)}
        return {row["resident_id"]: Resident(row["ref"], initials.get(row["resident_id"])) for row in rows}

    async def _open(self, sealed: Sequence[tuple[Any, UUID]], label: str) -> list[str | None]:
        fields = [SealedField(token, home_id, label) for token, home_id in sealed]
        return await self._keyring.open_many(KeyScope(None, FINANCE), fields, str) if fields else []
