"""What is counted in homes over their windows: numerators, denominators, and how falls cluster in people."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import numpy as np

from network.postgres.pool import DatabasePool
from outcomes.counting.facts import Facts, Rows
from outcomes.counting.full_time import FACTS as FTE_FACTS
from outcomes.counting.full_time import Team, fte_days, people_employed
from outcomes.counting.grouping import Floats, Ints
from outcomes.counting.nights import (
    Residents,
    available_bed_days,
    by_home,
    count_residents,
    dispersions,
    dispersions_of_sums,
    volunteer_hours,
    weeks_with_a_moment,
)
from outcomes.counting.windows import Windows, day_of, number_of
from outcomes.periods import Period
from outcomes.terms import Measure

FALLS = frozenset({Measure.FALLS, Measure.INJURIOUS_FALLS})
OF_NIGHTS = FALLS | {Measure.OCCUPANCY, Measure.MOMENTS, Measure.VOLUNTEERING}
EVER = Period(date.min, date.max)
DAYS_OF_A_WEEK = 7


class Counted(NamedTuple):
    """A measure's numbers, each by home and window."""

    numerator: Floats
    denominator: Floats
    dispersion: Floats
    """φ of events; 1 for what is not events."""
    only_baseline: Floats
    """1 where all of it comes from months that are known as totals only."""
    baseline_months: Floats
    """How many such months are in it."""


Counts = dict[Measure, Counted]


