"""Takes an export in a process of its own, whose memory tells what it takes; and its peer, bare COPY."""

import asyncio
import json
import sys
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import asyncpg

from network.postgres.dsns import Dsns


class Taken(NamedTuple):
    """What an export took."""

    seconds: float
    user_seconds: float
    """Of the processor, in the exporting process."""
    megabytes: float
    """The most memory that the process had."""
    rows: int


async def export(dsns: Dsns, key: bytes, path: Path, what: str) -> Taken:
    """The CSV of `payments` or of the `ledger`, as the command makes it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.benchmarks.one_export"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    asked = {"web": dsns.web, "key": key.hex(), "path": str(path), "what": what}
    said, _ = await process.communicate(json.dumps(asked).encode())
    return Taken(**json.loads(said))


async def copy_to(connection: "asyncpg.Connection[asyncpg.Record]", query: str, path: Path) -> float:
    """How long COPY … TO takes for a query's rows."""
    began = perf_counter()
    with path.open("wb") as file:

        async def write(chunk: bytes) -> None:
            file.write(chunk)

        await connection.copy_from_query(query, output=write, format="csv", header=True)
    return perf_counter() - began
