"""An append as the database takes it: arrays of columns, or single values for the one event that most commands make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from network.eventstore.codec import Codec
from network.eventstore.stored import Appended, CommandReceipt, StreamAppend

Row = tuple[UUID, int, int | None, str, bytes]
"""Stream, version, about, topic, state."""


@dataclass(frozen=True, slots=True)
class EncodedAppend:
    """Encoded and sealed once, so that a second run after a lost connection can be told from somebody else's."""

    appends: Sequence[StreamAppend]
    receipts: Sequence[CommandReceipt]
    rows: Sequence[Row]

    @classmethod
    def of(cls, appends: Sequence[StreamAppend], receipts: Sequence[CommandReceipt], codec: Codec) -> Self:
        """Encode every event; raises `EventUnreadable`, and ValueError for a stream named twice."""
        if len({append.stream_id for append in appends}) != len(appends):
            raise ValueError("Each stream has one place in an append.")
        rows = [
            (append.stream_id, version, event.about, *codec.encode(event, append.stream_id))
            for append in appends
            for version, event in enumerate(append.events, append.expected_version + 1)
        ]
        return cls(appends, receipts, rows)

    @property
    def stream_ids(self) -> list[UUID]:
        """The streams, in the order given."""
        return [append.stream_id for append in self.appends]

    @property
    def expected_versions(self) -> list[int]:
        """The version that each stream must be at."""
        return [append.expected_version for append in self.appends]

    @property
    def query(self) -> str:
        """The name of the statement that records it."""
        return "append_one" if self._is_one else "append_many"

    @property
    def arguments(self) -> Sequence[Any]:
        """The statement's arguments."""
        if self._is_one:
            receipt = self.receipts[0]
            return (*self.rows[0], receipt.command_id, receipt.digest, receipt.answer)
        return (
            self.stream_ids,
            self.expected_versions,
            *_columns(self.rows, 5),
            *_columns(self._receipt_rows, 4),
        )

    def answer(self, rows: Sequence[Mapping[str, Any]]) -> Appended:
        """Positions in the order in which the events were given."""
        positions = {(row["originator_id"], row["version"]): row["position"] for row in rows}
        instants = [row["recorded_at"] for row in rows if row["recorded_at"] is not None]
        return Appended(
            [positions[stream, version] for stream, version, *_ in self.rows], max(instants, default=None)
        )

    def pick_own(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Of a stream's later rows those of this append, if they are all there, marked as appended.

        Each sealed value has its own nonce and each event its command's id, so equal bytes are the same append.
        """
        states = {(row["originator_id"], row["version"]): row for row in rows}
        own = [states.get((stream, version)) for stream, version, *_ in self.rows]
        if not own or any(
            row is None or row["state"] != mine[4] for row, mine in zip(own, self.rows, strict=True)
        ):
            return []
        return [{**row, "appended": True} for row in own if row is not None]

    @property
    def _is_one(self) -> bool:
        return (
            len(self.rows) == len(self.receipts) == len(self.appends) == 1
            and self.rows[0][0] == self.receipts[0].stream_id
        )

    @property
    def _receipt_rows(self) -> list[tuple[UUID, UUID, bytes, bytes]]:
        return [(r.stream_id, r.command_id, r.digest, r.answer) for r in self.receipts]


def _columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
