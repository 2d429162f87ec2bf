"""What is counted in homes over a period: numerators, denominators, and how falls cluster in people."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

import asyncpg

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool
from outcomes.periods import ONE_DAY, Period
from outcomes.statistics import ResidentSums, dispersion_of_sums
from outcomes.terms import Measure

QUERIES = NamedQueries.beside(__file__, "rates.sql")

FALLS = frozenset({Measure.FALLS, Measure.INJURIOUS_FALLS})
EVERY_DAY = Period(date.min, date.max)


class Tally(NamedTuple):
    """A numerator and its denominator."""

    numerator: float
    denominator: float
    dispersion: float = 1.0
    only_baseline: bool = False
    """Whether all of it comes from months that are known as totals only."""


Tallied = dict[UUID, dict[Measure, Tally]]


@dataclass(frozen=True, slots=True)
class Window:
    """A period as asked, of homes that each began to record on a day of their own."""

    asked: Period
    recorded_from: Mapping[UUID, date]
    today: date

    def arguments(self) -> tuple[list[UUID], list[date], date]:
        """Homes with a day that counts, the first such day in each, and the last in all."""
        last = min(self.asked.last, self.today - ONE_DAY)
        firsts = {home: max(self.asked.first, day) for home, day in self.recorded_from.items()}
        counted = {home: day for home, day in firsts.items() if day <= last}
        return list(counted), list(counted.values()), last

    def reaches_before_recording(self) -> list[UUID]:
        """Homes of which an earlier month may be asked for."""
        return [home for home, day in self.recorded_from.items() if self.asked.first < day]

    def all_recorded(self) -> "Window":
        """Everything that these homes recorded."""
        return Window(EVERY_DAY, self.recorded_from, self.today)


class Tallies:
    """Counts by the read models occupancy, falls and sickness: one query for each, however many homes."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._recorded_from: dict[UUID, date] = {}

    async def recorded_from(self, home_ids: Sequence[UUID]) -> dict[UUID, date]:
        """The day on which each of these homes began to record. It never changes, so it is asked for once."""
        missing = [home_id for home_id in home_ids if home_id not in self._recorded_from]
        if missing:
            rows = await self._pool.fetch(QUERIES["recorded_from"], missing)
            self._recorded_from.update((row["home_id"], row["recorded_from"]) for row in rows)
        known = self._recorded_from
        return {home_id: known[home_id] for home_id in home_ids if home_id in known}

    async def of(self, window: Window, measures: frozenset[Measure]) -> Tallied:
        """What counts in a window, by home and measure; a measure without any record is left out."""
        counted, baseline = await asyncio.gather(self._recorded(window, measures), self._baseline(window))
        for home_id, row in baseline.items():
            own = counted[home_id]
            for measure in measures:
                _add_baseline(own, measure, row)
        await self._lend_dispersion(window, counted)
        return counted

    async def smallest_teams(self, window: Window, home_ids: Sequence[UUID]) -> dict[UUID, float]:
        """The fewest people employed in a quarter; of a baseline's, the least mean full-time equivalent."""
        homes = Window(window.asked, {home: window.recorded_from[home] for home in home_ids}, window.today)
        rows, baseline = await asyncio.gather(
            self._pool.fetch(QUERIES["smallest_team"], *homes.arguments()), self._baseline(homes)
        )
        smallest: dict[UUID, float] = {row["home_id"]: float(row["people"]) for row in rows}
        for home_id, row in baseline.items():
            if row["fewest_fte"] is not None:
                smallest[home_id] = min(smallest.get(home_id, row["fewest_fte"]), row["fewest_fte"])
        return smallest

    async def _recorded(self, window: Window, measures: frozenset[Measure]) -> Tallied:
        arguments = window.arguments()
        parts = await asyncio.gather(
            self._nights(arguments, measures),
            self._fetch("available_bed_days", arguments, Measure.OCCUPANCY in measures),
            self._fetch("sickness", arguments, Measure.SICKNESS in measures),
        )
        nights, beds, sickness = ({row["home_id"]: row for row in rows} for rows in parts)
        counted: Tallied = {home_id: {} for home_id in window.recorded_from}
        for home_id in arguments[0]:
            own = counted[home_id]
            night = nights.get(home_id)
            if FALLS & measures:
                own.update(_falls(night))
            if Measure.OCCUPANCY in measures:
                available = beds[home_id]["available_bed_days"] if home_id in beds else 0.0
                own[Measure.OCCUPANCY] = Tally(night["occupied_bed_days"] if night else 0.0, available)
            if Measure.SICKNESS in measures:
                row = sickness.get(home_id)
                own[Measure.SICKNESS] = Tally(
                    *(row["fte_days_lost"], row["fte_days_available"]) if row else (0.0, 0.0)
                )
        return counted

    async def _nights(
        self, arguments: tuple[list[UUID], list[date], date], measures: frozenset[Measure]
    ) -> list[asyncpg.Record]:
        """Occupied bed days; by resident, which costs more, only where falls are asked for."""
        if FALLS & measures:
            return await self._fetch("falls_by_resident", arguments, wanted=True)
        return await self._fetch("occupied_bed_days", arguments, Measure.OCCUPANCY in measures)

    async def _fetch(
        self, query: str, arguments: tuple[list[UUID], list[date], date], wanted: bool
    ) -> list[asyncpg.Record]:
        if not wanted or not arguments[0]:
            return []
        return await self._pool.fetch(QUERIES[query], *arguments)

    async def _baseline(self, window: Window) -> dict[UUID, asyncpg.Record]:
        """Whole months from before the homes began to record."""
        homes = window.reaches_before_recording()
        if not homes:
            return {}
        rows = await self._pool.fetch(QUERIES["baseline"], homes, window.asked.first, window.asked.last)
        return {row["home_id"]: row for row in rows}

    async def _lend_dispersion(self, window: Window, counted: Tallied) -> None:
        """Months known as totals tell of no residents: they take the home's later φ, else the network's."""
        lacking = [
            home for home, own in counted.items() if any(_lacks_dispersion(m, t) for m, t in own.items())
        ]
        if not lacking:
            return
        later = await self._recorded(_of_homes(window.all_recorded(), lacking), FALLS)
        network: dict[Measure, float] | None = None
        for home_id in lacking:
            for measure, tally in counted[home_id].items():
                if not _lacks_dispersion(measure, tally):
                    continue
                own = later[home_id].get(measure)
                if own is None or own.numerator == 0:
                    network = network or await self._network_dispersion(window.today)
                    counted[home_id][measure] = tally._replace(dispersion=network[measure])
                else:
                    counted[home_id][measure] = tally._replace(dispersion=own.dispersion)

    async def _network_dispersion(self, today: date) -> dict[Measure, float]:
        """Over the residents of all homes together, in all that was ever recorded."""
        rows = await self._pool.fetch(QUERIES["recorded_from_of_all"])
        window = Window(EVERY_DAY, {row["home_id"]: row["recorded_from"] for row in rows}, today)
        homes = await self._fetch("falls_by_resident", window.arguments(), wanted=True)
        return {
            Measure.FALLS: dispersion_of_sums(_added(_sums(row, "falls") for row in homes)),
            Measure.INJURIOUS_FALLS: dispersion_of_sums(_added(_sums(row, "injurious") for row in homes)),
        }


