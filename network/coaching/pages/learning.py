"""The pages of the communities of practice: what is shared, found by words, subject and measure, and read."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from starlette.responses import Response

from network.access.homes import KnownHomes
from network.coaching.learning.library import MOST_LETTERS, Library, Reply, Wanted
from network.coaching.pages import wording
from network.coaching.pages.desk import Desk
from network.coaching.pages.finding import find_learning
from network.coaching.pages.learning_forms import LearningForms, Practices
from network.coaching.pages.room import Caller, Room
from network.coaching.terms import SharedAs, Subject, Tried
from network.web.page import Page
from outcomes.terms import Measure

A_PAGE = 20
Term = TypeVar("Term", bound=StrEnum)


def learning_pages(
    room: Room, desk: Desk, library: Library, homes: KnownHomes, practices: Practices
) -> list[Page]:
    """The list first: what stands at fixed words before what an id fills."""
    pages, forms = LearningPages(room, library), LearningForms(library, homes, practices)
    return [
        room.page("learning", "/learning", pages.listed),
        *(desk.page(form) for form in forms.all()),
        room.page("one-learning", "/learning/{learning}", pages.one),
    ]


class LearningPages:
    """What is shown."""

    def __init__(self, room: Room, library: Library) -> None:
        self._room = room
        self._library = library

    async def listed(self, caller: Caller) -> Response:
        """What is shared, as far as it is looked for."""
        wanted = Wanted(
            _term(Subject, caller.asked("subject")),
            _term(Measure, caller.asked("measure")),
            _term(SharedAs, caller.asked("shared_as")),
            caller.asked("words")[:MOST_LETTERS],
        )
        before = caller.asked("before")
        place = int(before) if before.isdecimal() and len(before) < 18 else None
        found = await self._library.page(caller.viewer, wanted, A_PAGE + 1, place)
        kept = {name: caller.asked(name) for name in ("words", "subject", "measure", "shared_as")}
        more = found[A_PAGE - 1].position if len(found) > A_PAGE else None
        context = {
            "found": found[:A_PAGE],
            "wanted": kept,
            "is_filtered": any(wanted),
            "subjects": wording.choices(Subject),
            "measures": wording.choices(Measure),
            "kinds": wording.choices(SharedAs),
            "older": None if more is None else urlencode({**kept, "before": more}),
        }
        return self._room.show(caller, "coaching/learning.html", context)

    async def one(self, caller: Caller) -> Response:
        """One thing that was shared, with everything that was answered."""
        learning = await find_learning(self._library, caller, "learning")
        replies = (await self._library.replies(caller.viewer, [learning.learning_id])).get(
            learning.learning_id, []
        )
        context = {"learning": learning, "replies": replies, "outcomes": _counted(replies)}
        return self._room.show(caller, "coaching/one_learning.html", context)


def _counted(replies: Sequence[Reply]) -> list[tuple[str, int]]:
    """What happened where it was tried: each outcome with how often."""
    counts = [
        (tried, sum(reply.tried is tried and not reply.taken_back for reply in replies)) for tried in Tried
    ]
    return [(wording.word(tried), count) for tried, count in counts if count]


def _term(kind: type[Term], given: str) -> Term | None:
    return next((term for term in kind if term.value == given), None)
