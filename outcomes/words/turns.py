"""What has been so since a run of signals that is over."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import takewhile
from typing import NamedTuple

from outcomes.signals import side_of
from outcomes.words.judged import Judged

LONG_ENOUGH = timedelta(days=28)
"""A month that has just begun tells of nothing yet."""


class Turn(NamedTuple):
    """How a chart went on the other way after a run."""

    now: int
    """1 where it has been above the centre since, -1 below."""
    begins: date
    """The first day since."""
    points: int
    """How many periods since were on that side."""
    of: int
    """How many were judged."""


def turned_after(points: Sequence[Judged], ends: int) -> Turn | None:
    """How it went on after the signals that end before this place; None: not mostly the other way.

    A single point beyond a limit is no run: what follows it is what was usual anyway.
    """
    last = points[ends - 1]
    run = list(takewhile(lambda point: _goes_the_same_way(point, last), reversed(points[:ends])))
    since = [point for point in points[ends:] if _is_judged(point)]
    if len(run) < 2 or not since or since[-1].ends_on - since[0].starts_on + timedelta(days=1) < LONG_ENOUGH:
        return None
    now = -_side(last)
    other = sum(_side(point) == now for point in since)
    if now == 0 or other * 2 < len(since):
        return None
    return Turn(now, since[0].starts_on, other, len(since))


def _goes_the_same_way(point: Judged, last: Judged) -> bool:
    return point.signal is not None and point.direction is last.direction


def _is_judged(point: Judged) -> bool:
    return point.value is not None and point.centre is not None and not point.incomplete


def _side(point: Judged) -> int:
    return side_of(point.value or 0.0, point.centre or 0.0)