def _falls(row: asyncpg.Record | None) -> dict[Measure, Tally]:
    if row is None:
        return {Measure.FALLS: Tally(0.0, 0.0), Measure.INJURIOUS_FALLS: Tally(0.0, 0.0)}
    nights = row["occupied_bed_days"]
    return {
        Measure.FALLS: Tally(row["falls"], nights, dispersion_of_sums(_sums(row, "falls"))),
        Measure.INJURIOUS_FALLS: Tally(row["injurious"], nights, dispersion_of_sums(_sums(row, "injurious"))),
    }


def _sums(row: asyncpg.Record, counted: str) -> ResidentSums:
    return ResidentSums(
        residents=row["residents"],
        events=row[counted],
        exposure=row["occupied_bed_days"],
        events_squared=row[f"{counted}_squared"],
        events_times_exposure=row[f"{counted}_times_bed_days"],
        exposure_squared=row["bed_days_squared"],
    )


def _added(sums: Iterable[ResidentSums]) -> ResidentSums:
    columns = list(zip(*sums, strict=True))
    if not columns:
        return ResidentSums(0, 0, 0, 0, 0, 0)
    return ResidentSums(int(sum(columns[0])), *(sum(column) for column in columns[1:]))


_BASELINE_COLUMNS = {
    Measure.FALLS: ("falls", "bed_days_of_falls"),
    Measure.INJURIOUS_FALLS: ("injurious", "bed_days_of_injurious"),
    Measure.SICKNESS: ("fte_days_lost", "fte_days_available"),
}
"""Where a month's totals hold a measure; they know of no available beds, so not of occupancy."""


def _add_baseline(own: dict[Measure, Tally], measure: Measure, row: asyncpg.Record) -> None:
    columns = _BASELINE_COLUMNS.get(measure)
    if columns is None or row[columns[0]] is None or row[columns[1]] is None:
        return
    numerator, denominator = row[columns[0]], row[columns[1]]
    recorded = own.get(measure)
    if recorded is None or (recorded.numerator == 0 and recorded.denominator == 0):
        own[measure] = Tally(numerator, denominator, only_baseline=True)
    else:
        own[measure] = recorded._replace(
            numerator=recorded.numerator + numerator, denominator=recorded.denominator + denominator
        )


def _lacks_dispersion(measure: Measure, tally: Tally) -> bool:
    return tally.only_baseline and measure in FALLS


def _of_homes(window: Window, home_ids: Sequence[UUID]) -> Window:
    return Window(window.asked, {home: window.recorded_from[home] for home in home_ids}, window.today)
