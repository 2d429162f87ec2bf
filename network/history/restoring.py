"""Takes `events.jsonl` in: a home's stream as it was, sealed anew under keys of this network."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from finance.events import FINANCE_EVENTS
from households.events import HOME_EVENTS, HomeOpened, PersonForgotten
from network.coaching.events import COACHING_EVENTS
from network.directory.events import NETWORK_EVENTS, NETWORK_STREAM, HomeAmended, HomeJoined
from network.eventstore.codec import Codec
from network.eventstore.errors import EventUnreadable
from network.eventstore.event import Event
from network.eventstore.keyring import Keyring
from network.eventstore.sealed import Sealed
from network.eventstore.store import EventStore
from network.history.findings import Findings
from network.history.journal import FILE, Line
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool

QUERIES = NamedQueries.beside(__file__, "streams.sql")
CHUNK = 1_000
PLACEHOLDER = bytes(64)
"""Stands for a sealed value while its event is only checked."""


class Numbered(NamedTuple):
    """A line of the file, and the event that it holds."""

    number: int
    line: Line
    event: Event


class HomeStream(NamedTuple):
    """What the file holds of one home."""

    home_id: UUID
    about_home: list[Numbered]
    """Of the network's stream."""
    own: list[Numbered]


class Restorer:
    """Checks a journal, and writes it in one transaction a home."""

    def __init__(self, pool: DatabasePool, store: EventStore, keyring: Keyring) -> None:
        self._pool = pool
        self._store = store
        self._keyring = keyring
        self._codec = Codec([*HOME_EVENTS, *NETWORK_EVENTS, *FINANCE_EVENTS, *COACHING_EVENTS], keyring)

    # --- Checking -------------------------------------------------------------------

    async def check(self, lines: Sequence[tuple[int, Line]], findings: Findings) -> list[HomeStream]:
        """The homes to be written; none of those that are here already. Raises `BadHistory`."""
        numbered = [entry for number, line in lines if (entry := self._read(number, line, findings))]
        about: dict[UUID, list[Numbered]] = defaultdict(list)
        streams: dict[UUID, list[Numbered]] = defaultdict(list)
        for entry in numbered:
            if entry.line.stream != NETWORK_STREAM:
                streams[entry.line.stream].append(entry)
            elif isinstance(entry.event, HomeJoined | HomeAmended):
                about[entry.event.home_id].append(entry)
            else:
                findings.add(FILE, entry.number, "topic", "says nothing of a home")
        homes = [HomeStream(home_id, about[home_id], own) for home_id, own in streams.items()]
        for home in homes:
            _check_whole(home, findings)
        findings.stop_if_any()
        new = [home for home in homes if not await self._is_here(home, findings)]
        findings.stop_if_any()
        return new

    def _read(self, number: int, line: Line, findings: Findings) -> Numbered | None:
        tokens = dict.fromkeys(line.sealed, PLACEHOLDER)
        try:
            event = self._codec.decode(line.topic, msgspec.json.encode(line.event | tokens))
        except EventUnreadable as problem:
            findings.add(FILE, number, "event", str(problem))
            return None
        return Numbered(number, line, event)

    async def _is_here(self, home: HomeStream, findings: Findings) -> bool:
        """Whether the same stream was taken in before; another one of that home is an error."""
        stored = await self._store.read(home.home_id)
        if stored:
            same = len(stored) >= len(home.own) and all(
                entry.event.command_id == mine.event.command_id and entry.event.topic == mine.event.topic
                for entry, mine in zip(stored, home.own, strict=False)
            )
            if not same:
                findings.add(
                    FILE, home.own[0].number, "stream", "the home is in this network with other records"
                )
            return True
        joined = home.about_home[0].event
        for entry in await self._store.read(NETWORK_STREAM):
            if (
                isinstance(entry.event, HomeJoined)
                and isinstance(joined, HomeJoined)
                and entry.event.ref == joined.ref
            ):
                findings.add(
                    FILE, home.about_home[0].number, "ref", "another home of the network has this reference"
                )
        return False

    # --- Writing --------------------------------------------------------------------

    async def run(self, home: HomeStream, advance: Callable[[int], None]) -> int:
        """Writes one home, all of it or nothing. Returns the last log position.

        Into an empty network with the times at which everything was recorded; into one that holds records
        with the time of now, because what its books said yesterday must not change.
        """
        await self._prepare_keys(home)
        version = len(await self._store.read(NETWORK_STREAM))
        entries = [*home.about_home, *home.own]
        async with self._pool.acquire() as connection, connection.transaction():
            is_new = await connection.fetchval(QUERIES["is_log_empty"])
            rows = [self._row(entry, version + place, is_new) for place, entry in enumerate(entries, start=1)]
            positions: list[int] = []
            for start in range(0, len(rows), CHUNK):
                positions += await _add_events(connection, rows[start : start + CHUNK])
                advance(len(rows[start : start + CHUNK]))
            await _add_receipts(connection, home, positions[len(home.about_home) :])
        await self._keyring.forget(
            (entry.event.person_id, entry.event.record_class)
            for entry in home.own
            if isinstance(entry.event, PersonForgotten)
        )
        return positions[-1]

    async def _prepare_keys(self, home: HomeStream) -> None:
        owners = {(o.person, o.record_class) for entry in home.own for o in entry.line.sealed.values()}
        await self._keyring.prepare(owners, home.home_id)

    def _row(self, entry: Numbered, network_version: int, is_new: bool) -> tuple[Any, ...]:
        line = entry.line
        version = network_version if line.stream == NETWORK_STREAM else line.version
        recorded_at: datetime | None = line.recorded_at if is_new else None
        return line.stream, version, entry.event.about, line.topic, self._sealed(line), recorded_at

    def _sealed(self, line: Line) -> bytes:
        """The event's bytes, every personal value sealed; what was forgotten is sealed as nothing."""
        tokens = {
            name: self._keyring.seal(
                Sealed.of(line.event.get(name), owner.person, owner.record_class, owner.label), line.stream
            )
            for name, owner in line.sealed.items()
        }
        return msgspec.json.encode(line.event | tokens)


