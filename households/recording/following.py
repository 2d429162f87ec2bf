"""Following what other processes write in homes that are held here, so that few decisions come too late."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import structlog

from households.recording.held import HeldHomes
from network.eventstore.news import News

_log = structlog.get_logger(__name__)


class Following:
    """Asks for news every `pause` for as long as commands come for homes that others write in too."""

    def __init__(self, homes: HeldHomes, news: News, pause: timedelta) -> None:
        self._homes = homes
        self._news = news
        self._pause = pause.total_seconds()
        self._asking: asyncio.Task[None] | None = None
        self._more = False
        self._has_failed = False

    def soon(self) -> None:
        """Ask after the pause; calls in between cost nothing."""
        self._more = True
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._go_on())

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            with suppress(asyncio.CancelledError):
                await self._asking

    async def ask(self) -> None:
        """Tell the homes what has been written since the last time. What is in the way is logged once."""
        try:
            self._homes.tell(await self._news.read(self._homes.lack))
        except Exception as error:  # noqa: BLE001 - only a hint: the append tells who decides on an old state
            if not self._has_failed:
                _log.warning("not_followed", reason=type(error).__name__)
            self._has_failed = True
        else:
            self._has_failed = False

    async def _go_on(self) -> None:
        while self._more:
            await asyncio.sleep(self._pause)
            self._more = False
            await self.ask()
