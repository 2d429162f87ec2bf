"""Ends a process as its supervisor or the person at the keyboard asks: by a signal, and gracefully."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

SIGNALS = (signal.SIGTERM, signal.SIGINT)
PARENT_CHECKED = timedelta(seconds=1)


@contextmanager
def stop_event() -> Iterator[asyncio.Event]:
    """An event that SIGTERM or Ctrl-C sets. A second one ends the process at once, as it would have."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def heard() -> None:
        stop.set()
        for number in SIGNALS:
            loop.remove_signal_handler(number)

    for number in SIGNALS:
        loop.add_signal_handler(number, heard)
    try:
        yield stop
    finally:
        for number in SIGNALS:
            loop.remove_signal_handler(number)


async def stop_without_parent(stop: asyncio.Event, parent: int) -> None:
    """Set the event when the process of that number, which started this one, has gone, be it killed."""
    while os.getppid() == parent:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PARENT_CHECKED.total_seconds())
            return
    stop.set()
