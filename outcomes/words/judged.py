"""What charts' words need to know of a chart: its points as judged, and its last days."""

from datetime import date
from typing import Protocol

from outcomes.signals import Direction, Signal


class Judged(Protocol):
    """A point of a chart, as far as words need it."""

    @property
    def starts_on(self) -> date:
        """Its first day."""
        ...

    @property
    def ends_on(self) -> date:
        """Its last day."""
        ...

    @property
    def value(self) -> float | None:
        """Its rate."""
        ...

    @property
    def centre(self) -> float | None:
        """What is usual."""
        ...

    @property
    def signal(self) -> Signal | None:
        """What is more than chance in it."""
        ...

    @property
    def direction(self) -> Direction | None:
        """Whether that is good."""
        ...

    @property
    def incomplete(self) -> bool:
        """Whether nobody recorded anything for too long."""
        ...


class Counted(Judged, Protocol):
    """A point with what it was judged by."""

    @property
    def numerator(self) -> float | None:
        """What was counted; None: closed to whoever looks."""
        ...


class Lately(Protocol):
    """The last days, as far as words need them."""

    @property
    def days(self) -> int:
        """How many."""
        ...

    @property
    def count(self) -> float:
        """The events in them."""
        ...

    @property
    def tail(self) -> float:
        """How likely as many or more are."""
        ...

    @property
    def incomplete(self) -> bool:
        """Whether nobody recorded anything for too long."""
        ...
