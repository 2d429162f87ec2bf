"""Funnels against published limits and slow tails, and what must hold for all of them."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.funnel import Overdispersion, Position, limits, overdispersion, position

RANKS = [Position.BELOW_998, Position.BELOW_95, Position.WITHIN, Position.ABOVE_95, Position.ABOVE_998]


def poisson_at_most(count: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


class TestLimits:
    def test_it_gives_the_published_limits_for_fifteen_expected(self) -> None:
        """Exact Poisson limits as FunnelPlotR draws them, from χ² (Breslow and Day 1987)."""
        assert limits(15, 0.95) == pytest.approx((0.5596924, 1.649348), abs=1e-6)
        assert limits(15, 0.998) == pytest.approx((0.3862650, 2.082907), abs=1e-6)

    def test_nothing_expected_has_no_limits(self) -> None:
        assert limits(0, 0.95) == (0, math.inf)

    @given(st.floats(0.01, 1e4), st.floats(1.001, 10), st.floats(0, 0.5))
    def test_they_draw_together_as_more_is_expected(self, expected: float, more: float, tau: float) -> None:
        small, large = limits(expected, 0.95, tau), limits(expected * more, 0.95, tau)
        assert small.low <= large.low + 1e-12
        assert small.high >= large.high - 1e-12
        assert large.low <= 1 <= large.high

    @given(st.floats(0.01, 1e4), st.floats(0.001, 0.5))
    def test_the_outer_limits_enclose_the_inner_ones(self, expected: float, tau: float) -> None:
        for between in (0.0, tau):
            inner, outer = limits(expected, 0.95, between), limits(expected, 0.998, between)
            assert outer.low <= inner.low
            assert outer.high >= inner.high

    def test_with_variance_between_homes_they_are_those_of_the_square_root(self) -> None:
        reach = 1.959964 * math.sqrt(1 / 60 + 0.01)
        assert limits(15, 0.95, 0.01) == pytest.approx(((1 - reach) ** 2, (1 + reach) ** 2))
        assert limits(0.5, 0.998, 0.01).low == 0, "a negative root is no ratio"


class TestPosition:
    @given(st.integers(0, 80), st.floats(0.05, 40))
    def test_it_is_the_exact_tail(self, observed: int, expected: float) -> None:
        at_least = 1 - poisson_at_most(observed - 1, expected) if observed else 1.0
        at_most = poisson_at_most(observed, expected)
        if min(abs(tail - edge) for tail in (at_least, at_most) for edge in (0.025, 0.001)) < 1e-9:
            return
        found = position(observed, expected)
        assert (found in (Position.ABOVE_95, Position.ABOVE_998)) == (at_least <= 0.025)
        assert (found is Position.ABOVE_998) == (at_least <= 0.001)
        assert (found in (Position.BELOW_95, Position.BELOW_998)) == (at_most <= 0.025)
        assert (found is Position.BELOW_998) == (at_most <= 0.001)

    def test_a_home_without_falls_is_not_flagged_for_being_small(self) -> None:
        """The drawn lower limit is above 0 for any size, and so would flag it."""
        assert limits(1.5, 0.95).low > 0
        assert position(0, 1.5) is Position.WITHIN
        assert position(0, 4) is Position.BELOW_95
        assert position(0, 7) is Position.BELOW_998

    def test_nothing_expected_is_nothing_unusual(self) -> None:
        assert position(0, 0) is Position.WITHIN

    @given(st.integers(0, 60), st.floats(0.5, 40), st.floats(0.001, 0.5))
    def test_it_follows_the_limits_where_homes_differ(
        self, observed: int, expected: float, tau: float
    ) -> None:
        found, ratio = position(observed, expected, tau), observed / expected
        inner, outer = limits(expected, 0.95, tau), limits(expected, 0.998, tau)
        assert (found in (Position.ABOVE_95, Position.ABOVE_998)) == (ratio > inner.high)
        assert (found is Position.ABOVE_998) == (ratio > outer.high)
        assert (found in (Position.BELOW_95, Position.BELOW_998)) == (ratio < inner.low)
        assert (found is Position.BELOW_998) == (ratio < outer.low)

    @given(st.integers(0, 60), st.floats(0.5, 40))
    def test_more_events_never_lie_lower(self, observed: int, expected: float) -> None:
        assert RANKS.index(position(observed, expected)) <= RANKS.index(position(observed + 1, expected))


class TestOverdispersion:
    OBSERVED = (4, 9, 15, 22, 6, 13, 30, 8, 12, 25)
    EXPECTED = (8.0, 10.0, 11.0, 14.0, 9.0, 12.0, 16.0, 10.0, 12.5, 15.0)

    def test_it_is_the_formula_step_by_step(self) -> None:
        z = [
            (math.sqrt(o / e) - 1) * 2 * math.sqrt(e)
            for o, e in zip(self.OBSERVED, self.EXPECTED, strict=True)
        ]
        ordered = sorted(z)
        low = ordered[0] + 0.9 * (ordered[1] - ordered[0])
        high = ordered[8] + 0.1 * (ordered[9] - ordered[8])
        phi = sum(min(max(each, low), high) ** 2 for each in z) / 10
        weights = [4 * e for e in self.EXPECTED]
        total = sum(weights)
        tau = (10 * phi - 9) / (total - sum(w * w for w in weights) / total)
        found = overdispersion(self.OBSERVED, self.EXPECTED)
        assert found is not None
        assert (found.phi, found.tau_squared) == pytest.approx((phi, tau))
        assert found.adjusted

    def test_homes_that_differ_by_chance_alone_need_no_adjustment(self) -> None:
        found = overdispersion([10, 11, 9, 12, 8, 10, 11, 9, 10, 10], [10] * 10)
        assert found is not None
        assert (found.tau_squared, found.adjusted) == (0, False)
        assert found.phi < 1

    def test_nine_homes_tell_nothing(self) -> None:
        assert overdispersion(self.OBSERVED[:9], self.EXPECTED[:9]) is None

    def test_a_home_of_which_nothing_is_expected_has_no_part(self) -> None:
        assert overdispersion([*self.OBSERVED, 0], [*self.EXPECTED, 0]) == overdispersion(
            self.OBSERVED, self.EXPECTED
        )
        assert overdispersion([*self.OBSERVED[:9], 0], [*self.EXPECTED[:9], 0]) is None

    @given(st.lists(st.tuples(st.integers(0, 60), st.floats(0.5, 40)), min_size=10, max_size=40))
    def test_it_is_never_negative(self, homes: list[tuple[int, float]]) -> None:
        found = overdispersion([o for o, _ in homes], [e for _, e in homes])
        assert isinstance(found, Overdispersion)
        assert found.phi >= 0
        assert found.tau_squared >= 0


@pytest.mark.parametrize(
    "call",
    [
        lambda: limits(-1, 0.95),
        lambda: limits(math.nan, 0.95),
        lambda: limits(15, 1),
        lambda: limits(15, 0.95, -0.1),
        lambda: position(-1, 5),
        lambda: position(1, 0),
        lambda: position(1, math.inf),
        lambda: position(1, 5, math.nan),
        lambda: overdispersion([1], [1, 2]),
        lambda: overdispersion([1, 2], [1, 0]),
    ],
)
def test_what_makes_no_sense_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w+ "):
        call()
