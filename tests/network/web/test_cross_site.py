"""What another site makes a browser send here changes nothing."""

import pytest
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from network.web.cross_site import CrossSite, comes_from_here
from network.web.problem import Problem, ProblemKind

COOKIE = {"cookie": "__Host-hearth=abc", "host": "hearth.example"}


@pytest.mark.parametrize(
    ("said", "is_from_here"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "https://hearth.example"}, False),
        ({"origin": "https://hearth.example"}, True),
        ({"origin": "https://hearth.example:8443"}, False),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://hearth.example.evil.example"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_a_browsers_word_decides_where_a_request_comes_from(said: dict[str, str], is_from_here: bool) -> None:
    assert comes_from_here(Headers({**COOKIE, **said})) is is_from_here


def test_who_brings_no_cookie_and_is_no_browser_is_let_through_to_be_asked_for_a_token() -> None:
    assert comes_from_here(Headers({"host": "hearth.example"}))


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_whatever_changes_something_is_refused_from_another_site(method: str) -> None:
    with pytest.raises(Problem) as refused:
        await _through(method, {"sec-fetch-site": "cross-site"})
    assert refused.value.kind is ProblemKind.CROSS_SITE
    assert "Nothing was recorded" in refused.value.detail


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
async def test_a_link_from_another_site_may_be_followed(method: str) -> None:
    assert await _through(method, {"sec-fetch-site": "cross-site"})


async def test_a_program_with_its_token_may_send_from_wherever_it_is() -> None:
    assert await _through("POST", {"sec-fetch-site": "cross-site", "authorization": "Bearer x"})


async def test_a_name_and_password_from_an_address_make_no_program_of_a_browser() -> None:
    with pytest.raises(Problem):
        await _through("POST", {"sec-fetch-site": "cross-site", "authorization": "Basic YTpi"})


async def _through(method: str, said: dict[str, str]) -> bool:
    passed = False

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal passed
        passed = True

    async def nothing() -> dict[str, object]:
        return {}

    async def ignore(message: object) -> None:
        """Nothing is sent here."""

    headers = Headers({**COOKIE, **said}).raw
    await CrossSite(app)({"type": "http", "method": method, "headers": headers}, nothing, ignore)
    return passed
