"""Rates of homes over a period: what was counted, against what, and how sure that is."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from network.access.viewer import Viewer
from outcomes.periods import Period, asked_period
from outcomes.statistics import rate_interval
from outcomes.tallies import Tallies, Tally, Window
from outcomes.terms import Measure


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


class Silence(Protocol):
    """Knows in which homes nobody recorded anything for too long."""

    async def silent(
        self, recorded_from: Mapping[UUID, date], first: date, last: date, today: date
    ) -> set[UUID]:
        """Those of the homes that were silent for 14 days in a row in the period."""
        ...


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
        recorded_from = await self._tallies.recorded_from(homes)
        window = Window(period, recorded_from, today)
        tallies, silent, open_homes = await asyncio.gather(
            self._tallies.of(window, frozenset(measures)),
            self._silence.silent(recorded_from, period.first, period.last, today),
            self._homes_with_open_sickness(viewer, window, measures),
        )
        return {
            home_id: [
                self._rate(tallies[home_id].get(measure), measure, home_id, silent, open_homes)
                for measure in measures
            ]
            for home_id in recorded_from
        }

    def _rate(
        self, tally: Tally | None, measure: Measure, home_id: UUID, silent: set[UUID], open_homes: set[UUID]
    ) -> Rate:  # fmt: skip
        if measure is Measure.SICKNESS and home_id not in open_homes:
            return Rate(measure, None, None, measure.per, None, None, None, None, home_id in silent)
        if tally is None:
            return Rate(measure, 0.0, 0.0, measure.per, None, None, None, None, True)
        return rate_of(tally, measure, incomplete=home_id in silent and not tally.only_baseline)

    async def _homes_with_open_sickness(
        self, viewer: Viewer, window: Window, measures: Sequence[Measure]
    ) -> set[UUID]:
        """Where the viewer may see sickness: always at home, elsewhere by whole quarters of larger teams.

        Every single quarter has to be of a team large enough, or two periods could be subtracted.
        """
        if Measure.SICKNESS not in measures:
            return set()
        own = {home_id for home_id in window.recorded_from if viewer.may_read_names(home_id)}
        others = [home_id for home_id in window.recorded_from if home_id not in own]
        if not others or not window.asked.is_whole_quarters or window.asked.last >= window.today:
            return own
        smallest = await self._tallies.smallest_teams(window, others)
        return own | {home_id for home_id in others if smallest.get(home_id, 0) >= self._small_group}


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


__all__ = ["Period", "Rate", "Rates", "Silence", "rate_of"]
