# ruff: noqa: ANN401, ARG002 - the shape of these methods is the library's
"""The `eventsourcing` library's own Postgres application, doing what our commands path does.

A home is an aggregate; a fall is decided against its residents, its account is sealed with
AES-256-GCM under the resident's key, and an idempotency row is written in the transaction of
the events, through the hook that the library offers for that. Aggregates are cached, which
favours the peer. Fast-forwarding stays on: without it a conflict would leave a stale
aggregate in the cache for ever.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random
from threading import Thread
from time import perf_counter
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID, uuid4

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresFactory
from psycopg import Connection, Cursor
from psycopg.rows import DictRow

from tests.benchmarks.load import (
    DESCRIPTION,
    FACTS,
    HOMES,
    RESIDENTS_A_HOME,
    Outcome,
    Turn,
    home_of,
    resident_of,
)

CREATE_COMMANDS = """
CREATE TABLE IF NOT EXISTS public.commands (
    originator_id uuid NOT NULL, command_id uuid NOT NULL, digest bytea NOT NULL, answer bytea NOT NULL,
    PRIMARY KEY (originator_id, command_id)
)
"""
RECORD_COMMAND = (
    "INSERT INTO public.commands (originator_id, command_id, digest, answer) VALUES (%s, %s, %s, %s)"
)


class Home(Aggregate):
    """A home and who lives in it."""

    @event("Opened")
    def __init__(self, number: int) -> None:
        self.number = number
        self.residents: dict[UUID, date] = {}
        self.falls = 0

    @staticmethod
    def create_id(number: int) -> UUID:
        """The same home in every process."""
        return home_of(number)

    @event("ResidentMovedIn")
    def move_in(self, resident_id: UUID, moved_in_on: str) -> None:
        """A resident lives here from a day on."""
        self.residents[resident_id] = date.fromisoformat(moved_in_on)

    def record_fall(
        self, resident_id: UUID, occurred_at: datetime, facts: dict[str, Any], account: str
    ) -> None:
        """Refuse a fall of somebody who does not live here, else record it."""
        moved_in_on = self.residents.get(resident_id)
        if moved_in_on is None or occurred_at.date() < moved_in_on:
            raise ValueError(resident_id)
        self._fall(resident_id=resident_id, occurred_at=occurred_at, facts=facts, account=account)

    @event("FallRecorded")
    def _fall(self, resident_id: UUID, occurred_at: datetime, facts: dict[str, Any], account: str) -> None:
        self.falls += 1


class ReceiptRecorder(PostgresApplicationRecorder):
    """Writes the command's idempotency row in the transaction of its events."""

    def _insert_events(
        self, curs: Cursor[DictRow], stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> None:
        if "receipt" in kwargs:
            curs.execute(RECORD_COMMAND, kwargs["receipt"], prepare=True)


class ReceiptFactory(PostgresFactory):
    """The library's own factory, with that recorder."""

    application_recorder_class = ReceiptRecorder


class Homes(Application[UUID]):
    """The peer's service."""

    def __init__(self, env: dict[str, str]) -> None:
        super().__init__(env)
        self._keys: dict[UUID, AESGCM] = {}

    def open_home(self, number: int) -> None:
        """A home with its residents."""
        home = Home(number)
        for resident in range(RESIDENTS_A_HOME):
            home.move_in(resident_of(number, resident), "2024-01-01")
        self.save(home)

    def record_fall(self, number: int, resident_id: UUID, description: str, command_id: UUID) -> int:
        """Load, decide, seal and append, again after a conflict; returns how many conflicts there were."""
        digest = hmac.digest(
            b"benchmark", msgspec.json.encode([resident_id, FACTS, description]), hashlib.sha256
        )
        conflicts = 0
        while True:
            home: Home = self.repository.get(home_of(number))
            home.record_fall(resident_id, datetime.now(UTC), FACTS, self._seal(resident_id, description))
            answer = msgspec.json.encode([home.version])
            try:
                self.save(home, receipt=(home.id, command_id, digest, answer))
            except IntegrityError:
                conflicts += 1
            else:
                return conflicts

    def _seal(self, resident_id: UUID, description: str) -> str:
        key = self._keys.get(resident_id)
        if key is None:
            key = self._keys[resident_id] = AESGCM(resident_id.bytes * 2)
        nonce = os.urandom(12)
        return (
            nonce + key.encrypt(nonce, msgspec.json.encode({"description": description}), b"account")
        ).hex()


def environment(dsn: str, connections: int) -> dict[str, str]:
    """The library's settings for a database, with a connection for each writer."""
    parts = urlsplit(dsn)
    query = parse_qs(parts.query)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "INFRASTRUCTURE_FACTORY": f"{ReceiptFactory.__module__}:{ReceiptFactory.__qualname__}",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": parts.hostname or query["host"][0],
        "POSTGRES_PORT": query["port"][0],
        "POSTGRES_USER": unquote(parts.username or ""),
        "POSTGRES_PASSWORD": unquote(parts.password or ""),
        "POSTGRES_POOL_SIZE": str(connections),
        "POSTGRES_SCHEMA": "public",
        "AGGREGATE_CACHE_MAXSIZE": str(HOMES),
    }


def create(dsn: str) -> None:
    """Make the peer's tables and its homes."""
    with Connection.connect(dsn) as connection:
        connection.execute(CREATE_COMMANDS)
    with Homes(environment(dsn, 2)) as homes:
        for number in range(HOMES):
            homes.open_home(number)


def run(dsn: str, turn: Turn) -> Outcome:
    """Record falls from so many threads for so long."""
    with Homes({**environment(dsn, turn.writers), "CREATE_TABLE": "n"}) as homes:
        for number in range(HOMES):
            homes.repository.get(home_of(number))
        turn.wait()
        results = [Outcome(turn.seconds) for _ in range(turn.writers)]
        threads = [
            Thread(
                target=_write,
                args=(homes, perf_counter() + turn.seconds, Random(turn.seed * 1000 + n), result),
            )
            for n, result in enumerate(results)
        ]
        began = perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = perf_counter() - began
    for result in results:
        result.seconds = took
    return Outcome.together(results)


def _write(homes: Homes, until: float, random: Random, result: Outcome) -> None:
    while (began := perf_counter()) < until:
        number = random.randrange(HOMES)
        resident = resident_of(number, random.randrange(RESIDENTS_A_HOME))
        result.conflicts += homes.record_fall(number, resident, DESCRIPTION, uuid4())
        result.latencies.append(perf_counter() - began)
