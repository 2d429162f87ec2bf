"""One payments export in a process of its own: says how long it took and the most memory it had."""

import asyncio
import json
import resource
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

import uvloop

from finance.export.file import write_file
from finance.export.selection import Selection
from network.access.viewer import SYSTEM
from network.eventstore.network_key import NetworkKey
from network.postgres.dsns import Dsns
from network.exports import open_exports

STATUS = Path("/proc/self/status")
ALL = Selection(date(2024, 1, 1), date(2026, 12, 31))


async def export(web: str, key: bytes, path: Path) -> dict[str, float]:
    """Export to a file, as the command does."""
    async with open_exports(Dsns(owner="", web=web, projector=""), NetworkKey(key)) as exports:
        began = perf_counter()
        async with exports.payments.open(SYSTEM, ALL) as opened:
            written = await write_file(opened, path)
        took = perf_counter() - began
    return {"seconds": took, "megabytes": _most_megabytes(), "rows": written.totals.rows}


def _most_megabytes() -> float:
    """The most memory that this process has had."""
    for line in STATUS.read_text().splitlines() if STATUS.exists() else []:
        # Not getrusage: that begins with what the process had that started this one.
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        said = runner.run(export(asked["web"], bytes.fromhex(asked["key"]), Path(asked["path"])))
    sys.stdout.write(json.dumps(said))
