"""The pages of a home's support: its coach's side, and the home's own."""

from typing import Any

from starlette.responses import Response

from network.coaching.pages.desk import Desk
from network.coaching.pages.room import Caller, Room
from network.coaching.pages.sides import COACHES, TEAMS, SidePages, read_support
from network.coaching.pages.support_forms import SupportForms
from network.coaching.support.records import SupportRecords
from network.web.page import Page

A_PAGE = 60
"""Visits, actions and questions that are shown at once."""


def support_pages(room: Room, desk: Desk, records: SupportRecords) -> list[Page]:
    """Both sides' pages."""
    pages, forms = SupportPages(room, records), SupportForms(records)
    return [
        room.page_of_home("coach-visits", "/coach/homes/{home}/visits", COACHES.may, pages.visits),
        room.page_of_home("coach-questions", "/coach/homes/{home}/questions", COACHES.may, pages.questions),
        room.page_of_home("home-support", "/homes/{home}/support", TEAMS.may, pages.support),
        *(desk.page(form) for form in (*forms.coaches(), *forms.of_both(TEAMS), *forms.of_both(COACHES))),
    ]


class SupportPages:
    """What is shown."""

    def __init__(self, room: Room, records: SupportRecords) -> None:
        self._room = room
        self._records = records

    async def visits(self, caller: Caller) -> Response:
        """The coach's visits and what was agreed."""
        return await self._show(caller, "coaching/visits.html", COACHES)

    async def questions(self, caller: Caller) -> Response:
        """What the coach asked, and what the home answered."""
        return await self._show(caller, "coaching/questions.html", COACHES)

    async def support(self, caller: Caller) -> Response:
        """Everything that was said about the home, for its team."""
        return await self._show(caller, "coaching/support.html", TEAMS)

    async def _show(self, caller: Caller, template: str, side: SidePages) -> Response:
        before = caller.asked("before")
        found = await read_support(
            self._records, caller, A_PAGE, int(before) if before.isdecimal() and len(before) < 10 else None
        )
        context: dict[str, Any] = {"support": found, "base": side.address(caller), "side": side}
        return self._room.show(caller, template, context)
