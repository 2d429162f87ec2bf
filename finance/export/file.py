"""Writes an export and its totals beside it, each whole under its final name or not at all."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import msgspec

from finance.export.sources import Source
from finance.export.totals import Totals
from network.whole_file import whole_file


class FileTotals(msgspec.Struct, frozen=True, kw_only=True):
    """The sidecar: what the file adds up to, and how to tell that it is this very file."""

    file: str
    bytes: int
    sha256: str
    totals: Totals


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One of several files."""

    file: str
    bytes: int
    sha256: str


class SeveralTotals(msgspec.Struct, frozen=True, kw_only=True):
    """The sidecar of an export in several files: what they add up to together."""

    files: list[Part]
    totals: Totals


def sidecar_of(path: Path) -> Path:
    """Where the totals of a file are written."""
    return path.with_name(path.name + ".totals.json")


def numbered(path: Path, number: int) -> Path:
    """The name of one of several files."""
    return path.with_name(f"{path.stem}-{number}{path.suffix}")


async def write_file(export: Source, path: Path) -> FileTotals:
    """Write the rows to `path` and the totals to its sidecar."""
    with whole_file(path) as file:
        part = await _fill(file, path, export)
        totals = FileTotals(file=part.file, bytes=part.bytes, sha256=part.sha256, totals=export.totals)
        # First the totals: a file without its own is possible for a moment, totals of a half file never are.
        _write_sidecar(path, totals)
    return totals


async def write_files(exports: Sequence[Source], path: Path) -> SeveralTotals:
    """The same in several files, numbered; none has its name before all are whole."""
    with ExitStack() as files:
        parts = [
            await _fill(files.enter_context(whole_file(at)), at, export)
            for export, at in ((one, numbered(path, number)) for number, one in enumerate(exports, start=1))
        ]
        totals = SeveralTotals(files=parts, totals=exports[-1].totals)
        _write_sidecar(path, totals)
    return totals


async def _fill(file: BinaryIO, path: Path, export: Source) -> Part:
    digest = hashlib.sha256()
    written = 0

    async def write(chunk: bytes) -> None:
        nonlocal written
        written += file.write(chunk)
        digest.update(chunk)

    await export.write_to(write)
    return Part(file=path.name, bytes=written, sha256=digest.hexdigest())


def _write_sidecar(path: Path, totals: FileTotals | SeveralTotals) -> None:
    with whole_file(sidecar_of(path)) as sidecar:
        sidecar.write(msgspec.json.format(msgspec.json.encode(totals), indent=2) + b"\n")
