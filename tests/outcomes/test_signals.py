"""The rules of charts, each on a series made for it."""

import pytest

from outcomes.signals import (
    Bounds,
    Sides,
    Signal,
    Values,
    fewest_crossings_by_chance,
    find_signals,
    longest_run_by_chance,
    outside,
    unusual_runs,
)

BOUNDS = Bounds(centre=0.0, lower=-3.0, upper=3.0, near_lower=-2.0, near_upper=2.0)
TREND, NEAR, SHIFT, OUT = Signal.TREND, Signal.TWO_OF_THREE, Signal.SHIFT, Signal.OUTSIDE_LIMITS


def signals(values: Values) -> list[tuple[Signal, int] | None]:
    """Of a chart with centre 0 and limits 3."""
    bounds = [BOUNDS] * len(values)
    return find_signals(values, bounds, outside(values, bounds))


def flagged(values: Values, signal: Signal) -> list[int]:
    """Where that signal stands."""
    return [i for i, found in enumerate(signals(values)) if found and found[0] is signal]


def test_on_the_limit_is_not_beyond_it() -> None:
    assert flagged([3, -3, 0, 3.1, 0, -3.1], OUT) == [3, 5]
    assert [found[1] for found in signals([3.1, 0, -3.1]) if found] == [1, -1]


class TestTrend:
    """NHSRplotthedots, test-ptd_calculate_point_type.R: 1:7 is a trend, 1:6 and c(1:3, 3:6) are none."""

    def test_seven_points_that_rise_are_all_of_a_trend(self) -> None:
        assert flagged([-1, -0.9, -0.8, -0.7, 0.6, 0.7, 0.8], TREND) == list(range(7))

    def test_six_points_are_none(self) -> None:
        assert flagged([-1, -0.9, -0.8, 0.6, 0.7, 0.8], TREND) == []

    def test_a_tie_breaks_it(self) -> None:
        assert flagged([-1, -0.9, -0.8, -0.8, 0.6, 0.7, 0.8], TREND) == []

    def test_a_missing_point_breaks_it(self) -> None:
        assert flagged([-1, -0.9, -0.8, None, 0.6, 0.7, 0.8, 0.9], TREND) == []

    def test_points_before_and_after_it_are_not_of_it(self) -> None:
        assert flagged([0.5, 0.8, 0.7, 0.6, 0.5, -0.1, -0.2, -0.3, 0.4], TREND) == list(range(1, 8))

    def test_it_falls_down(self) -> None:
        assert {found for found in signals([0.8, 0.7, 0.6, 0.5, -0.1, -0.2, -0.3]) if found} == {(TREND, -1)}


class TestTwoOfThree:
    """NHSRplotthedots, ptd_part_of_two_in_three: of c(1, 0, 0, 1, 1) the last two are flagged."""

    def test_only_the_near_ones_are_flagged(self) -> None:
        assert flagged([2.5, 1, 2.5, 0], NEAR) == [0, 2]
        assert flagged([2.5, 1, 1, 2.5, 2.5], NEAR) == [3, 4]

    def test_two_of_four_are_none(self) -> None:
        assert flagged([2.5, 1, 1, 2.5], NEAR) == []

    def test_all_three_are_on_that_side_of_the_centre(self) -> None:
        assert flagged([2.5, -1, 2.5], NEAR) == []
        assert flagged([2.5, 0, 2.5], NEAR) == []
        assert flagged([2.5, -2.5, 1], NEAR) == []

    def test_at_the_near_limit_is_not_near(self) -> None:
        assert flagged([2.0, 1, 2.5], NEAR) == []

    def test_below_the_centre_as_well(self) -> None:
        assert signals([-1, -2.5, -2.1]) == [None, (NEAR, -1), (NEAR, -1)]


class TestShift:
    """NHSRplotthedots, ptd_seven_point_one_side_mean: six are none, eight in a row are all of it."""

    def test_seven_on_one_side(self) -> None:
        assert flagged([-1, 1, 1, 1, 1, 1, 1, 1, -1], SHIFT) == list(range(1, 8))

    def test_six_are_none(self) -> None:
        assert flagged([1] * 6 + [-1] + [1] * 6, SHIFT) == []

    def test_a_point_on_the_centre_breaks_it(self) -> None:
        assert flagged([1] * 5 + [0] + [1] * 5, SHIFT) == []

    def test_a_missing_point_breaks_it(self) -> None:
        assert flagged([1] * 5 + [None] + [1] * 5, SHIFT) == []


def test_each_point_bears_the_first_signal_that_holds() -> None:
    assert signals([0.5, 0.6, 0.7, 0.8, 2.1, 2.2, 4.0]) == [(TREND, 1)] * 6 + [(OUT, 1)]
    assert signals([1, 2.5, 2.4, 1, 1, 1, 1, -1])[:3] == [(SHIFT, 1), (NEAR, 1), (NEAR, 1)]


class TestAnhoejsRules:
    @pytest.mark.parametrize(
        ("useful", "longest", "crossings"),
        [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (36, 8, 13), (60, 9, 23), (100, 10, 41)],
    )
    def test_the_limits_are_the_published_ones(self, useful: int, longest: int, crossings: int) -> None:
        """Anhøj and Wentzel-Larsen 2018, and qicharts2: 24 points may run for 8 and must cross 8 times."""
        assert (longest_run_by_chance(useful), fewest_crossings_by_chance(useful)) == (longest, crossings)

    def test_a_run_that_is_too_long_is_flagged_whole(self) -> None:
        sides = [1] * 8 + [-1, -1, 1, -1, 1, -1, -1, 1, -1, 1, -1, -1]
        assert longest_run_by_chance(20) == 7
        assert unusual_runs(sides) == [1] * 8 + [0] * 12

    def test_points_on_the_median_are_left_out_and_break_nothing(self) -> None:
        sides = [1, 1, 1, 0, 1, 1, 1, 1, 0, 1, -1, -1, 1, -1, 1, -1, -1, 1, -1, 1, -1, -1]
        assert unusual_runs(sides) == [1, 1, 1, 0, 1, 1, 1, 1, 0, 1] + [0] * 12

    def test_too_few_crossings_are_laid_to_the_longest_runs(self) -> None:
        sides: Sides = [1] * 6 + [-1] * 6
        assert unusual_runs(sides) == sides

    def test_enough_crossings_and_short_runs_are_chance(self) -> None:
        assert unusual_runs([1, 1, -1, 1, -1, -1] * 3) == [0] * 18

    def test_fewer_than_ten_points_off_the_median_are_not_judged(self) -> None:
        assert unusual_runs([1] * 9) == [0] * 9
        assert unusual_runs([1] * 5 + [0, 0] + [-1] * 4) == [0] * 11
        assert unusual_runs([1] * 5 + [-1] * 5) == [1] * 5 + [-1] * 5
