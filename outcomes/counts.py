"""Which counts, exposures and settings make sense; anything else is a ValueError with the reason."""

import math
from collections.abc import Sequence


def check_counts(events: Sequence[float], exposure: Sequence[float]) -> None:
    """As `check_count`, for each of two lists of one length."""
    if len(events) != len(exposure):
        raise ValueError(f"There are {len(events)} counts of events but {len(exposure)} exposures.")
    for count, time in zip(events, exposure, strict=True):
        check_count(count, time)


def check_count(events: float, exposure: float) -> None:
    """Neither negative nor undefined, and no events without exposure."""
    check_amounts(events, exposure)
    if exposure == 0 and events > 0:
        raise ValueError("Events without any exposure have no rate.")


def check_amounts(*amounts: float) -> None:
    """Finite and not negative."""
    for amount in amounts:
        if not math.isfinite(amount):
            raise ValueError(f"{amount} is not a number to count with.")
        if amount < 0:
            raise ValueError(f"{amount} is negative.")


def check_dispersion(dispersion: float) -> None:
    """A finite number above 0; 1 means no more variation than chance."""
    if not (math.isfinite(dispersion) and dispersion > 0):
        raise ValueError(f"A dispersion is a number above 0, not {dispersion}.")


def tail_of(confidence: float) -> float:
    """The probability beyond each limit of an interval with this confidence."""
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence lies between 0 and 1, not at {confidence}.")
    return (1 - confidence) / 2
