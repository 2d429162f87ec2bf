"""The measures of how people fare, each with the unit its rates are shown in, and what a chart's point is."""

from enum import StrEnum
from typing import Literal


class OutcomesError(Exception):
    """A question about outcomes can't be answered as it was put."""


class PeriodReversed(OutcomesError):
    """The period ends before it begins: `from` must not be after `to`."""


class EventsNotCounted(OutcomesError):
    """Days between events are for what is counted as events: ask for falls, or for months or quarters."""


class NotAWindow(OutcomesError):
    """A before and after takes 1 to 60 months, and a change to detect of 0.01 to 100 times that is not 1."""


class NotCompared(OutcomesError):
    """Homes are not compared by this measure, which would reward typing: ask for a chart of one home."""


class Measure(StrEnum):
    """What is counted, and against what."""

    FALLS = "falls"
    """Falls per 1,000 occupied bed days; lower is better."""
    INJURIOUS_FALLS = "injurious_falls"
    """Falls with harm low or worse per 1,000 occupied bed days; lower is better."""
    SICKNESS = "sickness"
    """FTE days lost to sickness per 100 FTE days available; lower is better."""
    OCCUPANCY = "occupancy"
    """Occupied bed days per 100 available bed days; higher is better."""

    MOMENTS = "moments"
    """Resident-weeks with something chosen and enjoyed per 100 resident-weeks present; higher is better."""
    VOLUNTEERING = "volunteering"
    """Volunteers' hours per 7 occupied bed days; higher is better."""

    @property
    def per(self) -> float:
        """How many units of the denominator a rate is shown for."""
        if self.counts_events:
            return 1000.0
        return 7.0 if self is Measure.VOLUNTEERING else 100.0

    @property
    def counts_events(self) -> bool:
        """Whether the numerator counts events: then chance has a known shape, and a rate an interval."""
        return self in (Measure.FALLS, Measure.INJURIOUS_FALLS)

    @property
    def better(self) -> Literal["lower", "higher"]:
        """Which way is good."""
        return "lower" if self.counts_events or self is Measure.SICKNESS else "higher"

    @property
    def is_compared(self) -> bool:
        """Whether homes are set beside each other by it; what is only typed in would reward typing."""
        return self not in (Measure.MOMENTS, Measure.VOLUNTEERING)


class Unit(StrEnum):
    """What a point of a chart stands for."""

    AUTO = "AUTO"
    """Whichever suits how much there is to count."""
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    EVENT = "EVENT"
    """The days from one event to the next."""
