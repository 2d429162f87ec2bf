"""Tables that are taken away: read as they are shown, and run by no spreadsheet."""

import csv
import io

import pytest

from outcomes.pages.tables import Sheet, interval_of, written
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


@pytest.mark.parametrize(
    ("ref", "called"),
    [("tŷ-gwyn", "ty-gwyn-homes"), ('a"; filename="b', "a-filename-b-homes"), ("日本", "homes")],
)
def test_a_file_is_called_by_plain_letters_whatever_a_home_is_called(ref: str, called: str) -> None:
    """A header has no other letters, and a quote would end the name in it."""
    answer = Sheet("homes", "Homes", ("Home",), [["Tŷ Gwyn"]]).answer(ref)
    assert answer.headers["content-disposition"] == f'attachment; filename="{called}.csv"'


def test_nothing_known_is_nothing_written() -> None:
    assert written(None) == ""
    assert written(0.0) == "0"
    assert interval_of(None) == ""
    assert interval_of(Interval(4.0, 1.25, 9.0)) == "1.2 to 9"
