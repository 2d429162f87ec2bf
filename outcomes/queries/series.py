"""A home's measure period by period: what is drawn, before anybody judges it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from outcomes.counting.silence import Flags
from outcomes.counting.tallies import Counted
from outcomes.counting.windows import Windows, day_of


class Span(NamedTuple):
    """One period of a home as counted."""

    starts_on: date
    ends_on: date
    numerator: float | None
    denominator: float | None
    """None: closed to the viewer."""
    incomplete: bool

    @property
    def is_judged(self) -> bool:
        """Whether it has a rate that may bear a signal: silence is not safety."""
        return bool(self.denominator) and not self.incomplete

    @property
    def value(self) -> float | None:
        """The rate."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator


def spans_of(
    windows: Windows, counted: Counted, silent: Flags, home: int, columns: range, is_open: Flags | None = None
) -> list[Span]:
    """The periods of one home of which anything is known; `is_open`: in which the viewer may see numbers."""
    found: list[Span] = []
    for column in columns:
        place = (home, column)
        recorded = windows.first[place] <= windows.last[place]
        from_baseline = counted.baseline_months[place] > 0
        if not recorded and not from_baseline:
            continue
        shown = is_open is None or bool(is_open[place])
        starts = windows.asked_first[place] if from_baseline else windows.first[place]
        ends = windows.last[place] if recorded else windows.asked_last[place]
        found.append(
            Span(
                day_of(int(starts)),
                day_of(int(ends)),
                float(counted.numerator[place]) if shown else None,
                float(counted.denominator[place]) if shown else None,
                bool(silent[place]) and not counted.only_baseline[place],
            )
        )
    return found


def typical_count(spans: Sequence[Span]) -> float:
    """Events that a period of median exposure expects at the rate of them all; 0 where nothing is known."""
    exposures = [span.denominator for span in spans if span.is_judged and span.denominator]
    if not exposures:
        return 0.0
    events = sum(span.numerator or 0.0 for span in spans if span.is_judged)
    return float(events / sum(exposures) * np.median(exposures))
