"""Appends as the database takes them and answers them: values in, rows out."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, Self
from uuid import UUID

import asyncpg
import msgspec

from network.eventstore.codec import Codec
from network.eventstore.stored import Appended, CommandReceipt, StreamAppend

Statement = Literal["append_one", "append_or_read", "append_whole"]
"""The query that carries it; several of `append_one` are tried as `append_unlooked` first."""

Row = tuple[UUID, int, int | None, str, bytes]
"""Stream, version, about, topic, state."""


class EncodedAppend(msgspec.Struct, frozen=True, eq=False):
    """Encoded and sealed once, so that after a lost connection its rows can be told from somebody else's."""

    appends: Sequence[StreamAppend]
    receipts: Sequence[CommandReceipt]
    rows: Sequence[Row]
    streams: frozenset[UUID]
    statement: Statement

    @classmethod
    def of(
        cls,
        appends: Sequence[StreamAppend],
        receipts: Sequence[CommandReceipt],
        codec: Codec,
        others_write: bool = False,
    ) -> Self:
        """Encode every event; raises `EventUnreadable`, and ValueError for a stream named twice."""
        streams = frozenset([append.stream_id for append in appends])
        if len(streams) != len(appends):
            raise ValueError("Each stream has one place in an append.")
        rows = [
            (append.stream_id, version, event.about, *codec.encode(event, append.stream_id))
            for append in appends
            for version, event in enumerate(append.events, append.expected_version + 1)
        ]
        is_one = (
            len(rows) == len(receipts) == len(appends) == 1 and appends[0].stream_id == receipts[0].stream_id
        )
        statement: Statement = (
            "append_whole" if not is_one else "append_or_read" if others_write else "append_one"
        )
        return cls(appends, receipts, rows, streams, statement)

    @property
    def is_one(self) -> bool:
        """Whether it is one event and its receipt, as most commands make."""
        return self.statement != "append_whole"

    @property
    def without_reading(self) -> Self:
        """The same for an append that may be there already: what it missed might be itself."""
        return msgspec.structs.replace(self, statement="append_one") if self.is_one else self

    @property
    def expected(self) -> tuple[list[UUID], list[int]]:
        """The streams, and the version that each must be at."""
        return (
            [append.stream_id for append in self.appends],
            [append.expected_version for append in self.appends],
        )

    def answer(self, places: Sequence[asyncpg.Record]) -> Appended:
        """Positions in the order in which the events were given."""
        if self.is_one:
            return Appended([places[0]["position"]])
        positions = {(row["originator_id"], row["version"]): row["position"] for row in places}
        return Appended([positions[stream, version] for stream, version, *_ in self.rows])

    def pick_own(self, rows: Iterable[asyncpg.Record]) -> list[asyncpg.Record]:
        """Of a stream's later rows those of this append, if they are all there.

        Sealed values have nonces and events their command's id, so equal bytes are the same append.
        """
        places = {(row["originator_id"], row["version"], row["state"]): row for row in rows}
        own = [places.get((stream, version, state)) for stream, version, _, _, state in self.rows]
        return [] if None in own else [row for row in own if row is not None]


def one_as_arguments(number: int, append: EncodedAppend) -> Sequence[Any]:
    """What `append_one`, `append_unlooked` and `append_or_read` take; their answer bears the number."""
    receipt = append.receipts[0]
    return (number, *append.rows[0], receipt.command_id, receipt.digest, receipt.answer)


def whole_as_arguments(append: EncodedAppend) -> Sequence[Any]:
    """What `append_whole` takes: columns of streams, events and commands."""
    commands = [(r.stream_id, r.command_id, r.digest, r.answer) for r in append.receipts]
    return (*append.expected, *_columns(append.rows, 5), *_columns(commands, 4))


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[Sequence[Any]]:
    return list(zip(*rows, strict=True)) if rows else [[] for _ in range(width)]
