"""Pages with templates of the tests' own beside those of every part."""

from pathlib import Path

import pytest
from starlette.requests import Request

from network.web.asset_names import AssetNames
from network.web.pages import Link, Pages

WEB = Path(__file__).parents[3] / "network" / "web"
OWN = Path(__file__).with_name("templates")
NAMES = {
    "page.css": "page.0a1b.css",
    "page.js": "page.2c3d.js",
    "icon.svg": "icon.4e5f.svg",
    "icon-180.png": "icon-180.6a7b.png",
}


@pytest.fixture(scope="session")
def pages() -> Pages:
    """The frame as every page has it, with two places to go."""
    templates = {"web": WEB / "templates", "test": OWN}
    links = [Link("Today", "/homes/rosewood", is_current=True), Link("Team", "/homes/rosewood/team")]
    return Pages(templates, AssetNames(NAMES, "/assets/built"), lambda _: links)


def request_for(path: str = "/", method: str = "GET", **headers: str) -> Request:
    """A request as it comes to a page."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": method, "path": path, "headers": raw, "query_string": b""})
