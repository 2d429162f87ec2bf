"""The public id of a record: the home and the stream version of the event that began it."""

import re
from dataclasses import dataclass
from typing import Self
from uuid import UUID

_RECORD_ID = re.compile(r"(?P<stream>[0-9a-f]{32})-(?P<version>[1-9][0-9]{0,17})")


class RecordIdMalformed(ValueError):
    """A record's id is not written as one."""


@dataclass(frozen=True, slots=True)
class RecordId:
    """Names one event, and the record that it began, across the network."""

    stream_id: UUID
    version: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what `str` gives, nothing else; raises `RecordIdMalformed`."""
        match = _RECORD_ID.fullmatch(text)
        if match is None:
            raise RecordIdMalformed("A record's id looks like 0f1e2d3c4b5a69788796a5b4c3d2e1f0-17.")
        return cls(UUID(match["stream"]), int(match["version"]))

    @classmethod
    def version_in(cls, stream_id: UUID, text: str) -> int | None:
        """The version that a text names in one stream; None for a record of another, or for no id."""
        try:
            record = cls.parse(text)
        except RecordIdMalformed:
            return None
        return record.version if record.stream_id == stream_id else None

    def __str__(self) -> str:
        return f"{self.stream_id.hex}-{self.version}"
