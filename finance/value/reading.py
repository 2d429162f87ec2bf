"""Reads what homes cost and earned, and puts it beside their nights and falls, which others count."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple, Protocol
from uuid import UUID

from finance.value.value import Month, Value, months_before, together
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "value.sql")
MONTHS = 12


class Nights(NamedTuple):
    """Occupied and available bed days."""

    occupied: float
    available: float


class Outcomes(NamedTuple):
    """How residents fared over all months: falls for 1,000 nights with the interval; None where not known."""

    nights: Sequence[Nights]
    """Month by month."""
    falls: float | None
    low: float | None
    high: float | None


NOTHING = Outcomes((), None, None, None)


class CountsOutcomes(Protocol):
    """Knows nights and falls of homes; money is none of its business."""

    async def __call__(self, months: Sequence[date], today: date) -> Mapping[UUID, Outcomes]:
        """Of every home, month by month."""
        ...


class HomeValue(NamedTuple):
    """One home: its value over the months of which costs are recorded, and how its residents fared."""

    ref: str
    name: str
    value: Value
    outcomes: Outcomes


class ValueForMoney(NamedTuple):
    """All homes by name, over so many months."""

    months: Sequence[date]
    homes: Sequence[HomeValue]
    all_homes: Value


class ValuesForMoney:
    """Answers for finance."""

    def __init__(self, pool: DatabasePool, outcomes: CountsOutcomes) -> None:
        self._pool = pool
        self._outcomes = outcomes

    async def of_all(self, viewer: Viewer, today: date) -> ValueForMoney:
        """Every home over the last twelve months that are over. Raises `Forbidden`."""
        viewer.check(viewer.may_export_payments())
        months = months_before(today, MONTHS)
        rows = await self._pool.fetch(QUERIES["months_of_homes"], months[0], months[-1])
        outcomes = await self._outcomes(months, today)
        homes: list[HomeValue] = []
        known: list[Month] = []
        for (home_id, ref, name), own in groupby(
            rows, key=lambda row: (row["home_id"], row["ref"], row["name"])
        ):
            beside = outcomes.get(home_id, NOTHING)
            nights = dict(zip(months, beside.nights, strict=False))
            found = [
                Month(row["month"], row["cost"], row["income"], *nights[row["month"]])
                for row in own
                if row["month"] in nights
            ]
            known += found
            homes.append(HomeValue(ref, name, together(found), beside))
        return ValueForMoney(months, homes, together(known))
