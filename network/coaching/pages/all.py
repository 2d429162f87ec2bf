"""Every page of support and shared learning, and what they say on other parts' pages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from markupsafe import Markup
from starlette.requests import Request

from network.access.authentication import viewer_of
from network.access.homes import KnownHomes
from network.access.viewer import Viewer
from network.coaching.learning.library import Library
from network.coaching.pages import wording
from network.coaching.pages.desk import Desk
from network.coaching.pages.learning import learning_pages
from network.coaching.pages.learning_forms import Practices
from network.coaching.pages.room import Room
from network.coaching.pages.support import support_pages
from network.coaching.service import Coaching
from network.coaching.support.records import SupportRecords, Waiting
from network.days import local_date
from network.eventstore.log import LogReader
from network.projections.waiting import Waiting as Positions
from network.web.page import Page
from network.web.pages import Pages

SOON = timedelta(days=7)
"""An action that is due within that time waits on Today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoachingParts:
    """What the pages are made of."""

    pages: Pages
    homes: KnownHomes
    coaching: Coaching
    records: SupportRecords
    library: Library
    practices: Practices
    log: LogReader
    positions: Positions
    clock: Callable[[], datetime]


def coaching_pages(parts: CoachingParts) -> list[Page]:
    """The pages of coaches and of teams."""
    room = Room(parts.pages, parts.homes, parts.log, parts.positions, parts.clock)
    desk = Desk(room, parts.coaching)
    return [
        *support_pages(room, desk, parts.records),
        *learning_pages(room, desk, parts.library, parts.homes, parts.practices),
    ]


class Sections:
    """What stands on other parts' pages."""

    def __init__(self, parts: CoachingParts) -> None:
        self._parts = parts

    async def of_home(self, request: Request, home_id: UUID) -> Markup:
        """Below a home's charts: the conversation about them, for each side its own way there."""
        viewer = viewer_of(request)
        last = (await self.last_visits(viewer, [home_id])).get(home_id)
        waiting = await self.waiting(viewer, home_id)
        home = await self._parts.homes.home(viewer, str(home_id))
        return self._render(
            "coaching/section_of_home.html",
            home=home,
            is_coach=viewer.may_write_visit_notes(home_id),
            last_visit=last,
            waiting=waiting,
        )

    async def on_caseload(self, request: Request) -> Markup:
        """Below a coach's homes: where something waits, and the way to shared learning."""
        viewer = viewer_of(request)
        homes = {home.home_id: home for home in await self._parts.homes.homes(viewer)}
        found = await self._parts.records.waiting(viewer, list(homes), self._today())
        rows = [(homes[home_id], waiting) for home_id, waiting in found.items() if any(waiting)]
        return self._render(
            "coaching/section_of_caseload.html", rows=sorted(rows, key=lambda row: row[0].name)
        )

    async def last_visits(self, viewer: Viewer, home_ids: Sequence[UUID]) -> Mapping[UUID, date]:
        """When those of these homes were last visited that ever were."""
        return await self._parts.records.last_visits(viewer, home_ids)

    async def waiting(self, viewer: Viewer, home_id: UUID) -> Waiting:
        """What waits in a home's support; the team's actions that are due within the week stand apart."""
        found = await self._parts.records.waiting(viewer, [home_id], self._today() + SOON)
        return found.get(home_id, Waiting())

    def _today(self) -> date:
        return local_date(self._parts.clock())

    def _render(self, template: str, **context: Any) -> Markup:  # noqa: ANN401 - a template takes anything
        page = self._parts.pages.environment.get_template(template)
        return Markup(page.render(wording=wording, **context))  # noqa: S704 - the template escapes
