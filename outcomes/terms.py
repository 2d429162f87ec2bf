"""The measures of how people fare, each with the unit its rates are shown in."""

from enum import StrEnum


class OutcomesError(Exception):
    """A question about outcomes can't be answered as it was put."""


class PeriodReversed(OutcomesError):
    """The period ends before it begins: `from` must not be after `to`."""


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

    @property
    def per(self) -> float:
        """How many units of the denominator a rate is shown for."""
        return 1000.0 if self.counts_events else 100.0

    @property
    def counts_events(self) -> bool:
        """Whether the numerator counts events: then chance has a known shape, and a rate an interval."""
        return self in (Measure.FALLS, Measure.INJURIOUS_FALLS)
