"""More values that others print, each with where it stands; most stand with the tests of their function."""

import pytest

from outcomes.funnel import limits
from outcomes.signals import longest_run_by_chance
from outcomes.statistics import rate_interval, rate_ratio


@pytest.mark.parametrize(
    ("expected", "inner", "outer"),
    [
        (15, (0.5596924, 1.649348), (0.3862650, 2.082907)),
        (20, (0.6108260, 1.544419), (0.4479107, 1.902094)),
        (30, (0.6746958, 1.427562), (0.5289724, 1.702771)),
    ],
)
def test_funnel_limits_are_those_of_funnelplotr(
    expected: float, inner: tuple[float, float], outer: tuple[float, float]
) -> None:
    """FunnelPlotR, tests/testthat/test-poisson_limits.R: ll95, ul95, ll99 and ul99 (its 99 is 99.8)."""
    assert limits(expected, 0.95) == pytest.approx(inner, abs=6e-7)
    assert limits(expected, 0.998) == pytest.approx(outer, abs=6e-7)


def test_rates_of_two_groups_are_those_of_ratetest() -> None:
    """R package ratetest, README: rate_test(5, 8, 182.8, 165.1), rates for 100, and the exact p-value."""
    for events, exposure, printed in (
        (5 + 8, 182.8 + 165.1, (3.74, 1.99, 6.39)),
        (5, 182.8, (2.74, 0.888, 6.38)),
        (8, 165.1, (4.85, 2.09, 9.55)),
    ):
        interval = rate_interval(events, exposure / 100)
        assert tuple(interval) == pytest.approx(printed, abs=6e-3)
    assert rate_ratio(5, 182.8, 8, 165.1).p_value == pytest.approx(0.46007, abs=6e-6)


@pytest.mark.parametrize(
    ("first", "last", "longest"), [(10, 11, 6), (12, 22, 7), (23, 45, 8), (46, 90, 9), (91, 109, 10)]
)
def test_the_longest_run_by_chance_is_the_tabulated_one(first: int, last: int, longest: int) -> None:
    """Critical values for run length at unaettie.com/en-us/faq.php, after Anhøj: log₂ n + 3, rounded."""
    assert {longest_run_by_chance(useful) for useful in range(first, last + 1)} == {longest}
