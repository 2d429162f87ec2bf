"""Whatever kind of number a program brings: the same answer, or a ValueError with the reason."""

import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from outcomes.funnel import limits, overdispersion, position
from outcomes.spc import g_chart, run_chart, u_chart, xmr
from outcomes.statistics import (
    power_to_detect,
    rate_dispersion,
    rate_interval,
    rate_ratio,
    ratio_dispersion,
    shrink,
)

Call = Callable[[Any, Any], object]
CALLS: list[Call] = [
    rate_interval,
    lambda x, n: rate_ratio(x, n, x, n),
    lambda x, n: power_to_detect(x, n, n, x),
    lambda x, n: rate_dispersion([x, x], [n, n]),
    lambda x, n: ratio_dispersion([x, x], [n, n], [x, x], [n, n]),
    lambda x, n: shrink([x, x], [n, n]),
    position,
    lambda x, n: overdispersion([x] * 10, [n] * 10),
    lambda x, n: u_chart([x, x], [n, n], exact=True),
    lambda x, n: u_chart([x, x], [n, n], laney=True),
    lambda x, n: g_chart([x, n]),
    lambda x, n: xmr([x, n]),
    lambda x, n: run_chart([x, n]),
]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", [Decimal, Fraction, np.int64, np.float32])
def test_every_kind_of_number_gives_the_same(call: Call, kind: Callable[[int], object]) -> None:
    assert call(kind(3), kind(40)) == call(3, 40)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("bad", ["3", Decimal("NaN"), 10**400, [3], 3j])
def test_what_is_no_number_is_refused_with_the_reason(call: Call, bad: object) -> None:
    with pytest.raises(ValueError, match="is not a number to count with"):
        call(bad, bad)


def test_settings_may_be_decimals_and_must_be_numbers() -> None:
    by_decimal: Any = Decimal("0.95"), Decimal(2)
    assert rate_interval(3, 40, *by_decimal) == rate_interval(3, 40, 0.95, 2)
    nothing: Any = None
    for call in (lambda: rate_interval(3, 40, nothing), lambda: rate_interval(3, 40, dispersion=nothing)):
        with pytest.raises(ValueError, match="None is not a number"):
            call()


def test_numbers_may_come_one_after_another() -> None:
    """A generator is read once, not found empty the second time."""
    in_turn: Any = (value for value in (1, 2, 3))
    assert [point.value for point in run_chart(in_turn).points] == [1, 2, 3]
    events, exposure = iter([1, 5]), iter([10, 10])
    assert shrink(events, exposure) == shrink([1, 5], [10, 10])  # pyright: ignore[reportArgumentType]


def test_gaps_of_any_length_have_a_limit() -> None:
    upper = g_chart([1e300]).points[0].upper
    assert upper == pytest.approx(6.6077 * 1e300, rel=1e-4)


def test_a_power_of_ever_so_many_events_is_near_its_limit_and_takes_no_longer() -> None:
    """By the normal distribution a change of three parts in √x is shown in Φ(3/√2 − 1.96) of cases."""
    begun = time.process_time()
    many = power_to_detect(1e12, 1, 1, 1 + 3e-6)
    assert time.process_time() - begun < 10
    assert many == pytest.approx(0.5641, abs=2e-4)
    assert power_to_detect(1e6, 1, 1, 1.003) == pytest.approx(0.5632, abs=2e-4)
    assert power_to_detect(18, 1, 1, 1e12) == 1


def test_a_funnel_takes_and_refuses_the_same() -> None:
    decimal: Any = Decimal(40)
    assert limits(decimal, 0.95) == limits(40, 0.95)
    words: Any = "40"
    with pytest.raises(ValueError, match="is not a number to count with"):
        limits(words, 0.95)
