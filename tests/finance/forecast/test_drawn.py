"""The drawings of the forecast: a mark for each week, on both papers, and no text that is not escaped."""

from datetime import timedelta

from finance.forecast.backtest import Told
from finance.forecast.drawn import draw_ahead, draw_past
from finance.forecast.outlook import Week
from tests.finance.forecast.test_habits import TODAY

WEEKS = [Week(TODAY + timedelta(days=7 * number), 15_000_000, 10_000_000, 20_000_000) for number in range(13)]


def test_each_week_has_its_band_and_what_is_expected() -> None:
    drawn = draw_ahead(WEEKS, "A & B", "Words <here>")
    assert drawn.count("hearth-chart__inner") == drawn.count("<circle") == 2 * len(WEEKS)
    assert drawn.count("<svg") == 2
    assert "A &amp; B" in drawn
    assert "Words &lt;here&gt;" in drawn
    assert ">150<" in drawn, "thousands of pounds"


def test_a_week_outside_its_band_has_another_shape() -> None:
    told = [Told(WEEKS[0], 15_000_000), Told(WEEKS[1], 25_000_000), Told(WEEKS[2], 0)]
    drawn = draw_past(told, "Past", "Words")
    assert (drawn.count("<circle"), drawn.count("<rect")) == (2, 4)


def test_a_large_network_is_drawn_in_millions_and_no_figure_is_wider_than_its_margin() -> None:
    large = [Week(TODAY, 1_100_000_000, 900_000_000, 1_200_000_000)]
    assert ">15<" in draw_ahead(large, "Large", "Words")
    assert ">2000<" in draw_ahead([Week(TODAY, 150_000_000, 0, 200_000_000)], "Wide", "Words")


def test_nothing_at_all_can_be_drawn() -> None:
    assert "NaN" not in draw_ahead([Week(TODAY, 0, 0, 0)], "Nothing", "Nothing is expected.")
