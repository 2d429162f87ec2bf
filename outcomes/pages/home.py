"""How a home is doing: its own measures as charts, with sentences that a team can read together."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.web.page import Page
from network.web.pages import Pages
from outcomes.charts.shown import ShownChart, show
from outcomes.periods import ONE_DAY, Period, months_after
from outcomes.run_charts import Asked, RunChart, RunCharts
from outcomes.series import Unit
from outcomes.terms import Measure

LONDON = ZoneInfo("Europe/London")
SHOWN = (
    Measure.FALLS,
    Measure.INJURIOUS_FALLS,
    Measure.SICKNESS,
    Measure.OCCUPANCY,
    Measure.MOMENTS,
    Measure.VOLUNTEERING,
)
SPANS = ((1, "One year"), (2, "Two years"), (3, "Three years"), (5, "Five years"))
USUAL_SPAN = 3


class HomeFound(Protocol):
    """A home as the directory knows it."""

    @property
    def home_id(self) -> UUID:
        """Its id."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...


class Homes(Protocol):
    """Who knows which home an address means."""

    async def home(self, viewer: Viewer, given: str) -> HomeFound:
        """A home by its id or reference; raises `NotYours`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomesParts:
    """What the pages are made of."""

    pages: Pages
    homes: Homes
    run_charts: RunCharts
    clock: Callable[[], datetime]


def outcomes_pages(parts: OutcomesParts) -> list[Page]:
    """The home's own charts."""
    return [Page(name="home-outcomes", path="/homes/{home}/outcomes", endpoint=HomeOutcomes(parts).show)]


class HomeOutcomes:
    """The page of one home, for its team; its coaches see the same."""

    def __init__(self, parts: OutcomesParts) -> None:
        self._parts = parts

    async def show(self, request: Request) -> Response:
        """All measures over the years that were chosen."""
        parts, viewer = self._parts, viewer_of(request)
        home = await parts.homes.home(viewer, request.path_params["home"])
        viewer.check(viewer.may_read_outcomes(home.home_id), home.home_id)
        today = parts.clock().astimezone(LONDON).date()
        years = _years(request.query_params.get("years", ""))
        period = span_of(years, today)
        charts = await asyncio.gather(
            *(self._chart(viewer, home.home_id, measure, period, today) for measure in SHOWN)
        )
        is_own = viewer.may_read_names(home.home_id)
        return parts.pages.render(
            request,
            "outcomes/home.html",
            home=home,
            is_own=is_own,
            lead=_lead(is_own),
            charts=[chart for chart in charts if chart is not None],
            spans=SPANS,
            chosen=years,
        )

    async def _chart(
        self, viewer: Viewer, home_id: UUID, measure: Measure, period: Period, today: date
    ) -> ShownChart | None:
        found = await self._ask(viewer, home_id, Asked(measure, period, Unit.AUTO), today)
        if found is not None and found.period is Unit.EVENT and not found.points:
            # With hardly a fall there is nothing between falls; months without any are worth seeing.
            found = await self._ask(viewer, home_id, Asked(measure, period, Unit.MONTH), today)
        return None if found is None else show(found)

    async def _ask(self, viewer: Viewer, home_id: UUID, asked: Asked, today: date) -> RunChart | None:
        return (await self._parts.run_charts.of(viewer, [home_id], asked, today)).get(home_id)


def span_of(years: int, today: date) -> Period:
    """So many years of whole months, through yesterday."""
    yesterday = today - ONE_DAY
    return Period(months_after(yesterday.replace(day=1), 1 - 12 * years), yesterday)


def _years(given: str) -> int:
    return next((years for years, _ in SPANS if str(years) == given), USUAL_SPAN)


def _lead(is_own: bool) -> str:
    if is_own:
        return (
            "What we recorded, as it adds up. A mark says that something is more than chance; why, only we "
            "can find out."
        )
    return "What the home recorded, as its own team sees it. A mark says that something is more than chance."
