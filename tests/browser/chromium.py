"""Finds the Chromium that the browser tests drive: the machine's own, or the one that Playwright brought."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The one that only ever runs without a window comes first: it opens a page in a quarter of the time."""
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage")
"""In a container there is no right to make a sandbox, and little shared memory; only our pages are opened."""
NOT_FOUND = (
    "There is no Chromium here for the browser tests. As root `apt-get install chromium-headless-shell` "
    "brings one, anywhere else `.venv/bin/playwright install chromium`; make test tries both."
)


class ChromiumMissing(Exception):
    """No Chromium was found."""


def chromium() -> str:
    """The program's path, or `ChromiumMissing`."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None) or _playwrights_own()
    if found is None:
        raise ChromiumMissing(NOT_FOUND)
    return found


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    try:
        print(chromium())  # noqa: T201
    except ChromiumMissing:
        sys.exit(1)
