"""Finance's page of value for money: cost and income a night beside how residents fare, home by home."""

from collections.abc import Callable
from datetime import date, datetime

from starlette.requests import Request
from starlette.responses import Response

from finance.value.reading import HomeValue, Outcomes, ValueForMoney, ValuesForMoney
from finance.value.value import Value
from network.access.authentication import viewer_of
from network.days import local_date
from network.web.page import Page
from network.web.pages import Pages

UNKNOWN = "–"


def value_pages(pages: Pages, values: ValuesForMoney, clock: Callable[[], datetime]) -> list[Page]:
    """The page."""
    shown = ValuePages(pages, values, clock)
    return [Page(name="finance-value", path="/finance/value-for-money", endpoint=shown.value)]


class ValuePages:
    """Shows finance what homes cost and earn."""

    def __init__(self, pages: Pages, values: ValuesForMoney, clock: Callable[[], datetime]) -> None:
        self._pages = pages
        self._values = values
        self._clock = clock

    async def value(self, request: Request) -> Response:
        """Every home by name: no order says which is best."""
        found = await self._values.of_all(viewer_of(request), local_date(self._clock()))
        return self._pages.render(request, "finance/value.html", shown=ShownValue(found))


class ShownValue:
    """What the template needs."""

    columns = (
        "Home",
        "Costs a night",
        "Brings a night",
        "Left over",
        "Lived in",
        "Breaks even at",
        "Falls for 1,000 nights",
    )
    numbers = (1, 2, 3, 4, 5)

    def __init__(self, found: ValueForMoney) -> None:
        self.first, self.last = (_month(found.months[place]) for place in (0, -1))
        self.lead = _lead(found.all_homes)
        self.rows = [_row(home) for home in found.homes]
        self.partly = [
            (home.name, home.value.months) for home in found.homes if home.value.months < len(found.months)
        ]


def _lead(value: Value) -> str:
    cost, income, even = value.cost_a_night, value.income_a_night, value.break_even
    if cost is None or income is None or even is None or value.occupancy is None:
        return "No home has recorded costs of these months, so nothing can be said yet."
    return (
        f"All homes together: a night costs {_money(cost)} and brings {_money(income)}. "
        f"{value.occupancy:.0%} of beds were lived in, and at {even:.0%} income would just cover cost."
    )


def _row(home: HomeValue) -> tuple[str, ...]:
    value = home.value
    cost, income = value.cost_a_night, value.income_a_night
    left = None if cost is None or income is None else income - cost
    return (
        home.name,
        _money(cost),
        _money(income),
        _money(left),
        _percent(value.occupancy),
        _even(value.break_even),
        _falls(home.outcomes),
    )


def _even(share: float | None) -> str:
    if share is not None and share > 1:
        return "More than every bed"
    return _percent(share)


def _falls(outcomes: Outcomes) -> str:
    if outcomes.falls is None:
        return UNKNOWN
    if outcomes.low is None or outcomes.high is None:
        return f"{outcomes.falls:.1f}"
    return f"{outcomes.falls:.1f} ({outcomes.low:.1f} to {outcomes.high:.1f})"


def _money(pence: float | None) -> str:
    if pence is None:
        return UNKNOWN
    return f"{'−' if pence < 0 else ''}£{abs(pence) / 100:,.2f}"


def _percent(share: float | None) -> str:
    return UNKNOWN if share is None else f"{share:.0%}"


def _month(day: date) -> str:
    return f"{day:%B %Y}"