class Tallies:
    """Counts from the read models occupancy, falls and sickness, for however many homes and windows."""

    def __init__(self, pool: DatabasePool) -> None:
        self._facts = Facts(pool)

    async def recorded_from(self, home_ids: Sequence[UUID]) -> dict[UUID, date]:
        """The day on which each of these homes began to record."""
        return await self._facts.recorded_from(home_ids)

    async def recorded_from_of_all(self) -> dict[UUID, date]:
        """The same of every home of the network."""
        return await self._facts.recorded_from_of_all()

    async def of(self, windows: Windows, measures: Iterable[Measure]) -> Counts:
        """What counts, by measure."""
        counts, _ = await self._count(windows, frozenset(measures))
        return counts

    async def with_network_dispersion(self, windows: Windows, measure: Measure) -> tuple[Counts, float]:
        """What counts of a measure in each home's one window, and φ over the residents of all these homes."""
        counts, residents = await self._count(windows, frozenset({measure}))
        if residents is None or measure not in FALLS:
            return counts, 1.0
        if not residents.falls.any():
            return counts, (await self._network_dispersion(windows.today))[measure]
        return counts, float(network_dispersion(residents, _events(residents)[measure])[0])

    async def residents(self, windows: Windows) -> Residents:
        """Nights and falls resident by resident."""
        stays, absences, falls = await self._facts.read(windows, "stays", "absences", "falls")
        return count_residents(windows, stays, absences, falls)

    async def known_from(self, windows: Windows) -> dict[UUID, date]:
        """By home the first day of which anything is known: its baseline's, else when it began to record."""
        ever = _ever(windows)
        baseline = await self._facts.read_baseline(ever)
        known = windows.recorded_from.copy()
        np.minimum.at(known, baseline.home, baseline.days("begins"))
        return {home: day_of(int(day)) for home, day in zip(windows.homes, known, strict=True)}

    async def fall_days(self, windows: Windows, measure: Measure) -> list[Ints]:
        """The days of a home's falls that count in its first window, in order, home by home."""
        (falls,) = await self._facts.read(windows, "falls")
        home, day = falls.home, falls.days("day")
        counted = windows.holds(home, day)[:, 0]
        if measure is Measure.INJURIOUS_FALLS:
            counted &= falls.days("injurious") > 0
        return [np.sort(day[counted & (home == number)]) for number in range(len(windows.homes))]

    async def team_sizes(self, windows: Windows) -> Floats:
        """People employed in each window; of a baseline's months, their mean full-time equivalent if less.

        Infinite where nothing at all is known, and so nothing can be told.
        """
        rows, baseline = await asyncio.gather(
            self._facts.read(windows, *FTE_FACTS), self._facts.read_baseline(windows)
        )
        people = people_employed(windows, Team(*rows))
        within = _months_within(windows, baseline)
        available, days = baseline.numbers("available"), _lengths(baseline)
        known = within * ~(np.isnan(available) | np.isnan(baseline.numbers("lost")))[:, None]
        lengths = by_home(windows, baseline.home, known * days[:, None])
        fte = by_home(windows, baseline.home, known * np.nan_to_num(available)[:, None])
        mean = np.divide(fte, lengths, out=np.full_like(fte, np.inf), where=lengths > 0)
        recorded = windows.first <= windows.last
        return np.where(recorded, np.minimum(people, mean), mean)

    async def dispersion_ever(self, windows: Windows) -> dict[Measure, Floats]:
        """φ of all that these homes ever recorded; the network's for a home in which nobody fell yet."""
        ever = _ever(windows)
        residents = await self.residents(ever)
        found: dict[Measure, Floats] = {}
        network: dict[Measure, float] | None = None
        for measure, events in _events(residents).items():
            fell = by_home(ever, residents.home, events)[:, 0] > 0
            own = dispersions(ever, residents, events)[:, 0]
            if not fell.all():
                network = network or await self._network_dispersion(windows.today)
                own = np.where(fell, own, network[measure])
            found[measure] = own
        return found

    async def _count(self, windows: Windows, measures: frozenset[Measure]) -> tuple[Counts, Residents | None]:
        (of_nights, residents), sickness, baseline = await asyncio.gather(
            self._of_nights(windows, measures),
            self._sickness(windows, measures),
            self._facts.read_baseline(windows),
        )
        counts = of_nights | sickness
        if len(baseline):
            within = _months_within(windows, baseline)
            counts = {
                measure: _with_baseline(windows, measure, counted, baseline, within)
                for measure, counted in counts.items()
            }
            await self._lend_dispersion(windows, counts)
        return counts, residents

    async def _of_nights(
        self, windows: Windows, measures: frozenset[Measure]
    ) -> tuple[Counts, Residents | None]:
        if not OF_NIGHTS & measures:
            return {}, None
        kinds = ["stays", "absences"]
        kinds += ["falls"] if FALLS & measures else []
        kinds += ["beds"] if Measure.OCCUPANCY in measures else []
        kinds += ["moments"] if Measure.MOMENTS in measures else []
        kinds += ["volunteering"] if Measure.VOLUNTEERING in measures else []
        rows = dict(zip(kinds, await self._facts.read(windows, *kinds), strict=True))
        falls = rows.get("falls") or self._facts.none("falls")
        residents = count_residents(windows, rows["stays"], rows["absences"], falls)
        nights = by_home(windows, residents.home, residents.nights)
        counts: Counts = {
            measure: _counted(
                by_home(windows, residents.home, events), nights, dispersions(windows, residents, events)
            )
            for measure, events in _events(residents).items()
            if measure in measures
        }
        if "beds" in rows:
            counts[Measure.OCCUPANCY] = _counted(nights, available_bed_days(windows, rows["beds"]))
        if "moments" in rows:
            weeks = weeks_with_a_moment(windows, rows["moments"])
            counts[Measure.MOMENTS] = _counted(weeks, nights / DAYS_OF_A_WEEK)
        if "volunteering" in rows:
            counts[Measure.VOLUNTEERING] = _counted(volunteer_hours(windows, rows["volunteering"]), nights)
        return counts, residents

    async def _sickness(self, windows: Windows, measures: frozenset[Measure]) -> Counts:
        if Measure.SICKNESS not in measures:
            return {}
        rows = await self._facts.read(windows, *FTE_FACTS)
        return {Measure.SICKNESS: _counted(*fte_days(windows, Team(*rows)))}

    async def _lend_dispersion(self, windows: Windows, counts: Counts) -> None:
        """Months known as totals tell of no residents: they take the home's later φ, else the network's."""
        lacking = [m for m in FALLS if m in counts and counts[m].only_baseline.any()]
        if not lacking:
            return
        later = await self.dispersion_ever(windows)
        for measure in lacking:
            counted = counts[measure]
            lent = np.where(counted.only_baseline > 0, later[measure][:, None], counted.dispersion)
            counts[measure] = counted._replace(dispersion=lent)

    async def _network_dispersion(self, today: int) -> dict[Measure, float]:
        """Over the residents of all homes together, in all that was ever recorded."""
        begun = await self.recorded_from_of_all()
        homes = Windows.of(begun, [EVER], date.max)
        windows = Windows(homes.homes, homes.recorded_from, homes.asked_first, homes.asked_last, today)
        residents = await self.residents(windows)
        return {
            measure: float(network_dispersion(residents, x)[0]) for measure, x in _events(residents).items()
        }


