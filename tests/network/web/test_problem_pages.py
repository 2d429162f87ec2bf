"""A person gets a page with what to do; a program gets the problem."""

import pytest

from network.web.pages import Pages
from network.web.problem import Problem, ProblemKind, busy, not_found
from network.web.problem_pages import ProblemPages
from tests.network.web.conftest import request_for

PAGE = "text/html,application/xhtml+xml,*/*;q=0.8"


def shown(pages: Pages, problem: Problem, method: str = "GET", accept: str = PAGE) -> str | None:
    scope = request_for("/homes/elmhurst", method, accept=accept).scope
    response = ProblemPages(pages).answer({**scope, "path_params": {"home": "elmhurst"}}, problem, "req-1")
    if response is None:
        return None
    assert response.status_code == problem.kind.status
    assert response.headers["Content-Type"].startswith("text/html")
    return bytes(response.body).decode()


@pytest.mark.parametrize("kind", list(ProblemKind))
def test_every_kind_of_problem_has_a_page_that_says_what_to_do(pages: Pages, kind: ProblemKind) -> None:
    html = shown(pages, Problem(kind, "The detail.", remedy="The remedy."))
    assert html is not None
    assert "<h1>" in html
    assert "Go to the start" in html
    assert "req-1" in html
    for word in ("Idempotency-Key", "JSON", "Bearer", "openapi"):
        assert word not in html


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/problem+json", ""])
def test_a_program_gets_no_page(pages: Pages, accept: str) -> None:
    assert shown(pages, not_found(), accept=accept) is None


def test_what_a_rule_refuses_is_said_in_the_rules_own_words(pages: Pages) -> None:
    html = shown(
        pages, Problem(ProblemKind.REFUSED, "She moved out on 3 May.", remedy="Choose an earlier day.")
    )
    assert html is not None
    assert "She moved out on 3 May." in html
    assert "Choose an earlier day." in html


def test_where_it_may_work_in_a_moment_there_is_a_way_to_try_again(pages: Pages) -> None:
    html = shown(pages, busy())
    assert html is not None
    assert "Try again" in html
    assert "Try again" not in (shown(pages, busy(), "POST") or "")
    assert "Try again" not in (shown(pages, not_found()) or "")


def test_a_problems_own_headers_stay(pages: Pages) -> None:
    response = ProblemPages(pages).answer(request_for(accept=PAGE).scope, busy(), "req-1")
    assert response is not None
    assert response.headers["Retry-After"] == "1"


def test_a_page_about_what_is_hidden_says_nothing_of_it(pages: Pages) -> None:
    assert "elmhurst" not in (shown(pages, not_found()) or "elmhurst")
