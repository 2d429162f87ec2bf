"""How long tests wait for what comes by itself: waiting costs nothing when all is well.

A machine under load is late with everything. What has to come within a time is measured where it
is promised; a test that only waits for it to be there waits so long, and no shorter.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic

PATIENCE = timedelta(seconds=60)
SECONDS = PATIENCE.total_seconds()
BETWEEN_LOOKS = 0.01


async def until(so: Callable[[], Awaitable[object]], what: str) -> None:
    """Look until something is so; says what never came, rather than go on without it."""
    deadline = monotonic() + SECONDS
    while not await so():
        assert monotonic() < deadline, f"Waited {SECONDS:.0f} seconds in vain: {what}."
        await asyncio.sleep(BETWEEN_LOOKS)
