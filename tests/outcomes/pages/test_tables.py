"""Tables that are taken away: read as they are shown, and run by no spreadsheet."""

import csv
import io
import math

import pytest

from outcomes.charts.written_figures import count_written, rate_written
from outcomes.pages.tables import Sheet, interval_of, limits_of
from outcomes.statistics import Interval


def test_what_a_spreadsheet_would_run_is_shown_as_text() -> None:
    names = ["=1+1", "+44", "-2", "@SUM(A1)", "\tx", "\rx", 'Say "hi", Ł']
    sheet = Sheet("homes", "Homes", ("Home", "Falls"), [[name, "1,204.5"] for name in names], (1,))
    answer = sheet.answer("rosewood")
    rows = list(csv.reader(io.StringIO(bytes(answer.body).decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:7]] == [f"'{name}" for name in names[:6]]
    assert rows[7][0] == 'Say "hi", Ł'
    assert rows[1][1] == "1204.5", "a number stays one"
    assert answer.headers["content-disposition"] == 'attachment; filename="rosewood-homes.csv"'


def test_a_file_has_all_digits_of_rates_and_the_ends_of_intervals_as_numbers() -> None:
    rates = [Interval(1234.5678912, 1000.25, 1500.5), Interval(2 / 3, 0.0, math.inf)]
    rows = [["Ash", rate_written(rate.estimate)] for rate in rates]
    sheet = Sheet("falls", "Falls", ("Home", "Rate"), rows, (1,), limits_of([rates[0], None]))
    assert [row[1] for row in sheet.rows] == ["1,234.6", "0.67"], "on the page as before"
    answer = sheet.answer()
    head, *read = csv.reader(io.StringIO(bytes(answer.body).decode("utf-8-sig"), newline=""))
    assert head == ["Home", "Rate", "95% interval, low", "95% interval, high"]
    assert read == [["Ash", "1234.567891", "1000.25", "1500.5"], ["Ash", "0.666667", "", ""]]


@pytest.mark.parametrize(
    ("ref", "called"),
    [("tŷ-gwyn", "ty-gwyn-homes"), ('a"; filename="b', "a-filename-b-homes"), ("日本", "homes")],
)
def test_a_file_is_called_by_plain_letters_whatever_a_home_is_called(ref: str, called: str) -> None:
    """A header has no other letters, and a quote would end the name in it."""
    answer = Sheet("homes", "Homes", ("Home",), [["Tŷ Gwyn"]]).answer(ref)
    assert answer.headers["content-disposition"] == f'attachment; filename="{called}.csv"'


def test_nothing_known_is_nothing_written() -> None:
    assert (count_written(None), rate_written(None)) == ("", "")
    assert interval_of(None) == ""


def test_rates_of_a_column_have_as_many_places_and_counts_as_few_as_they_can() -> None:
    assert [count_written(count) for count in (0, 41.0, 17.25, 11326.0)] == ["0", "41", "17.2", "11,326"]
    rates = [rate_written(rate) for rate in (0.0, 0.17, 0.996, 4.0, 94.99, 1234.5)]
    assert rates == ["0.0", "0.17", "1.0", "4.0", "95.0", "1,234.5"]
    below_one = [rate_written(rate) for rate in (0.94, 0.95, 0.96, 0.99, 1.0)]
    assert below_one == ["0.94", "0.95", "0.96", "0.99", "1.0"], "no larger rate reads smaller than another"
    assert interval_of(Interval(4.0, 1.25, 9.0)) == "1.2 to 9.0"
