"""Charts against published ones, and what must hold for all of them."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcomes.signals import Direction, Signal
from outcomes.spc import Chart, ChartKind, g_chart, run_chart, u_chart, xmr

EXPOSURES = st.floats(1, 1e4)
MONTHS = st.lists(st.tuples(st.integers(0, 60), st.floats(20, 600)), min_size=1, max_size=40)
VALUES = st.lists(st.integers(-1000, 1000), min_size=2, max_size=40)

MORTGAGES = [
    310, 288, 297, 298, 307, 303, 294, 297, 308, 306, 294, 299, 297, 299, 314, 295, 293, 306, 301, 304,
]  # fmt: skip
CLOTH = [14, 12, 20, 11, 7, 10, 21, 16, 19, 23]
ROLLS = [10.0, 8.0, 13.0, 10.0, 9.5, 10.0, 12.0, 10.5, 12.0, 12.5]


def poisson_at_most(count: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def signals(chart: Chart) -> list[Signal | None]:
    """Point by point."""
    return [point.signal for point in chart.points]


class TestXmr:
    def test_it_gives_the_limits_that_montgomery_prints(self) -> None:
        """Montgomery, Introduction to Statistical Quality Control, 6th ed., example 6.5."""
        chart = xmr(MORTGAGES)
        point = chart.points[0]
        assert point.centre == pytest.approx(300.5)
        assert (point.lower, point.upper) == pytest.approx((279.78, 321.22), abs=0.01)
        assert (chart.kind, chart.trial, chart.screened, chart.dispersion) == (ChartKind.XMR, False, False, 1)
        assert signals(chart) == [None] * 20

    def test_it_gives_the_limits_of_nhsrplotthedots(self) -> None:
        """NHSRplotthedots, vignette "Deviations from Excel defaults": mean 1.94, limits −0.72 and 4.6."""
        chart = xmr([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])
        point = chart.points[4]
        assert (point.lower, point.centre, point.upper) == pytest.approx((-0.72, 1.94, 4.60), abs=0.005)
        assert point.near_upper == pytest.approx(1.944 + 2 / 3 * 2.66, abs=0.001)
        assert chart.screened
        assert signals(chart).index(Signal.OUTSIDE_LIMITS) == 4
        assert point.direction is Direction.CONCERN
        wide = xmr([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], screen=False)
        assert not wide.screened
        assert wide.points[0].upper == pytest.approx(1.9444 + 2.66 * 32 / 17, abs=0.001)

    def test_better_turns_the_direction(self) -> None:
        values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1]
        assert xmr(values, better="higher").points[4].direction is Direction.IMPROVEMENT

    def test_one_value_has_no_limits(self) -> None:
        (point,) = xmr([4]).points
        assert (point.centre, point.lower, point.upper) == (4, None, None)

    def test_values_that_never_change_are_within_limits(self) -> None:
        chart = xmr([5] * 12)
        assert (chart.points[0].lower, chart.points[0].upper) == (5, 5)
        assert signals(chart) == [None] * 12

    def test_a_missing_value_makes_no_range(self) -> None:
        chart = xmr([1, 2, None, 9, 8])
        assert chart.points[0].upper == pytest.approx(5 + 2.66)
        assert chart.points[2].value is None

    @given(VALUES, st.floats(0.01, 100))
    def test_another_unit_changes_no_signal(self, values: list[int], unit: float) -> None:
        assert signals(xmr([8 * v for v in values])) == signals(xmr(values))
        scaled = xmr([unit * v for v in values]).points[0]
        plain = xmr(values).points[0]
        assert plain.upper is not None
        assert scaled.upper == pytest.approx(unit * plain.upper, rel=1e-6, abs=1e-6)


class TestUChart:
    def test_it_gives_the_limits_that_montgomery_prints(self) -> None:
        """Montgomery, as above, example 7.5: nonconformities of dyed cloth per 50 square metres."""
        chart = u_chart(CLOTH, ROLLS)
        assert chart.points[0].centre == pytest.approx(1.42, abs=0.005)
        assert [p.upper for p in chart.points] == pytest.approx(
            [2.55, 2.68, 2.41, 2.55, 2.58, 2.55, 2.45, 2.52, 2.45, 2.43], abs=0.015
        )
        assert [p.lower for p in chart.points] == pytest.approx(
            [0.29, 0.16, 0.43, 0.29, 0.26, 0.29, 0.39, 0.32, 0.39, 0.41], abs=0.015
        )
        assert (chart.kind, chart.trial) == (ChartKind.U, True)

    def test_it_takes_six_falls_in_a_month_of_a_household_of_ten_to_signal(self) -> None:
        """At 5 falls per 1,000 over 300 bed days the limit is 17 per 1,000."""
        chart = u_chart([1, 2] * 18, [300] * 36)
        assert chart.points[0].centre == pytest.approx(0.005)
        assert chart.points[0].upper == pytest.approx(0.0172, abs=5e-5)
        assert chart.points[0].lower == 0

    def test_dispersion_thins_the_exposure(self) -> None:
        clustered = u_chart(CLOTH, ROLLS, dispersion=2)
        assert clustered.dispersion == 2
        mean = 153 / 107.5
        assert clustered.points[0].upper == pytest.approx(mean + 3 * math.sqrt(mean / 5))

    def test_laney_takes_the_width_from_the_points(self) -> None:
        """σz by hand for three equal exposures: z = −1, 0, 1 times √(n/ū)·d, so its mean step is that."""
        chart = u_chart([10, 20, 30], [10, 10, 10], laney=True)
        step = 1 / math.sqrt(2 / 10)
        assert chart.points[0].upper == pytest.approx(2 + 3 * math.sqrt(2 / 10) * step / 1.128)
        assert u_chart([0, 0], [10, 10], laney=True).points[0].upper == 0

    @given(st.floats(0.001, 40), st.floats(1, 50), st.floats(1, 5))
    def test_exact_limits_leave_their_tails(self, mean: float, exposure: float, phi: float) -> None:
        expected = mean * exposure
        (point,) = u_chart([expected], [exposure], exact=True, dispersion=phi).points
        assert point.upper is not None
        assert point.lower is not None
        above = math.ceil(point.upper * exposure / phi + 1e-9)
        assert 1 - poisson_at_most(above - 1, expected / phi) <= 0.00135 + 1e-9
        below = math.floor(point.lower * exposure / phi - 1e-9)
        if below >= 0:
            assert poisson_at_most(below, expected / phi) <= 0.00135 + 1e-9

    @given(MONTHS)
    def test_exact_signals_are_the_tails(self, months: list[tuple[int, float]]) -> None:
        events, exposure = [x for x, _ in months], [n for _, n in months]
        chart = u_chart(events, exposure, exact=True)
        mean = sum(events) / sum(exposure)
        for point, x, n in zip(chart.points, events, exposure, strict=True):
            if mean == 0:
                assert point.signal is None
                continue
            at_least = 1 - poisson_at_most(x - 1, mean * n) if x else 1.0
            at_most = poisson_at_most(x, mean * n)
            if min(abs(at_least - 0.00135), abs(at_most - 0.00135)) > 1e-9:
                is_out = at_least <= 0.00135 or at_most <= 0.00135
                assert (point.signal is Signal.OUTSIDE_LIMITS) == is_out

    @given(MONTHS, st.booleans(), st.floats(1, 4), st.floats(1.01, 3))
    def test_limits_draw_together_as_exposure_grows(
        self, months: list[tuple[int, float]], exact: bool, phi: float, more: float
    ) -> None:
        """The same rate with more of everything has narrower limits."""
        events, exposure = [float(x) for x, _ in months], [n for _, n in months]
        small = u_chart(events, exposure, exact=exact, dispersion=phi).points[0]
        large = u_chart([x * more for x in events], [n * more for n in exposure], exact=exact, dispersion=phi)
        assert small.upper is not None
        assert small.lower is not None
        assert large.points[0].upper is not None
        assert large.points[0].lower is not None
        assert large.points[0].upper <= small.upper * (1 + 1e-9)
        assert large.points[0].lower >= small.lower * (1 - 1e-9)

    @given(MONTHS, st.booleans(), st.booleans())
    def test_another_unit_changes_no_signal(
        self, months: list[tuple[int, float]], laney: bool, exact: bool
    ) -> None:
        events, exposure = [x for x, _ in months], [n for _, n in months]
        by_day = u_chart(events, exposure, laney=laney, exact=exact)
        by_thousand = u_chart(events, [n / 1024 for n in exposure], laney=laney, exact=exact)
        assert signals(by_thousand) == signals(by_day)
        for a, b in zip(by_thousand.points, by_day.points, strict=True):
            assert a.upper == pytest.approx((b.upper or 0) * 1024, rel=1e-9)

    def test_near_a_limit_is_two_thirds_of_the_way_and_nowhere_without_one(self) -> None:
        few, many = (u_chart([mean] * 2, [100] * 2, exact=True).points[0] for mean in (4.5, 20))
        assert few.upper is not None
        assert few.near_upper == pytest.approx(0.045 + 2 / 3 * (few.upper - 0.045))
        assert (few.lower, few.near_lower) == (0, 0), "even none at all is likely"
        assert many.lower is not None
        assert many.near_lower == pytest.approx(0.2 - 2 / 3 * (0.2 - many.lower))

    def test_a_month_with_nobody_there_has_no_rate_and_no_part(self) -> None:
        with_it = u_chart([2, 0, 3], [100, 0, 100], exact=True)
        assert with_it.points[1].value is None
        assert (with_it.points[1].upper, with_it.points[1].signal) == (None, None)
        assert with_it.points[0] == u_chart([2, 3], [100, 100], exact=True).points[0]

    def test_a_year_without_falls_is_no_signal(self) -> None:
        for exact in (False, True):
            chart = u_chart([0] * 12, [300] * 12, exact=exact)
            assert {(p.value, p.centre, p.lower, p.upper, p.signal) for p in chart.points} == {
                (0, 0, 0, 0, None)
            }


class TestGChart:
    def test_centre_and_limit_are_those_of_the_geometric_distribution(self) -> None:
        gaps = [4, 9, 1, 30, 6, 12, 2, 16, 10, 5, 3, 22]
        chart = g_chart(gaps)
        assert chart.points[0].centre == 7.5
        assert chart.points[0].upper == pytest.approx(math.log(0.00135) / math.log(10 / 11))
        assert (1 - 1 / 11) ** (chart.points[0].upper or 0) == pytest.approx(0.00135)
        assert signals(chart) == [None] * 12

    def test_a_long_gap_is_an_improvement(self) -> None:
        chart = g_chart([5, 6, 4, 5, 7, 3, 5, 6, 4, 5, 6, 5, 90])
        assert chart.points[-1].signal is Signal.OUTSIDE_LIMITS
        assert chart.points[-1].direction is Direction.IMPROVEMENT
        assert (
            g_chart([5, 6, 4, 5, 7, 3, 5, 6, 4, 5, 6, 5, 90], better="higher").points[-1].direction
            is Direction.CONCERN
        )

    def test_short_gaps_show_nothing(self) -> None:
        assert signals(g_chart([40, 30, 35, 50, 45, 60, 55, 1, 1, 1, 1, 1, 1, 1, 1]))[-8:] == [None] * 8
        assert signals(g_chart([7, 6, 5, 4, 3, 2, 1])) == [None] * 7

    def test_several_events_on_one_day(self) -> None:
        assert g_chart([0, 0, 0]).points[0].upper == 0
        assert g_chart([]).points == []


class TestRunChart:
    def test_a_sustained_change_is_a_shift_in_its_direction(self) -> None:
        chart = run_chart([9, 8, 9, 10, 8, 9, 4, 3, 4, 5, 3, 4])
        assert chart.kind is ChartKind.RUN
        assert {p.centre for p in chart.points} == {6.5}
        assert [p.direction for p in chart.points] == [Direction.CONCERN] * 6 + [Direction.IMPROVEMENT] * 6
        assert {p.upper for p in chart.points} == {None}

    def test_no_signal_by_chance(self) -> None:
        assert signals(run_chart([3, 5, 4, 6, 2, 5, 3, 6, 4, 5, 2, 6])) == [None] * 12

    def test_it_is_on_trial_below_twelve_points(self) -> None:
        assert run_chart([1.0] * 11).trial
        assert not run_chart([1.0] * 12).trial
        assert run_chart([1.0] * 11 + [None]).trial

    def test_nothing_to_draw(self) -> None:
        assert run_chart([]).points == []
        assert run_chart([None]).points[0].centre is None

    @given(st.lists(st.integers(0, 50), min_size=1, max_size=50), st.integers(1, 9))
    def test_another_unit_changes_no_signal(self, values: list[int], unit: int) -> None:
        assert signals(run_chart([unit * v for v in values])) == signals(run_chart(values))


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(bad: float) -> None:
    for call in (
        lambda: xmr([1, bad]),
        lambda: run_chart([1, bad]),
        lambda: g_chart([1, bad]),
        lambda: u_chart([1, bad], [10, 10]),
        lambda: u_chart([1, 1], [10, bad]),
        lambda: u_chart([1, 1], [10, 10], dispersion=bad),
    ):
        with pytest.raises(ValueError, match=r"\w+ "):
            call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: u_chart([-1], [10]),
        lambda: u_chart([1], [-10]),
        lambda: u_chart([1], [0]),
        lambda: u_chart([1, 2], [10]),
        lambda: u_chart([1], [10], dispersion=0),
        lambda: g_chart([-1]),
        lambda: xmr([1, 2], better="up"),  # pyright: ignore[reportArgumentType]
    ],
)
def test_what_makes_no_sense_is_refused(call: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r"\w+ "):
        call()


@given(st.floats(0.01, 1000), st.integers(2, 60), st.floats(1, 400))
def test_what_never_changes_bears_no_signal(value: float, count: int, exposure: float) -> None:
    """The mean of equal numbers is rounded to one beside them, and no point lies beyond that."""
    assert signals(xmr([value] * count)) == [None] * count
    assert signals(run_chart([value] * count)) == [None] * count
    events = [place % 4 + 1 for place in range(count)]
    for exact, laney in ((True, False), (False, True), (False, False)):
        chart = u_chart(events, [exposure * x for x in events], exact=exact, laney=laney)
        assert signals(chart) == [None] * count