def network_dispersion(residents: Residents, events: Floats) -> Floats:
    """φ over the residents of all homes together, by window."""
    nights = residents.nights
    there = ((nights > 0) | (residents.falls > 0)).astype(float)
    parts = (there, events, nights, events * events, events * nights, nights * nights)
    return dispersions_of_sums(*(part.sum(axis=0) for part in parts))


def events_of(residents: Residents, measure: Measure) -> Floats:
    """The falls that a measure counts, by resident and window."""
    return residents.injurious if measure is Measure.INJURIOUS_FALLS else residents.falls


def _events(residents: Residents) -> dict[Measure, Floats]:
    return {Measure.FALLS: residents.falls, Measure.INJURIOUS_FALLS: residents.injurious}


def _ever(windows: Windows) -> Windows:
    shape = (len(windows.homes), 1)
    first, last = (np.full(shape, number_of(day)) for day in (EVER.first, EVER.last))
    return Windows(windows.homes, windows.recorded_from, first, last, windows.today)


def _counted(numerator: Floats, denominator: Floats, dispersion: Floats | None = None) -> Counted:
    ones = np.ones_like(numerator) if dispersion is None else dispersion
    none = np.zeros_like(numerator)
    return Counted(numerator, denominator, ones, none, none)


_BASELINE_COLUMNS = {
    Measure.FALLS: ("falls", "occupied_bed_days"),
    Measure.INJURIOUS_FALLS: ("injurious", "occupied_bed_days"),
    Measure.SICKNESS: ("lost", "available"),
}
"""Where a month's totals hold a measure; they know of no available beds, so not of occupancy."""


def _with_baseline(
    windows: Windows, measure: Measure, counted: Counted, baseline: Rows, within: Floats
) -> Counted:
    columns = _BASELINE_COLUMNS.get(measure)
    if columns is None:
        return counted
    above, below = (baseline.numbers(column) for column in columns)
    known = within * ~(np.isnan(above) | np.isnan(below))[:, None]
    months = by_home(windows, baseline.home, known)
    nothing_else = (counted.numerator == 0) & (counted.denominator == 0) & (months > 0)
    return counted._replace(
        numerator=counted.numerator + by_home(windows, baseline.home, known * np.nan_to_num(above)[:, None]),
        denominator=counted.denominator
        + by_home(windows, baseline.home, known * np.nan_to_num(below)[:, None]),
        only_baseline=nothing_else.astype(float),
        baseline_months=months,
    )


def _months_within(windows: Windows, baseline: Rows) -> Floats:
    """1 where a month lies wholly in a window, and wholly before its home began to record."""
    home, begins, ends = baseline.home, baseline.days("begins"), baseline.days("ends")
    inside = (begins[:, None] >= windows.asked_first[home]) & (ends[:, None] <= windows.asked_last[home])
    before = ends < windows.recorded_from[home]
    return (inside & before[:, None]).astype(float)


def _lengths(baseline: Rows) -> Floats:
    return (baseline.days("ends") - baseline.days("begins") + 1).astype(float)
