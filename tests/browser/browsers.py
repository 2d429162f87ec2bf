"""The browser that tests open windows in, and another in its place where it no longer answers.

A Chromium that is asked to close a window while a service worker of it is beginning may never answer, and
may open no window from then on (https://github.com/puppeteer/puppeteer/issues/11627). By then the test has
said all that it had to say, and the one after it must not be the one that fails.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import psutil
from playwright.async_api import Browser, BrowserContext, Playwright, async_playwright

from tests.browser.chromium import ARGUMENTS, chromium

PATIENCE = 20.0
"""Seconds for what takes a fraction of one, on a machine that does much else."""
NAMES = ("chrom", "headless_shell")
"""How the names of the browser's processes begin."""
DRIVEN = (*NAMES, "node")
"""The same with the one that drives it."""


class Browsers:
    """Opens and closes windows, each within its time."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._browser: Browser | None = None
        self.left = 0
        """How many browsers no longer answered."""

    async def open(self, **options: Any) -> BrowserContext:  # noqa: ANN401 - those of `new_context`
        """A window with one page, and with cookies, storage and service workers of its own."""
        try:
            return await self._opened(options)
        except TimeoutError:
            self._leave()
            return await self._opened(options)

    async def close(self, window: BrowserContext, patience: float = PATIENCE) -> None:
        """Close a window; where that has no end, its browser gets no other."""
        try:
            async with asyncio.timeout(patience):
                # A service worker ends with the last page that it serves: before its window goes, not while.
                for page in window.pages:
                    await page.close()
                await window.close()
        except TimeoutError:
            if window.browser is self._browser:
                self._leave()

    async def _opened(self, options: dict[str, Any]) -> BrowserContext:
        if self._browser is None:
            self._browser = await self._playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        async with asyncio.timeout(PATIENCE):
            window = await self._browser.new_context(**options)
            await window.new_page()
            return window

    def _leave(self) -> None:
        """Windows that are open in it go on as far as they can; it ends with all the others."""
        self._browser = None
        self.left += 1


@asynccontextmanager
async def driven(patience: float = PATIENCE) -> AsyncIterator[Browsers]:
    """Browsers and what drives them, ended by their process ids where they do not end when they are asked."""
    playwright = await async_playwright().start()
    started = [one for one in psutil.Process().children() if one.name().lower().startswith(DRIVEN)]
    browsers = Browsers(playwright)
    yield browsers
    try:
        async with asyncio.timeout(patience):
            await playwright.stop()
    except TimeoutError:
        for process in [below for one in started for below in (*one.children(recursive=True), one)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if not browsers.left:
            raise
