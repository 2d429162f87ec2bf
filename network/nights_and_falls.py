"""Nights and falls of homes by month, for finance to set money beside: outcomes know of no money."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from finance.value.reading import Nights, Outcomes
from network.postgres.pool import DatabasePool
from outcomes.counting.tallies import Tallies
from outcomes.counting.windows import Windows
from outcomes.periods import Period
from outcomes.queries.rates import rate_at
from outcomes.terms import Measure


class NightsAndFalls:
    """Counts as outcomes do. Of falls only the rate: who fell, and where, is not finance's to know."""

    def __init__(self, pool: DatabasePool) -> None:
        self._tallies = Tallies(pool)

    async def __call__(self, months: Sequence[date], today: date) -> Mapping[UUID, Outcomes]:
        """Of every home of the network."""
        begun = await self._tallies.recorded_from_of_all()
        periods = [Period(month, _last_of(month)) for month in months]
        by_month = Windows.of(begun, periods, today)
        whole = Windows.of(begun, [Period(periods[0].first, periods[-1].last)], today)
        nights = (await self._tallies.of(by_month, [Measure.OCCUPANCY]))[Measure.OCCUPANCY]
        falls = (await self._tallies.of(whole, [Measure.FALLS]))[Measure.FALLS]
        found: dict[UUID, Outcomes] = {}
        for place, home_id in enumerate(by_month.homes):
            rate = rate_at(falls, Measure.FALLS, (place, 0), silent=False)
            occupied, available = nights.numerator[place], nights.denominator[place]
            pairs = [Nights(float(a), float(b)) for a, b in zip(occupied, available, strict=True)]
            found[home_id] = Outcomes(pairs, rate.rate, rate.low, rate.high)
        return found


def _last_of(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
