"""Which counts, exposures and settings make sense, as plain numbers; else a ValueError with the reason."""

import math
from collections.abc import Sequence


def amount_of(value: float) -> float:
    """A finite number that is not negative, whatever kind of number it came as."""
    number = number_of(value)
    if number < 0:
        raise ValueError(f"{value} is negative.")
    return number


def number_of(value: float) -> float:
    """A finite number as a float: programs also bring whole numbers, decimals and fractions."""
    try:
        if math.isfinite(value):
            return float(value)
    except (TypeError, OverflowError):
        pass
    raise ValueError(f"{value!r} is not a number to count with.")


def count_of(events: float, exposure: float) -> tuple[float, float]:
    """Events and exposure, neither negative nor undefined, and no events without exposure."""
    count, time = amount_of(events), amount_of(exposure)
    if time == 0 and count > 0:
        raise ValueError("Events without any exposure have no rate.")
    return count, time


def counts_of(events: Sequence[float], exposure: Sequence[float]) -> tuple[list[float], list[float]]:
    """As `count_of`, for each of two lists of one length."""
    counts, times = list(events), list(exposure)
    if len(counts) != len(times):
        raise ValueError(f"There are {len(counts)} counts of events but {len(times)} exposures.")
    pairs = [count_of(count, time) for count, time in zip(counts, times, strict=True)]
    return [count for count, _ in pairs], [time for _, time in pairs]


def dispersion_of(dispersion: float) -> float:
    """A finite number above 0; 1 means no more variation than chance."""
    phi = number_of(dispersion)
    if phi <= 0:
        raise ValueError(f"A dispersion is a number above 0, not {dispersion}.")
    return phi


def tail_of(confidence: float) -> float:
    """The probability beyond each limit of an interval with this confidence."""
    level = number_of(confidence)
    if not 0 < level < 1:
        raise ValueError(f"A confidence lies between 0 and 1, not at {confidence}.")
    return (1 - level) / 2
