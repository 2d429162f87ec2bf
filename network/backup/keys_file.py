"""The keys of a backup, in a file of their own: the network's key, and every person's key wrapped under it.

Apart from the facts, so that each can be kept in its own place and for its own time: whoever has
both can read everything, and who has been forgotten since can be read again until the last copy of
the keys that holds theirs has been destroyed.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import AsyncIterable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self
from uuid import UUID

import msgspec

from network.backup.errors import BackupUnfit
from network.eventstore.errors import NetworkKeyUnfit
from network.eventstore.network_key import NetworkKey
from network.eventstore.sealed import RecordClass

FORMAT = "hearth-keys/1"
NOT_WHOLE = (
    "{} is not a file of keys, or was cut short ({}), so nothing was restored. Copy it again from where it "
    "is kept, until both are of the same size."
)


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of facts was as it was written, so that a copy of it is known to be whole."""

    size: int
    """Bytes."""
    sha256: str
    """In hexadecimal."""


def facts_of(file: BinaryIO) -> Facts:
    """What a file is, read from its beginning."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256")  # pyright: ignore[reportArgumentType]
    return Facts(file.tell(), digest.hexdigest())


class KeysHeader(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first line."""

    format: str
    log_position: int
    """The last fact of the backup that the keys belong to."""
    network_key: str
    """Base64, as in the key file."""
    keys: int | None = None
    """How many lines follow; older files do not say."""

    facts: Facts | None = None
    """The file of facts beside it; older files do not say."""

    @classmethod
    def of(cls, network_key: bytes, log_position: int, keys: int, facts: Facts) -> Self:
        """The header of a file that is written now."""
        return cls(
            format=FORMAT,
            log_position=log_position,
            network_key=b64encode(network_key).decode(),
            keys=keys,
            facts=facts,
        )


class KeyLine(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A line for each person and record class."""

    key_id: UUID
    person_id: UUID
    record_class: str
    homes: list[UUID]
    wrapped: bytes | None
    """None: the person was forgotten."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A keys file that was read whole and whose network key fits."""

    log_position: int
    network_key: bytes
    facts: Facts | None
    lines: list[KeyLine]

    def records(self) -> Iterator[tuple[Any, ...]]:
        """Rows of eventstore.sealing_keys."""
        return (
            (line.key_id, line.person_id, line.record_class, line.homes, line.wrapped) for line in self.lines
        )


def keys_file_of(path: Path) -> Path:
    """Where the keys of a backup are written."""
    return path.with_name(path.name + ".keys")


def read_network_key(key_file: Path) -> bytes:
    """The network's key as it is backed up. Raises `NetworkKeyUnfit` for a file that holds none."""
    NetworkKey.read(key_file)
    return b64decode(key_file.read_text(encoding="ascii"))


async def write_keys(file: BinaryIO, header: KeysHeader, rows: AsyncIterable[Iterable[Any]]) -> None:
    """Write the keys."""
    file.write(msgspec.json.encode(header) + b"\n")
    async for row in rows:
        file.write(msgspec.json.encode(KeyLine(*row)) + b"\n")


def read_keys(path: Path) -> Keys:
    """The keys in a file. Raises `BackupUnfit` unless all of them can be used."""
    try:
        first, *lines = path.read_bytes().splitlines()
        header = msgspec.json.decode(first, type=KeysHeader)
        network_key = b64decode(header.network_key, validate=True)
        decode = msgspec.json.Decoder(KeyLine).decode
        keys = Keys(header.log_position, network_key, header.facts, [decode(line) for line in lines])
    except FileNotFoundError:
        raise BackupUnfit(
            f"{path} is missing: without the keys no name can be read. Put it beside the backup."
        ) from None
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise BackupUnfit(NOT_WHOLE.format(path, error)) from None
    if header.keys is not None and header.keys != len(lines):
        raise BackupUnfit(NOT_WHOLE.format(path, f"{len(lines)} of {header.keys} keys are there"))
    if header.format != FORMAT:
        raise BackupUnfit(f"{path} was written by a newer release.")
    _try_keys(path, keys)
    return keys


def _try_keys(path: Path, keys: Keys) -> None:
    """Unwrap one key: a network key that does not fit is better found before anything is written."""
    try:
        cipher = NetworkKey(keys.network_key)
        for line in keys.lines:
            if line.wrapped is not None:
                cipher.unwrap(line.wrapped, line.key_id, line.person_id, RecordClass(line.record_class))
                return
    except NetworkKeyUnfit as error:
        raise BackupUnfit(f"The keys in {path} can't be used: {error}") from None
