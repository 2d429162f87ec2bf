"""A home on one sheet: whatever there is to say, and in whatever letters."""

from datetime import UTC, date, datetime

import pytest

from outcomes.charts.shown import show
from outcomes.pages.measures import Measures
from outcomes.pages.sheet_of_paper import sheet_of_paper
from outcomes.periods import Period
from outcomes.queries.practice import ChangeOfPractice
from tests.outcomes.charts.test_over_time import chart, point

PERIOD = Period(date(2023, 12, 1), date(2026, 11, 21))
MADE = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_it_is_one_page_with_much_to_say_and_with_nothing(caplog: pytest.LogCaptureFixture) -> None:
    changes = tuple(
        ChangeOfPractice(date(2024, 1, 1 + n), "Slippers that fit, checked. " * 6) for n in range(12)
    )
    long = chart([point(n, float(n % 7)) for n in range(60)], changes)._replace(
        summary="It rose again. " * 60
    )
    for charts in ([long] * 6, [chart([])] * 6, []):
        made = sheet_of_paper("Łucja Ŵyn Lodge", PERIOD, Measures([show(one) for one in charts], None), MADE)
        assert made.startswith(b"%PDF-")
        assert made.count(b"/Type /Page\n") == 1
    assert [record.message for record in caplog.records if record.name.startswith("fpdf")] == []


def test_a_word_as_long_as_the_sheet_does_not_hold_it_up() -> None:
    endless = chart([point(0, 1.0), point(1, 2.0)])._replace(summary="x" * 4000)
    assert sheet_of_paper("Alder", PERIOD, Measures([show(endless)], None), MADE)
