"""A browser that no longer answers ends no test but its own."""

import asyncio

import psutil

from tests.browser.browsers import NAMES, driven

LOOKS, BETWEEN_LOOKS = 100, 0.05


def browser_processes() -> list[psutil.Process]:
    """Every browser's that this process has started and that still runs."""
    below = psutil.Process().children(recursive=True)
    return [
        one for one in below if one.name().lower().startswith(NAMES) and one.status() != psutil.STATUS_ZOMBIE
    ]


async def test_where_a_browser_no_longer_answers_the_next_window_opens_in_another() -> None:
    others = set(browser_processes())
    async with driven(patience=2.0) as browsers:
        window = await browsers.open()
        for process in set(browser_processes()) - others:
            process.suspend()
        await browsers.close(window)
        assert browsers.left == 1
        another = await browsers.open()
        await another.pages[0].goto("data:text/html,<h1>Here</h1>")
        assert await another.pages[0].inner_text("h1") == "Here"
    for _ in range(LOOKS):
        if not set(browser_processes()) - others:
            break
        await asyncio.sleep(BETWEEN_LOOKS)
    assert not set(browser_processes()) - others
