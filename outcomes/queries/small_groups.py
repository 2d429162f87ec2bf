"""Whose sickness may be told outside the home: nobody's alone, however periods are laid over each other."""

from uuid import UUID

import numpy as np

from outcomes.counting.silence import Flags
from outcomes.counting.tallies import Tallies
from outcomes.counting.windows import Windows, day_of
from outcomes.periods import Period, quarters_of


async def homes_large_enough(tallies: Tallies, windows: Windows, small_group: int) -> set[UUID]:
    """Homes whose one window is whole quarters that are over, with no small team in any of them.

    Every single quarter has to be of a team large enough: else two periods could be
    subtracted, and the small one be left. All homes are asked about the same period.
    """
    if not windows.homes:
        return set()
    asked = Period(day_of(int(windows.asked_first[0, 0])), day_of(int(windows.asked_last[0, 0])))
    today = day_of(windows.today)
    if not asked.is_whole_quarters or asked.last >= today:
        return set()
    by_quarter = Windows.of(windows.begun, quarters_of(asked), today)
    sizes = await tallies.team_sizes(by_quarter)
    enough: Flags = np.all(sizes >= small_group, axis=1) & np.any(np.isfinite(sizes), axis=1)
    return {windows.homes[place] for place in np.flatnonzero(enough)}


async def open_quarters(tallies: Tallies, quarters: Windows, small_group: int) -> Flags:
    """By home and window: whether it is a whole quarter that is over, of no small team."""
    sizes = await tallies.team_sizes(quarters)
    whole = [
        [
            Period(day_of(int(first)), day_of(int(last))).is_whole_quarters and last < quarters.today
            for first, last in zip(firsts, lasts, strict=True)
        ]
        for firsts, lasts in zip(quarters.asked_first, quarters.asked_last, strict=True)
    ]
    return (sizes >= small_group) & np.array(whole, dtype=bool).reshape(quarters.shape)
