"""The page to try documents in works where no other host can be reached."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from graphql_api.graphiql import EXAMPLE, ide_page
from network.access.viewer import Role
from tests.graphql_api.conftest import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASSETS = "/assets/vendor/"


class Loads(HTMLParser):
    """Collects what a page loads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Notes the addresses in a tag."""
        self.addresses += [value for name, value in attrs if name in ("src", "href") and value]


async def test_it_loads_nothing_from_another_host() -> None:
    addresses = [
        address for address in Loads(ide_page(ASSETS).html).addresses if not address.startswith("data:")
    ]
    assert len(addresses) == 7
    assert all(address.startswith(ASSETS) for address in addresses)


async def test_no_other_host_is_named_in_it_but_the_namespace_of_its_icon() -> None:
    assert set(re.findall(r"https?://[^\s\"'<>%]+", ide_page(ASSETS).html)) == {"http://www.w3.org/2000/svg"}


async def test_its_policy_allows_its_own_script_and_no_other_host() -> None:
    page = ide_page(ASSETS)
    (script,) = re.findall(r"<script>(.*?)</script>", page.html, re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}';" in page.content_security_policy
    assert "http" not in page.content_security_policy
    assert page.content_security_policy.startswith("default-src 'none'")


async def test_what_a_browser_keeps_of_it_ends_with_the_tab() -> None:
    html = ide_page(ASSETS).html
    assert html.count("React.createElement(GraphiQL, {") == 1
    assert re.search(r"React\.createElement\(GraphiQL, \{[^}]*\bstorage: window\.sessionStorage,", html)


async def test_its_example_can_be_read_whole_and_answers(world: World) -> None:
    assert max(map(len, EXAMPLE.splitlines())) <= 46, "as many characters as fit at 1280 pixels"
    assert (await world.data(Role.COACH, EXAMPLE))["homes"]["totalCount"] == 1


@pytest.mark.parametrize("address", ["/graphql", "/graphql?query=%7Bhomes%7BtotalCount%7D%7D"])
async def test_a_browser_gets_it_without_a_token(world: World, address: str) -> None:
    response = await world.http.get(address, headers={"Accept": "text/html,*/*;q=0.8"})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["content-security-policy"] == ide_page(ASSETS).content_security_policy
    assert "Authorization" in response.text, "it says how to say who you are"
    assert "Are you signed in to Hearth here? Then run\n# this" in response.text, "and who need not"
