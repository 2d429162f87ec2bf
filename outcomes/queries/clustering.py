"""How falls cluster in people on both sides of a change, in homes of which some know only totals."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outcomes.counting.grouping import Floats
from outcomes.counting.nights import Residents
from outcomes.counting.tallies import Counted, events_of, network_dispersion
from outcomes.statistics import ratio_dispersion
from outcomes.terms import Measure


class Clustering(NamedTuple):
    """φ for what is shown of a before and after."""

    ratio: float
    before: float
    after: float


def clustering_of(residents: Residents, measure: Measure, counted: Counted, later: Floats) -> Clustering:
    """φ of homes together; window 0 is before, window 1 after.

    Homes that recorded both windows are taken resident by resident, as one group. A home with
    months known as totals tells of no residents and takes `later`, by home: its own φ of what it
    recorded since, else the network's. Each part has the weight of its share in the variance, so
    that a small home moves φ by no more than it moves the ratio.
    """
    only_totals: NDArray[np.bool_] = counted.baseline_months.sum(axis=1) > 0
    events, phis = [counted.numerator[only_totals]], [np.repeat(later[only_totals][:, None], 3, axis=1)]
    if not only_totals.all():
        events.append(counted.numerator[~only_totals].sum(axis=0)[None, :])
        phis.append(_of_residents(residents, measure, (~only_totals)[residents.home])[None, :])
    x, phi = np.concatenate(events), np.concatenate(phis)
    shares = np.divide(x, x.sum(axis=0), out=np.zeros_like(x), where=x.sum(axis=0) > 0)
    of_ratio = np.divide(shares, x.sum(axis=0), out=np.zeros_like(x), where=x.sum(axis=0) > 0).sum(axis=1)
    return Clustering(
        _mean(phi[:, 0], of_ratio), _mean(phi[:, 1], shares[:, 0]), _mean(phi[:, 2], shares[:, 1])
    )


def _of_residents(residents: Residents, measure: Measure, taken: NDArray[np.bool_]) -> Floats:
    """φ of the ratio, before and after, over these residents."""
    nights, falls, injurious = (part[taken] for part in residents[1:])
    people = Residents(residents.home[taken], nights, falls, injurious)
    events = events_of(people, measure)
    # Who fell while their night was spent elsewhere has no exposure to compare by.
    there = ((people.nights > 0) | (events == 0)).all(axis=1)
    before, after = ((events[there, side].tolist(), people.nights[there, side].tolist()) for side in (0, 1))
    return np.array([ratio_dispersion(*after, *before), *network_dispersion(people, events)])


def _mean(phi: Floats, weights: Floats) -> float:
    """Their weighted mean; the plain one where nothing was counted."""
    return float(np.average(phi, weights=weights if weights.any() else None))
