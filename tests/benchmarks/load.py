"""The load that all contenders for commands a second get alike, and what came of it."""

from collections.abc import Sequence
from time import sleep, time
from typing import Self
from uuid import UUID, uuid5

import msgspec

HOMES = 200
RESIDENTS_A_HOME = 10
WRITERS = 16
DESCRIPTION = "Found sitting on the floor beside her bed; says she slipped while reaching for her glasses."
FACTS = {
    "place": "bedroom",
    "harm": "low",
    "witnessed": False,
    "head_struck": False,
    "actions": ["first_aid"],
}

NAMESPACE = UUID("0c2bd1b0-7d4e-4a57-9c3c-0b3f1ac2c001")


class Turn(msgspec.Struct, frozen=True):
    """One contender's turn."""

    seconds: float
    writers: int
    seed: int
    begins_at: float = 0.0
    """Seconds since the epoch; for processes that are to begin together."""

    def wait(self) -> None:
        """Wait, when everything is ready, for the others."""
        sleep(max(0.0, self.begins_at - time()))


class Outcome(msgspec.Struct):
    """What one run of a contender did; runs of several processes add up."""

    seconds: float
    latencies: list[float] = []
    """Seconds from the call to the answer, one for each command acknowledged."""
    conflicts: int = 0
    refused: int = 0
    """Commands that were not acknowledged; none should be."""

    warmed_up: int = 0
    """Commands acknowledged before the clock began to run."""

    @property
    def commands(self) -> int:
        """How many were acknowledged."""
        return len(self.latencies)

    @property
    def rate(self) -> float:
        """Commands acknowledged a second."""
        return self.commands / self.seconds

    def p99(self) -> float:
        """The latency in seconds that 99 of 100 commands stay within."""
        return percentile(self.latencies, 0.99)

    @classmethod
    def together(cls, outcomes: Sequence[Self]) -> Self:
        """The runs of processes that worked at the same time, as one."""
        return cls(
            seconds=max(outcome.seconds for outcome in outcomes),
            latencies=[latency for outcome in outcomes for latency in outcome.latencies],
            conflicts=sum(outcome.conflicts for outcome in outcomes),
            refused=sum(outcome.refused for outcome in outcomes),
            warmed_up=sum(outcome.warmed_up for outcome in outcomes),
        )


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least that share of the values stay within; 0 for none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def home_of(number: int) -> UUID:
    """The same home in every process."""
    return uuid5(NAMESPACE, f"home/{number}")


def resident_of(home: int, number: int) -> UUID:
    """A resident of that home."""
    return uuid5(NAMESPACE, f"home/{home}/resident/{number}")
