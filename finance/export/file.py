"""Writes an export and its totals beside it, each whole under its final name or not at all."""

import hashlib
from pathlib import Path

import msgspec

from finance.export.payments import OpenExport
from finance.export.totals import ControlTotals
from network.whole_file import whole_file


class FileTotals(msgspec.Struct, frozen=True, kw_only=True):
    """The sidecar: what the file adds up to, and how to tell that it is this very file."""

    file: str
    bytes: int
    sha256: str
    totals: ControlTotals


def sidecar_of(path: Path) -> Path:
    """Where the totals of a file are written."""
    return path.with_name(path.name + ".totals.json")


async def write_file(export: OpenExport, path: Path) -> FileTotals:
    """Write the rows to `path` and the totals to its sidecar."""
    digest = hashlib.sha256()
    written = 0
    with whole_file(path) as file:

        async def write(chunk: bytes) -> None:
            nonlocal written
            written += file.write(chunk)
            digest.update(chunk)

        await export.write_to(write)
        totals = FileTotals(file=path.name, bytes=written, sha256=digest.hexdigest(), totals=export.totals)
        # First the totals: a file without its own is possible for a moment, totals of a half file never are.
        with whole_file(sidecar_of(path)) as sidecar:
            sidecar.write(msgspec.json.format(msgspec.json.encode(totals), indent=2) + b"\n")
    return totals