def _check_whole(home: HomeStream, findings: Findings) -> None:
    """The stream begins at its beginning and has no gaps; the network's lines say what home it is."""
    first = home.own[0]
    if not home.about_home or not isinstance(home.about_home[0].event, HomeJoined):
        findings.add(FILE, first.number, "stream", "no home-joined event says what home this is")
    if not isinstance(first.event, HomeOpened):
        findings.add(FILE, first.number, "topic", "a home's stream begins with home-opened")
    for version, entry in enumerate(home.own, start=1):
        if entry.line.version != version:
            findings.add(FILE, entry.number, "version", f"is {entry.line.version} where {version} comes next")
            return
        if entry.event.about is not None and not 1 <= entry.event.about < version:
            findings.add(FILE, entry.number, "about", "names no earlier event")


async def _add_events(connection: DatabaseConnection, rows: list[tuple[Any, ...]]) -> list[int]:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return [row["position"] for row in await connection.fetch(QUERIES["add_events"], *columns)]


async def _add_receipts(connection: DatabaseConnection, home: HomeStream, positions: list[int]) -> None:
    """A receipt a command, so that a device that sends one again does not record it twice."""
    commands: dict[UUID, list[int]] = defaultdict(list)
    for entry in home.own:
        commands[entry.event.command_id].append(entry.line.version)
    ids = list(commands)
    answers = [
        msgspec.json.encode({"id": f"{home.home_id.hex}-{commands[key][0]}", "version": commands[key][-1]})
        for key in ids
    ]
    last = [positions[commands[key][-1] - 1] for key in ids]
    await connection.execute(QUERIES["add_receipts"], [home.home_id] * len(ids), ids, answers, last)
