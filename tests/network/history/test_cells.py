"""How one cell is read, and that what is written reads back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.terms import Harm
from network.history import cells
from network.history.cells import Misread


@pytest.mark.parametrize(
    "cell", ["31/03/2026", "2026-3-1", "20260331", "2026-02-30", "2026-W10-1", "٢٠٢٦-٠٣-٣١"]
)
def test_only_an_iso_date_that_exists_is_a_day(cell: str) -> None:
    with pytest.raises(Misread):
        cells.day(cell)


def test_a_time_without_offset_is_what_london_s_clocks_showed() -> None:
    assert cells.instant("2026-01-10T14:05") == datetime(2026, 1, 10, 14, 5, tzinfo=UTC)
    assert cells.instant("2026-07-10 14:05:30") == datetime(2026, 7, 10, 13, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    ["2026-07-10T14:05+01:00", "2026-07-10T13:05Z", "2026-07-10T13:05:00.000+0000", "2026-07-10T08:05-05:00"],
)
def test_an_offset_says_which_instant_it_was(cell: str) -> None:
    assert cells.instant(cell) == datetime(2026, 7, 10, 13, 5, tzinfo=UTC)


def test_a_time_that_london_s_clocks_skipped_is_an_error_without_an_offset() -> None:
    with pytest.raises(Misread, match="did not exist"):
        cells.instant("2026-03-29T01:30")
    assert cells.instant("2026-03-29T01:30+00:00") == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_time_that_london_s_clocks_showed_twice_is_the_first_unless_an_offset_says_otherwise() -> None:
    assert cells.instant("2025-10-26T01:30") == datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert cells.instant("2025-10-26T01:30+00:00") == datetime(2025, 10, 26, 1, 30, tzinfo=UTC)
    assert cells.instant("2025-10-26T02:00") == datetime(2025, 10, 26, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "cell",
    [
        *("2026-07-10", "14:05", "2026-07-10T25:00", "2026-07-10T14:05+25:00", "yesterday"),
        *("0001-01-01T00:00+01:00", "9999-12-31T23:59-01:00"),
    ],
)
def test_what_is_no_date_and_time_is_an_error(cell: str) -> None:
    with pytest.raises(Misread):
        cells.instant(cell)


@pytest.mark.parametrize("cell", ["£12.00", "1,071.52", "12.345", "1e3", "NaN", "12.", "١٢", ""])
def test_an_amount_is_pounds_and_pence_and_nothing_else(cell: str) -> None:
    with pytest.raises(Misread):
        cells.amount(cell)


def test_days_have_up_to_four_decimals_and_are_written_without_needless_ones() -> None:
    assert cells.number("3.1416") == Decimal("3.1416")
    assert cells.written_by(cells.number)(Decimal("60.0000")) == "60"
    with pytest.raises(Misread):
        cells.number("-1")


def test_households_are_names_with_beds() -> None:
    assert cells.households("Rose:10; Elm : 8") == (("Rose", 10), ("Elm", 8))


@pytest.mark.parametrize("cell", ["Rose", "Rose:", "Rose:0", ":10", "Rose:ten", "Rose:10;rose:8"])
def test_what_is_no_list_of_households_is_an_error(cell: str) -> None:
    with pytest.raises(Misread):
        cells.households(cell)


def test_a_value_of_a_list_is_refused_with_the_list() -> None:
    with pytest.raises(Misread, match="none, low, moderate, severe, fatal"):
        cells.one_of(Harm)("minor")


@pytest.mark.parametrize("cell", ["943 476 5919", "943-476-5919", "9434765919"])
def test_an_nhs_number_is_ten_digits_however_spaced(cell: str) -> None:
    assert cells.nhs_number(cell) == "9434765919"


def test_a_message_shows_only_the_beginning_of_a_long_cell() -> None:
    with pytest.raises(Misread) as problem:
        cells.day("x" * 5_000)
    assert len(str(problem.value)) < 150


def test_a_text_that_a_spreadsheet_would_calculate_is_made_harmless() -> None:
    assert cells.written("=1+1") == "'=1+1"
    assert cells.written(Decimal("-12.50")) == "-12.50"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029")))
def test_a_text_reads_back_as_it_was_written(value: str) -> None:
    assert cells.text(cells.written(value)) == value


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda at: 1900 < at.year < 2200))
def test_an_instant_reads_back_as_it_was_written(value: datetime) -> None:
    assert cells.instant(cells.written(value)) == value


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_reads_back_as_it_was_written(value: date) -> None:
    assert cells.day(cells.written(value)) == value
