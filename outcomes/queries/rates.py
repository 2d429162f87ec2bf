"""Rates of homes over a period: what was counted, against what, and how sure that is."""

import asyncio
import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from network.access.viewer import Viewer
from outcomes.counting.silence import Silence, silent_windows
from outcomes.counting.tallies import Counted, Tallies
from outcomes.counting.windows import Windows
from outcomes.periods import asked_period
from outcomes.queries.small_groups import homes_large_enough
from outcomes.statistics import rate_interval
from outcomes.terms import Measure


class Tally(NamedTuple):
    """One home's numbers in one window."""

    numerator: float
    denominator: float
    dispersion: float = 1.0
    only_baseline: float = 0.0


class Rate(NamedTuple):
    """A rate with both its numbers; rate, low and high are for `per` units of the denominator.

    None: not known, not defined, or closed to the viewer.
    """

    measure: Measure
    numerator: float | None
    denominator: float | None
    per: float
    rate: float | None
    low: float | None
    high: float | None
    dispersion: float | None
    incomplete: bool


class Rates:
    """Answers for many homes at once."""

    def __init__(self, tallies: Tallies, silence: Silence, *, small_group: int) -> None:
        self._tallies = tallies
        self._silence = silence
        self._small_group = small_group

    async def of(
        self, viewer: Viewer, home_ids: Sequence[UUID], asked: tuple[date, date], measures: Sequence[Measure],
        *, today: date,
    ) -> dict[UUID, list[Rate]]:  # fmt: skip
        """The rates of those of the homes whose outcomes the viewer may read, in the order of `measures`.

        Both days are included; what lies before a home's `recorded_from` counts only as whole
        months of its baseline, and nothing counts after yesterday. Raises `PeriodReversed`.
        """
        period = asked_period(*asked)
        homes = [home_id for home_id in home_ids if viewer.may_read_outcomes(home_id)]
        windows = Windows.of(await self._tallies.recorded_from(homes), [period], today)
        counts, silent, open_homes = await asyncio.gather(
            self._tallies.of(windows, measures),
            silent_windows(self._silence, windows),
            self._homes_with_open_sickness(viewer, windows, measures),
        )
        return {
            home_id: [
                closed(measure, incomplete=bool(silent[place, 0]))
                if measure is Measure.SICKNESS and home_id not in open_homes
                else rate_at(counts[measure], measure, (place, 0), silent=bool(silent[place, 0]))
                for measure in measures
            ]
            for place, home_id in enumerate(windows.homes)
        }

    async def _homes_with_open_sickness(
        self, viewer: Viewer, windows: Windows, measures: Sequence[Measure]
    ) -> set[UUID]:
        """Where the viewer may see sickness: always at home, elsewhere as `homes_large_enough` says."""
        if Measure.SICKNESS not in measures:
            return set()
        own = {home_id for home_id in windows.homes if viewer.may_read_names(home_id)}
        if len(own) == len(windows.homes):
            return own
        return own | await homes_large_enough(self._tallies, windows, self._small_group)


def rate_at(counted: Counted, measure: Measure, place: tuple[int, int], *, silent: bool) -> Rate:
    """The rate of one home in one window; months known as totals are not silent."""
    tally = Tally(*(float(numbers[place]) for numbers in counted[:4]))
    return rate_of(tally, measure, incomplete=silent and not tally.only_baseline)


def closed(measure: Measure, *, incomplete: bool) -> Rate:
    """A rate that is not the viewer's to know."""
    return Rate(measure, None, None, measure.per, None, None, None, None, incomplete)


def rate_of(tally: Tally, measure: Measure, *, incomplete: bool) -> Rate:
    """The rate of a tally, shown for `per` units; where events are counted, with its interval."""
    numerator, denominator, per = tally.numerator, tally.denominator, measure.per
    if not measure.counts_events:
        rate = per * numerator / denominator if denominator else None
        return Rate(measure, numerator, denominator, per, rate, None, None, None, incomplete)
    if denominator == 0:
        return Rate(measure, numerator, denominator, per, None, None, None, tally.dispersion, incomplete)
    interval = rate_interval(numerator, denominator, dispersion=tally.dispersion)
    return Rate(
        measure, numerator, denominator, per, _shown(interval.estimate, per), _shown(interval.low, per),
        _shown(interval.high, per), tally.dispersion, incomplete,
    )  # fmt: skip


def _shown(value: float | None, per: float) -> float | None:
    """A value for `per` units; what is infinite can't be shown."""
    return value * per if value is not None and math.isfinite(value) else None
