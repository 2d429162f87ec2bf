"""Appends as the database takes them and answers them: columns in, rows out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

import asyncpg

from network.eventstore.codec import Codec
from network.eventstore.stored import Appended, CommandReceipt, StreamAppend

Row = tuple[UUID, int, int | None, str, bytes]
"""Stream, version, about, topic, state."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an append: the places of its events, or what others had recorded before it."""

    recorded: bool
    rows: Sequence[asyncpg.Record]
    may_be_known: bool
    """Whether it was kept out by a command that is known, or may have been."""


@dataclass(frozen=True, slots=True)
class EncodedAppend:
    """Encoded and sealed once, so that after a lost connection its rows can be told from somebody else's."""

    appends: Sequence[StreamAppend]
    receipts: Sequence[CommandReceipt]
    rows: Sequence[Row]

    @classmethod
    def of(cls, appends: Sequence[StreamAppend], receipts: Sequence[CommandReceipt], codec: Codec) -> Self:
        """Encode every event; raises `EventUnreadable`, and ValueError for a stream named twice."""
        if len(appends) > 1 and len({append.stream_id for append in appends}) != len(appends):
            raise ValueError("Each stream has one place in an append.")
        rows = [
            (append.stream_id, version, event.about, *codec.encode(event, append.stream_id))
            for append in appends
            for version, event in enumerate(append.events, append.expected_version + 1)
        ]
        return cls(appends, receipts, rows)

    @property
    def is_one(self) -> bool:
        """Whether it is one event and its receipt, as most commands make."""
        return (
            len(self.rows) == len(self.receipts) == len(self.appends) == 1
            and self.rows[0][0] == self.receipts[0].stream_id
        )

    @property
    def stream_ids(self) -> list[UUID]:
        """The streams, in the order given."""
        return [append.stream_id for append in self.appends]

    @property
    def expected_versions(self) -> list[int]:
        """The version that each stream must be at."""
        return [append.expected_version for append in self.appends]

    def answer(self, places: Iterable[asyncpg.Record]) -> Appended:
        """Positions in the order in which the events were given."""
        rows = list(places)
        if len(rows) == 1:
            return Appended([rows[0]["position"]], rows[0]["recorded_at"])
        positions = {(row["originator_id"], row["version"]): row["position"] for row in rows}
        recorded_at = max((row["recorded_at"] for row in rows), default=None)
        return Appended([positions[stream, version] for stream, version, *_ in self.rows], recorded_at)

    def pick_own(self, rows: Iterable[asyncpg.Record]) -> list[asyncpg.Record]:
        """Of a stream's later rows those of this append, if they are all there.

        Sealed values have nonces and events their command's id, so equal bytes are the same append.
        """
        places = {(row["originator_id"], row["version"], row["state"]): row for row in rows}
        own = [places.get((stream, version, state)) for stream, version, _, _, state in self.rows]
        return [] if None in own else [row for row in own if row is not None]


def one_as_arguments(append: EncodedAppend) -> Sequence[Any]:
    """What `append_one` takes."""
    receipt = append.receipts[0]
    return (*append.rows[0], receipt.command_id, receipt.digest, receipt.answer)


def many_as_arguments(appends: Sequence[EncodedAppend]) -> Sequence[Any]:
    """What `append_many` takes: arrays of streams, events and commands, each with its append's number."""
    streams = [
        (n, a.stream_id, a.expected_version) for n, append in enumerate(appends) for a in append.appends
    ]
    events = [(n, *row) for n, append in enumerate(appends) for row in append.rows]
    commands = [
        (n, r.stream_id, r.command_id, r.digest, r.answer)
        for n, append in enumerate(appends)
        for r in append.receipts
    ]
    return (*_columns(streams, 3), *_columns(events, 6), *_columns(commands, 5))


def outcomes(appends: Sequence[EncodedAppend], rows: Iterable[asyncpg.Record]) -> list[Outcome]:
    """What came of each append, in order."""
    owner = {stream_id: n for n, append in enumerate(appends) for stream_id in append.stream_ids}
    recorded: list[list[asyncpg.Record]] = [[] for _ in appends]
    missed: dict[int, list[asyncpg.Record]] = {}
    known: set[int] = set()
    for row in rows:
        if row["unfit"] is None:
            recorded[owner[row["originator_id"]]].append(row)
        else:
            # A left join: the append is named, with a null for what it missed where that is nothing.
            missed.setdefault(row["unfit"], []).extend([row] if row["position"] is not None else [])
            if row["known"]:
                known.add(row["unfit"])
    return [Outcome(n not in missed, missed.get(n, recorded[n]), n in known) for n in range(len(appends))]


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [[] for _ in range(width)]
