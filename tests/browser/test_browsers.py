"""A browser that no longer answers ends no test but its own."""

from contextlib import suppress

import psutil

from tests.browser.browsers import NAMES, driven
from tests.patience import until

SHORT = 2.0
"""Seconds that a browser gets which is known never to answer."""


def runs(process: psutil.Process) -> bool:
    """Whether a process is there and not only waits for its end to be noted."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def is_browser(process: psutil.Process) -> bool:
    """Whether it is one of a browser's; they come and go by themselves."""
    with suppress(psutil.NoSuchProcess):
        return process.name().lower().startswith(NAMES)
    return False


async def test_where_a_browser_no_longer_answers_the_next_window_opens_in_another() -> None:
    # Other tests of this process have a browser as well, which must not be the one that is stopped.
    others = set(psutil.Process().children())
    async with driven(patience=SHORT) as browsers:
        window = await browsers.open()
        [driver] = set(psutil.Process().children()) - others
        stopped = [one for one in driver.children(recursive=True) if is_browser(one)]
        for process in stopped:
            with suppress(psutil.NoSuchProcess):
                process.suspend()
        await browsers.close(window, SHORT)
        assert browsers.left == 1
        another = await browsers.open()
        await another.pages[0].goto("data:text/html,<h1>Here</h1>")
        assert await another.pages[0].inner_text("h1") == "Here"
        started = [*stopped, *(one for one in driver.children(recursive=True) if is_browser(one))]
        assert [one for one in stopped if runs(one)]

    async def ended() -> bool:
        return not [one for one in started if runs(one)]

    await until(ended, "both browsers end")
