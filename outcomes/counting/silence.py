"""Silence is not safety: in which windows nobody recorded anything for too long."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from outcomes.counting.windows import Windows, day_of, number_of

TOO_LONG = 14
"""Days in a row without a record of any kind."""

Flags = NDArray[np.bool_]
Spell = tuple[UUID, date, date]
"""A home, with the first and the last day of a silence."""


class Silence(Protocol):
    """Knows when nobody recorded anything in a home."""

    async def spells(
        self, recorded_from: Mapping[UUID, date], first: date, last: date, today: date
    ) -> Sequence[Spell]:
        """Silences of at least 14 days that reach into a period; as much of each as lies 14 days about it."""
        ...


async def silent_windows(silence: Silence, windows: Windows) -> Flags:
    """By home and window: whether 14 days of a silence, or all of a shorter window, lie in it.

    A window of which no day counts is silent.
    """
    lengths = windows.last - windows.first + 1
    silent = lengths <= 0
    first, last = windows.span
    if first > last:
        return silent
    places = {home: place for place, home in enumerate(windows.homes)}
    spells = await silence.spells(windows.begun, first, last, day_of(windows.today))
    if not spells:
        return silent
    place = np.array([places[home] for home, _, _ in spells], dtype=np.int64)
    begins = np.array([number_of(day) for _, day, _ in spells], dtype=np.int64)
    ends = np.array([number_of(day) for _, _, day in spells], dtype=np.int64)
    enough = np.minimum(TOO_LONG, np.maximum(1, lengths))[place]
    np.logical_or.at(silent, place, windows.overlap(place, begins, ends) >= enough)
    return silent
