"""One export in a process of its own: says how long it took, and the most memory it had."""

import asyncio
import json
import resource
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

import uvloop

from finance.export.accounting import Codes
from finance.export.file import write_file
from finance.export.offers import OFFERS, Asked
from finance.export.selection import Selection
from network.access.viewer import SYSTEM
from network.eventstore.network_key import NetworkKey
from network.exports import open_exports
from network.postgres.dsns import Dsns

STATUS = Path("/proc/self/status")
ALL = Selection(date(2024, 1, 1), date(2026, 12, 31))
LEDGER_ALL = Selection(date(2024, 1, 1), date(2025, 12, 31))


async def export(web: str, key: bytes, path: Path, what: str) -> dict[str, float]:
    """Export to a file, as the command does."""
    asked = Asked(OFFERS[what, "csv"], ALL if what == "payments" else LEDGER_ALL, Codes())
    async with open_exports(Dsns(owner="", web=web, projector=""), NetworkKey(key)) as exports:
        began, used = perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_utime
        async with exports.open(SYSTEM, asked) as opened:
            written = await write_file(opened, path)
        took = perf_counter() - began
    return {
        "seconds": took,
        "user_seconds": resource.getrusage(resource.RUSAGE_SELF).ru_utime - used,
        "megabytes": _most_megabytes(),
        "rows": written.totals.rows,
    }


def _most_megabytes() -> float:
    """The most memory that this process has had."""
    for line in STATUS.read_text().splitlines() if STATUS.exists() else []:
        # Not getrusage: that begins with what the process had that started this one.
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asked_for = json.load(sys.stdin)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        said = runner.run(
            export(
                asked_for["web"], bytes.fromhex(asked_for["key"]), Path(asked_for["path"]), asked_for["what"]
            )
        )
    sys.stdout.write(json.dumps(said))
