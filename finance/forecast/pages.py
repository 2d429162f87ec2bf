"""Finance's page of what is expected to come in: drawn, in words and in numbers, and how well that goes."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from finance.books.homes import HomesByName, reference_meant
from finance.books.overview import HomeCalled
from finance.export.errors import ExportError, NoSuchHome
from finance.forecast.assumptions import money, said
from finance.forecast.backtest import WEEKS, Told
from finance.forecast.drawn import MILLION, draw_ahead, draw_past, unit_of
from finance.forecast.forecasts import Asked, Forecast, Forecasts
from finance.forecast.outlook import WEEK, Week
from network.access.authentication import viewer_of
from network.days import local_date
from network.web.form_state import FormState
from network.web.page import Page
from network.web.pages import Pages
from network.web.parser import Parser
from network.web.problem import Problem

LABELS = {"from": "First day", "home": "Home"}
NOT_A_FORM = UUID(int=0)
"""Nothing is recorded by asking."""
WRONG_HOME = "There is no such home. Choose one that is offered, or leave it empty for all homes."
APART = 4
"""Weeks from one past forecast to the next: of each, so many are drawn, and all of the last."""


class ForecastQuery(msgspec.Struct, frozen=True, kw_only=True, rename={"from_on": "from"}):
    """From which day, and of which home."""

    from_on: Annotated[date, Meta(description="The first day.")] | None = None
    home: Annotated[str, Meta(min_length=1, max_length=60)] | None = None


FindHome = Callable[[str], Awaitable[UUID]]
"""A home's id by its id or reference. Raises `NoSuchHome`."""


def forecast_pages(
    pages: Pages,
    forecasts: Forecasts,
    homes: HomesByName,
    find_home: FindHome,
    clock: Callable[[], datetime],
) -> list[Page]:
    """The page."""
    shown = ForecastPages(pages, forecasts, homes, find_home, clock)
    return [Page(name="finance-forecast", path="/finance/forecast", endpoint=shown.forecast)]


class ForecastPages:
    """Shows finance what is expected."""

    def __init__(
        self,
        pages: Pages,
        forecasts: Forecasts,
        homes: HomesByName,
        find_home: FindHome,
        clock: Callable[[], datetime],
    ) -> None:
        self._pages = pages
        self._forecasts = forecasts
        self._homes = homes
        self._find_home = find_home
        self._clock = clock
        self._query = Parser(ForecastQuery)

    async def forecast(self, request: Request) -> Response:
        """Thirteen weeks from today, or from another day; of all homes, or of one."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_read_payments())
        today = local_date(self._clock())
        homes = await self._homes.all(viewer)
        sent = {name: [value] for name, value in request.query_params.items() if value}
        if "home" in sent:
            sent["home"] = [reference_meant(homes, sent["home"][0])]
        try:
            query = self._query.from_form(sent)
            home_id = None if query.home is None else await self._find_home(query.home)
            asked = Asked(query.from_on or today, home_id=home_id)
            found = await self._forecasts.look_ahead(viewer, asked, today)
            told = await self._forecasts.look_back(viewer, home_id, today)
        except Problem as problem:
            return self._show(request, FormState.refused(sent, problem, LABELS), homes, status=422)
        except NoSuchHome:
            return self._show(request, FormState.refused(sent, {"home": WRONG_HOME}), homes, status=422)
        except ExportError as error:
            return self._show(request, FormState.refused(sent, {"from": str(error)}), homes, status=422)
        form = FormState.empty(NOT_A_FORM, **sent)
        return self._show(request, form, homes, ahead=Ahead(found), past=Past(told))

    def _show(
        self,
        request: Request,
        form: FormState,
        homes: list[HomeCalled],
        *,
        ahead: "Ahead | None" = None,
        past: "Past | None" = None,
        status: int = 200,
    ) -> Response:
        return self._pages.render(
            request,
            "finance/forecast.html",
            status=status,
            form=form,
            homes=homes,
            home=next((home.name for home in homes if home.ref == form.value("home")), None),
            ahead=ahead,
            past=past,
        )


class Ahead:
    """The forecast as the template shows it."""

    columns = ("Week from", "Expected", "Low", "High")

    def __init__(self, found: Forecast) -> None:
        self.assumptions = found.assumptions
        self.lead = self._lead(found.together, len(found.weeks))
        self.rows = [_row(week) for week in found.weeks]
        self.unit = _unit(found.weeks)
        self.drawing = draw_ahead(found.weeks, "Expected receipts, week by week", self.lead)

    def _lead(self, together: Week, weeks: int) -> str:
        last = together.starts_on + timedelta(days=WEEK * weeks - 1)
        return (
            f"From {said(together.starts_on)} to {said(last)}, {_round(together.expected)} is expected; "
            f"in four cases of five it is between {_round(together.low)} and {_round(together.high)}."
        )


class Past:
    """How well past forecasts did, as the template shows it."""

    columns = ("Week from", "Came in", "Low", "High", "")

    def __init__(self, told: Sequence[Told]) -> None:
        self.drawn = [*(one for place, one in enumerate(told) if self._is_drawn(place, len(told)))]
        held = sum(one.is_held for one in told)
        self.lead = self._lead(len(told), held)
        self.rows = [_past_row(one) for one in self.drawn]
        self.unit = _unit([one.week for one in self.drawn])
        self.drawing = (
            draw_past(self.drawn, "What came in, and what was foretold", self.lead) if self.drawn else None
        )

    def _is_drawn(self, place: int, count: int) -> bool:
        """Of forecasts for the same week, the last that was made."""
        return place % WEEKS < APART or place >= count - WEEKS

    def _lead(self, weeks: int, held: int) -> str:
        if not weeks:
            return "Too little history to say yet how well forecasts do: each needs half a year before it."
        return (
            f"Forecasts made like this one, every four weeks of the past year, were tried on {weeks} weeks: "
            f"{held} of them, {held / weeks:.0%}, brought what lay within the band. It is meant to be 80%."
        )


def _unit(weeks: Sequence[Week]) -> str:
    return f"{'Millions' if unit_of(weeks) == MILLION else 'Thousands'} of pounds a week"


def _row(week: Week) -> tuple[str, ...]:
    return said(week.starts_on), money(week.expected), money(week.low), money(week.high)


def _past_row(one: Told) -> tuple[str, ...]:
    week = one.week
    where = "" if one.is_held else ("More" if one.received > week.high else "Less")
    return said(week.starts_on), money(one.received), money(week.low), money(week.high), where


def _round(pence: int) -> str:
    """As exactly as a forecast deserves."""
    pounds = pence / 100
    return f"£{pounds / 1e6:,.2f} million" if pounds >= 1e6 else f"£{round(pounds, -2):,.0f}"
