"""The statistics against published values and slow calculations, and what must hold for all inputs."""

import csv
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.statistics import (
    power_to_detect,
    rate_dispersion,
    rate_interval,
    rate_ratio,
    ratio_dispersion,
    shrink,
)

AUCKLAND = Path(__file__).with_name("auckland.csv")
COUNTS = st.integers(0, 400)
EXPOSURES = st.floats(0.5, 1e6)
DISPERSIONS = st.floats(1, 8)


class TestRateInterval:
    def test_it_gives_what_r_documents_for_poisson_test(self) -> None:
        """R, ?poisson.test: poisson.test(137, 24.19893), 95% from 4.753125 to 6.692709."""
        interval = rate_interval(137, 24.19893)
        assert interval.estimate == pytest.approx(5.661407, abs=1e-6)
        assert interval.low == pytest.approx(4.753125, abs=1e-6)
        assert interval.high == pytest.approx(6.692709, abs=1e-6)

    @pytest.mark.parametrize(
        ("events", "low", "high"),
        [(0, 0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)],
    )
    def test_it_gives_the_limits_that_garwood_tabulated(self, events: int, low: float, high: float) -> None:
        """Garwood 1936, as in Ulm 1990, table 1."""
        interval = rate_interval(events, 1)
        assert interval.low == pytest.approx(low, abs=6e-4)
        assert interval.high == pytest.approx(high, abs=6e-4)

    def test_dispersion_thins_events_and_exposure_alike(self) -> None:
        clustered = rate_interval(20, 1000, dispersion=2)
        plain = rate_interval(10, 500)
        assert clustered == pytest.approx(plain)

    def test_without_exposure_there_is_no_rate(self) -> None:
        assert rate_interval(0, 0) == (None, 0, math.inf)

    @given(COUNTS, EXPOSURES, DISPERSIONS)
    def test_the_limits_enclose_the_rate(self, events: int, exposure: float, phi: float) -> None:
        interval = rate_interval(events, exposure, dispersion=phi)
        assert interval.estimate is not None
        assert 0 <= interval.low <= interval.estimate < interval.high
        assert interval.high - interval.low >= (
            rate_interval(events, exposure).high - rate_interval(events, exposure).low
        ) * (1 - 1e-9)

    @given(st.integers(1, 400), EXPOSURES, st.floats(0.5, 0.999))
    def test_each_limit_leaves_its_tail(self, events: int, exposure: float, level: float) -> None:
        interval = rate_interval(events, exposure, confidence=level)
        assert poisson_at_most(events, interval.high * exposure) == pytest.approx((1 - level) / 2)
        assert 1 - poisson_at_most(events - 1, interval.low * exposure) == pytest.approx(
            (1 - level) / 2, abs=1e-9
        )


