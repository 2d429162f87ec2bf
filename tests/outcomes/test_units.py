"""Another unit of exposure, such as weeks for days, changes no ratio, no p-value, no signal and no power."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.spc import Chart, u_chart
from outcomes.statistics import power_to_detect, rate_dispersion, rate_interval, rate_ratio, shrink

COUNTS = st.integers(0, 200)
EXPOSURES = st.integers(10, 5000)
UNITS = st.sampled_from([0.125, 0.5, 2.0, 8.0, 1024.0])
"""Powers of two, so that only what is claimed is looked at, and no rounding."""
HOMES = st.lists(st.tuples(COUNTS, EXPOSURES), min_size=2, max_size=12)
few = settings(max_examples=20, deadline=None)


@few
@given(COUNTS, EXPOSURES, COUNTS, EXPOSURES, UNITS)
def test_rates_follow_the_unit_and_ratios_do_not_change(
    a: int, time_a: int, b: int, time_b: int, unit: float
) -> None:
    plain, scaled = rate_interval(a, time_a), rate_interval(a, time_a * unit)
    assert (scaled.low * unit, scaled.high * unit) == pytest.approx((plain.low, plain.high))
    assert rate_ratio(a, time_a * unit, b, time_b * unit) == pytest.approx(rate_ratio(a, time_a, b, time_b))


@few
@given(HOMES, UNITS)
def test_shrinking_and_dispersion_know_no_unit(homes: list[tuple[int, int]], unit: float) -> None:
    events, exposure = [e for e, _ in homes], [n for _, n in homes]
    scaled = [n * unit for n in exposure]
    assert rate_dispersion(events, scaled) == pytest.approx(rate_dispersion(events, exposure))
    plain, other = shrink(events, exposure), shrink(events, scaled)
    assert [_known(e) * unit for e in other.estimates] == pytest.approx([_known(e) for e in plain.estimates])


@few
@given(HOMES, UNITS, st.booleans())
def test_a_chart_has_the_same_signals(homes: list[tuple[int, int]], unit: float, exact: bool) -> None:
    events, exposure = [e for e, _ in homes], [float(n) for _, n in homes]
    plain = u_chart(events, exposure, exact=exact)
    scaled = u_chart(events, [n * unit for n in exposure], exact=exact)
    assert _signals(scaled) == _signals(plain)


@settings(max_examples=8, deadline=None)
@given(st.floats(0.5, 20), st.sampled_from([0.4, 0.57, 1.6]), UNITS)
def test_power_knows_no_unit(rate: float, ratio: float, unit: float) -> None:
    plain = power_to_detect(rate, 1, 1, ratio)
    assert power_to_detect(rate / unit, unit, unit, ratio) == pytest.approx(plain)


def _known(value: float | None) -> float:
    assert value is not None
    return value


def _signals(chart: Chart) -> Sequence[object]:
    return [(point.signal, point.direction) for point in chart.points]
