"""What a browser shows when something can't be answered: what is the matter, and what to do now.

A program gets the same problem as JSON, with the remedy for programs; these are the words for people.
"""

from collections.abc import Mapping
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from network.web.pages import Pages
from network.web.problem import Problem, ProblemKind

AGAIN = "If you were saving something, go back and save it again: it will be there once, never twice."


class Words(NamedTuple):
    """A heading, and what to do."""

    heading: str
    advice: str


WORDS: Mapping[ProblemKind, Words] = {
    ProblemKind.MALFORMED: Words(
        "We could not read what was sent", "Go back, reload the page, and try once more. " + AGAIN
    ),
    ProblemKind.FORBIDDEN: Words(
        "Your account is for other things",
        "This belongs to another role than yours. If you need it for your work, ask network IT.",
    ),
    ProblemKind.CROSS_SITE: Words(
        "This came from another site",
        "To keep your records safe, Hearth only takes what is sent from its own pages. Open Hearth itself, "
        "and do it there.",
    ),
    ProblemKind.NOT_FOUND: Words(
        "There is nothing here that you can see",
        "The address may be mistyped, or it may belong to a home that is not yours.",
    ),
    ProblemKind.METHOD_NOT_ALLOWED: Words(
        "This page can't be opened like that", "Go back to where you came from, or begin again at the start."
    ),
    ProblemKind.TOO_SLOW: Words(
        "The connection was too slow", "What you sent did not arrive whole. " + AGAIN
    ),
    ProblemKind.CONFLICT: Words(
        "Somebody else was just quicker",
        "Go back, look at how things stand now, and save it again if you still mean it.",
    ),
    ProblemKind.TOO_LARGE: Words(
        "That was too much at once", "Go back and shorten the text, then save it again."
    ),
    ProblemKind.UNSUPPORTED_MEDIA_TYPE: Words(
        "We could not read what was sent", "Go back, reload the page, and try once more. " + AGAIN
    ),
    ProblemKind.INTERNAL: Words("Something went wrong on our side", AGAIN),
    ProblemKind.TOO_MANY_ATTEMPTS: Words("It was tried too often", "Wait a moment, then try again."),
    ProblemKind.BUSY: Words("Hearth is busy right now", "Wait a moment, then try again. " + AGAIN),
}
"""For the kinds whose own words are for programs."""


class ProblemPages:
    """Answers browsers with a page where a program gets the problem."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def answer(self, scope: Scope, problem: Problem, request_id: str) -> Response | None:
        """The page, or None for who did not ask for one."""
        # Without the address's home: it may be the very one that is hidden. The way back leads to one's own.
        request = Request({**scope, "path_params": {}})
        if "text/html" not in request.headers.get("accept", ""):
            return None
        words = WORDS.get(problem.kind) or Words(problem.detail, problem.remedy or "")
        response = self._pages.render(
            request,
            "web/problem_page.html",
            status=problem.kind.status,
            words=words,
            may_try_again=problem.kind is ProblemKind.BUSY and request.method == "GET",
            request_id=request_id,
        )
        response.headers.update(problem.headers)
        return response