class TestRateRatio:
    def test_it_gives_what_r_documents_for_poisson_test(self) -> None:
        """R, ?poisson.test: poisson.test(c(11, 6+8+7), c(800, 1083+1050+878))."""
        ratio = rate_ratio(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
        assert ratio.estimate == pytest.approx(1.971488, abs=1e-6)
        assert ratio.low == pytest.approx(0.8584264, abs=1e-6)
        assert ratio.high == pytest.approx(4.2772659, abs=1e-6)

    def test_it_gives_what_the_package_rateratio_test_documents(self) -> None:
        """R package rateratio.test, vignette: rateratio.test(c(2, 9), c(17877, 16660))."""
        ratio = rate_ratio(2, 17877, 9, 16660)
        assert ratio.estimate == pytest.approx(0.2070941557, abs=1e-9)
        assert (ratio.low, ratio.high) == pytest.approx((0.02177406, 1.00054910), abs=1e-7)
        assert ratio.p_value == pytest.approx(0.05011, abs=5e-6)

    def test_the_p_value_is_twice_the_smaller_tail(self) -> None:
        at_least_11 = sum(binomial(k, 32, 800 / 3811) for k in range(11, 33))
        assert rate_ratio(11, 800, 21, 3011).p_value == pytest.approx(2 * at_least_11)

    def test_no_events_in_b_makes_the_ratio_infinite(self) -> None:
        ratio = rate_ratio(4, 10, 0, 10)
        assert ratio.estimate == math.inf
        assert ratio.high == math.inf
        assert ratio.low == pytest.approx(1 / (1 / 0.025 ** (1 / 4) - 1))

    def test_no_events_in_a_make_the_ratio_nought(self) -> None:
        ratio = rate_ratio(0, 10, 4, 10)
        assert (ratio.estimate, ratio.low) == (0, 0)
        assert ratio.high == pytest.approx(1 / 0.025 ** (1 / 4) - 1)

    @pytest.mark.parametrize("exposures", [(10, 10), (0, 10), (10, 0), (0, 0)])
    def test_no_events_at_all_say_nothing(self, exposures: tuple[int, int]) -> None:
        assert rate_ratio(0, exposures[0], 0, exposures[1]) == (None, 0, math.inf, 1)

    @given(COUNTS, EXPOSURES, COUNTS, EXPOSURES, DISPERSIONS, st.floats(0.5, 0.999))
    def test_p_value_and_interval_never_disagree(
        self, a: int, time_a: float, b: int, time_b: float, phi: float, level: float
    ) -> None:
        ratio = rate_ratio(a, time_a, b, time_b, confidence=level, dispersion=phi)
        if abs(ratio.p_value - (1 - level)) > 1e-9:
            assert (ratio.p_value < 1 - level) == (ratio.low > 1 or ratio.high < 1)

    @given(st.integers(1, 400), EXPOSURES, st.integers(1, 400), EXPOSURES, DISPERSIONS)
    def test_b_over_a_is_the_inverse(self, a: int, time_a: float, b: int, time_b: float, phi: float) -> None:
        ratio = rate_ratio(a, time_a, b, time_b, dispersion=phi)
        inverse = rate_ratio(b, time_b, a, time_a, dispersion=phi)
        assert ratio.low == pytest.approx(1 / inverse.high)
        assert ratio.high == pytest.approx(1 / inverse.low)
        assert ratio.p_value == pytest.approx(inverse.p_value)


class TestDispersion:
    def test_falls_of_one_person_among_three(self) -> None:
        """6 falls over 30 days: d = -2, -1, 3, so 3/2 · 14/6."""
        assert rate_dispersion([0, 1, 5], [10, 10, 10]) == pytest.approx(3.5)

    def test_evenly_spread_falls_are_no_more_than_chance(self) -> None:
        assert rate_dispersion([2, 2, 2], [10, 10, 10]) == 1

    def test_nobody_or_one_person_shows_no_spread(self) -> None:
        assert rate_dispersion([], []) == 1
        assert rate_dispersion([3], [10]) == 1
        assert rate_dispersion([0, 0], [10, 10]) == 1

    def test_somebody_who_was_not_there_does_not_count(self) -> None:
        assert rate_dispersion([0, 1, 5, 0], [10, 10, 10, 0]) == pytest.approx(3.5)

    def test_a_ratio_compares_people_with_themselves(self) -> None:
        """The same person falls most in both windows, so their difference has no more spread than chance."""
        assert ratio_dispersion([0, 1, 5], [10, 10, 10], [0, 1, 5], [10, 10, 10]) == 1

    def test_a_ratio_between_other_people(self) -> None:
        """Four falls of one person before, six of another after; one person was there in both windows."""
        phi = ratio_dispersion([0, 4, 0], [10, 10, 0], [0, 0, 6], [0, 10, 10])
        d = [(0 - 2) / 4 - 0, (4 - 2) / 4 - (0 - 3) / 6, 0 - (6 - 3) / 6]
        assert phi == pytest.approx(3 / 2 * sum(x * x for x in d) / (1 / 4 + 1 / 6))

    @given(
        st.lists(st.tuples(st.integers(0, 30), st.integers(1, 400)), min_size=2, max_size=30),
    )
    def test_it_is_the_sum_of_squares_by_its_definition(self, people: list[tuple[int, int]]) -> None:
        x, n = [p[0] for p in people], [p[1] for p in people]
        total, time, m = sum(x), sum(n), len(people)
        expected = 1.0
        if total:
            squares = sum((a - total / time * b) ** 2 for a, b in people)
            expected = max(1.0, m / (m - 1) * squares / total)
        assert rate_dispersion(x, n) == pytest.approx(expected)


class TestShrinkage:
    def test_marshalls_estimator_by_hand(self) -> None:
        """12 events over 60: the mean is 0.2, and chance alone would spread the rates by 0.2/20."""
        shrunk = shrink([6, 4, 2], [10, 20, 30])
        spread = (10 * 0.4**2 + 0 + 30 * (2 / 30 - 0.2) ** 2) / 60
        between = spread - 0.2 / 20
        assert shrunk.mean == pytest.approx(0.2)
        assert shrunk.variance == pytest.approx(between)
        weight = between / (between + 0.2 / 10)
        assert shrunk.estimates[0] == pytest.approx(0.2 + weight * 0.4)

    def test_it_gives_what_r_documents_for_auckland(self) -> None:
        """R package spdep, ?EBest: infant deaths in 167 areas; data as in spData (Marshall 1991), CC0."""
        with AUCKLAND.open(encoding="utf-8") as lines:
            areas = [(int(row[0]), 9 * int(row[1])) for row in list(csv.reader(lines))[1:]]
        shrunk = shrink([deaths for deaths, _ in areas], [years for _, years in areas])
        assert len(areas) == 167
        assert shrunk.mean == pytest.approx(0.002633436, rel=1e-6)
        assert shrunk.variance == pytest.approx(7.284173e-07, rel=1e-6)

    def test_no_events_anywhere(self) -> None:
        assert shrink([0, 0, 0], [10, 20, 30]).estimates == [0, 0, 0]

    def test_a_home_without_exposure_has_no_estimate_and_no_part(self) -> None:
        with_it, without = shrink([6, 0, 4], [10, 0, 20]), shrink([6, 4], [10, 20])
        assert with_it.mean == without.mean
        assert with_it.estimates == [without.estimates[0], None, without.estimates[1]]

    @given(st.lists(st.tuples(COUNTS, st.integers(1, 5000)), min_size=1, max_size=30))
    def test_it_never_passes_the_mean(self, homes: list[tuple[int, int]]) -> None:
        shrunk = shrink([e for e, _ in homes], [n for _, n in homes])
        assert shrunk.mean is not None
        for (events, exposure), estimate in zip(homes, shrunk.estimates, strict=True):
            assert estimate is not None
            rate = events / exposure
            assert min(rate, shrunk.mean) - 1e-9 <= estimate <= max(rate, shrunk.mean) + 1e-9


class TestPower:
    @pytest.mark.parametrize(("homes", "power"), [(1, 0.24), (2, 0.49), (4, 0.81)])
    def test_one_home_of_twelve_shows_a_cut_by_43_percent_one_time_in_four(
        self, homes: int, power: float
    ) -> None:
        assert power_to_detect(18, homes, homes, 0.57) == pytest.approx(power, abs=0.005)

    @settings(max_examples=12, deadline=None)
    @given(st.floats(0.5, 4), st.floats(0.5, 2), st.floats(0.2, 3), st.sampled_from([0.5, 0.9]))
    def test_it_is_the_sum_over_all_counts(
        self, rate: float, after: float, ratio: float, level: float
    ) -> None:
        assert power_to_detect(rate, 1, after, ratio, level) == pytest.approx(
            slow_power(rate, after, ratio, level), abs=1e-6
        )

    def test_dispersion_counts_as_fewer_events(self) -> None:
        assert power_to_detect(18, 2, 2, 0.57, dispersion=2) == pytest.approx(power_to_detect(18, 1, 1, 0.57))

    def test_nothing_can_be_shown_where_nothing_happens(self) -> None:
        assert power_to_detect(0, 100, 100, 0.5) == 0
        assert power_to_detect(5, 0, 100, 0.5) == 0


@pytest.mark.parametrize("bad", [-1, math.nan, math.inf])
def test_numbers_that_make_no_sense_are_refused(bad: float) -> None:
    for call in (
        lambda: rate_interval(bad, 10),
        lambda: rate_interval(1, bad),
        lambda: rate_interval(1, 10, dispersion=bad),
        lambda: rate_interval(1, 10, confidence=bad),
        lambda: rate_ratio(1, 10, bad, 10),
        lambda: rate_dispersion([bad], [10]),
        lambda: ratio_dispersion([1], [10], [1], [bad]),
        lambda: shrink([1, bad], [10, 10]),
        lambda: power_to_detect(1, 10, 10, bad),
    ):
        with pytest.raises(ValueError, match=r"\w+ "):
            call()


def test_events_without_exposure_are_refused() -> None:
    for call in (
        lambda: rate_interval(1, 0),
        lambda: rate_ratio(1, 0, 1, 10),
        lambda: rate_dispersion([1, 0], [0, 10]),
        lambda: ratio_dispersion([1], [0], [1], [10]),
        lambda: shrink([1], [0]),
    ):
        with pytest.raises(ValueError, match="exposure"):
            call()


def test_lengths_that_differ_are_refused() -> None:
    for call in (
        lambda: rate_dispersion([1, 2], [10]),
        lambda: ratio_dispersion([1], [10], [1, 2], [10, 10]),
        lambda: ratio_dispersion([1, 2], [10], [1, 2], [10, 10]),
        lambda: shrink([1], [10, 20]),
    ):
        with pytest.raises(ValueError, match=r"exposures|each resident"):
            call()


def poisson_at_most(count: int, mean: float) -> float:
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def binomial(count: int, total: int, share: float) -> float:
    return math.comb(total, count) * share**count * (1 - share) ** (total - count)


def slow_power(rate: float, time_after: float, ratio: float, level: float) -> float:
    before, after = rate, rate * ratio * time_after
    power = 0.0
    for x in range(30):
        for y in range(60):
            shown = rate_ratio(y, time_after, x, 1, level)
            if shown.low > 1 or shown.high < 1:
                power += math.exp(
                    x * math.log(before) - before - math.lgamma(x + 1)
                    + y * math.log(after) - after - math.lgamma(y + 1)
                )  # fmt: skip
    return power
