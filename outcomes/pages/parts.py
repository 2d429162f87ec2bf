"""What the pages of outcomes are made of, and where other parts hook in what they know of a home."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from markupsafe import Markup
from starlette.requests import Request

from network.access.accounts.looks import Looks
from network.access.homes import KnownHomes
from network.access.viewer import Viewer
from network.days import local_date
from network.web.pages import Pages
from outcomes.pages.asking import Asks

HomeSection = Callable[[Request, UUID], Awaitable[Markup]]
"""What another part says about a home, below its charts; empty where it has nothing for this reader."""
CaseloadSection = Callable[[Request], Awaitable[Markup]]
"""What another part says to a coach, below their homes."""
LastVisits = Callable[[Viewer, Sequence[UUID]], Awaitable[Mapping[UUID, date]]]
"""The day of a coach's last visit to each of these homes that was visited."""


async def no_visits(_viewer: Viewer, _homes: Sequence[UUID]) -> Mapping[UUID, date]:
    """Where nobody keeps visits."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesParts:
    """What the pages are made of."""

    pages: Pages
    homes: KnownHomes
    documents: Asks
    looks: Looks
    small_group: int
    """Outside the home, fewer people than these are not counted apart."""
    clock: Callable[[], datetime]
    last_visits: LastVisits = no_visits
    home_sections: Sequence[HomeSection] = ()
    caseload_sections: Sequence[CaseloadSection] = ()

    @property
    def today(self) -> date:
        """The day in the homes."""
        return local_date(self.clock())

    async def sections_of(self, request: Request, home_id: UUID) -> list[Markup]:
        """What other parts say about a home."""
        found = [await section(request, home_id) for section in self.home_sections]
        return [section for section in found if section]

    async def sections(self, request: Request) -> list[Markup]:
        """What other parts say to a coach."""
        found = [await section(request) for section in self.caseload_sections]
        return [section for section in found if section]
