"""A process ends by a signal, gracefully, and not before; a child ends when its parent has gone."""

import asyncio
import os
import signal

from network.stopping import stop_event, stop_without_parent

PATIENCE = 5


async def test_a_signal_asks_to_stop() -> None:
    with stop_event() as stop:
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stop.wait(), PATIENCE)


async def test_afterwards_signals_do_what_they_did_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with stop_event():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


async def test_a_child_whose_parent_has_gone_stops() -> None:
    stop = asyncio.Event()
    somebody_else = os.getpid()
    await asyncio.wait_for(stop_without_parent(stop, somebody_else), PATIENCE)
    assert stop.is_set()


async def test_a_child_whose_parent_is_there_goes_on_until_it_is_asked() -> None:
    stop = asyncio.Event()
    watch = asyncio.create_task(stop_without_parent(stop, os.getppid()))
    await asyncio.sleep(0.05)
    assert not watch.done()
    stop.set()
    await asyncio.wait_for(watch, PATIENCE)
