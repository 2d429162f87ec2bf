"""What is charged for which nights, as the contract says it, case by case."""

import csv
import itertools
from datetime import date, timedelta
from pathlib import Path

import pytest

from finance.books import facts as told
from finance.books.lines import LineKind
from finance.terms import SHARE_PARTS
from households.terms import AbsenceReason
from tests.finance.books.telling import BERT, COUNCIL, NHS, OTHER_HOUSE, SON, Told

PERIOD = date(2024, 4, 1)
CHARGED = date(2024, 4, 29)
HALF = SHARE_PARTS // 2


def living(weekly: int = 70000) -> tuple[Told, int]:
    """Edith has lived here since before the period, and the council pays £700 a week: £100 a night."""
    home = Told(date(2024, 1, 1))
    stay = home.lives(date(2024, 1, 1))
    home.agrees(COUNCIL, weekly, PERIOD)
    return home, stay


def amounts(home: Told, through: date = CHARGED) -> list[int]:
    return [line.pence for line in home.lines(COUNCIL, through)]


def test_a_whole_period_is_four_times_the_week_to_the_penny() -> None:
    home, _ = living(25406)
    (line,) = home.lines(COUNCIL, CHARGED)
    assert (line.pence, line.nights, line.posted_on) == (4 * 25406, 28, CHARGED)
    assert line.due_on == CHARGED + timedelta(days=28)


@pytest.mark.parametrize(
    ("weekly", "nights", "pence"),
    [(25406, 1, 3629), (25406, 27, 97995), (35, 1, 5), (1, 4, 1), (7, 28, 28), (50, 7, 50)],
)
def test_a_broken_period_is_rounded_once(weekly: int, nights: int, pence: int) -> None:
    home, stay = living(weekly)
    home.leaves(stay, PERIOD + timedelta(days=nights))
    assert amounts(home) == [pence]


def test_of_two_pennies_as_near_the_even_one_is_charged() -> None:
    for weekly, pence in ((7, 0), (21, 2), (35, 2), (49, 4)):
        home, stay = living(weekly)
        home.terms(COUNCIL, PERIOD, hospital=HALF)
        home.away(stay, PERIOD, PERIOD + timedelta(days=1))
        home.leaves(stay, PERIOD + timedelta(days=1))
        assert amounts(home) == ([pence] if pence else [0])


def test_hospital_leave_is_charged_at_half_and_a_holiday_whole() -> None:
    home, stay = living()
    home.terms(COUNCIL, PERIOD, hospital=HALF)
    home.away(stay, date(2024, 4, 10), date(2024, 4, 14))
    home.away(stay, date(2024, 4, 20), date(2024, 4, 22), AbsenceReason.HOLIDAY)
    assert amounts(home) == [24 * 10000 + 4 * 5000]


def test_terms_hold_from_their_day_within_an_absence_too() -> None:
    home, stay = living()
    home.terms(COUNCIL, date(2024, 4, 12), hospital=0)
    home.away(stay, date(2024, 4, 10), date(2024, 4, 14))
    (line,) = home.lines(COUNCIL, CHARGED)
    assert (line.pence, line.nights) == (26 * 10000, 26)


@pytest.mark.parametrize(("charged", "nights"), [(False, 9), (True, 10)])
def test_the_leaving_day_is_charged_where_the_terms_say_so(charged: bool, nights: int) -> None:
    home, stay = living()
    home.terms(COUNCIL, PERIOD, leaving_day=charged)
    home.leaves(stay, date(2024, 4, 10))
    assert amounts(home) == [nights * 10000]


def test_nights_after_a_death_begin_with_its_date_and_end_when_the_room_is_let() -> None:
    home, stay = living()
    home.terms(COUNCIL, PERIOD, nights_after_death=3, leaving_day=True)
    home.leaves(stay, date(2024, 4, 10), died=True)
    assert amounts(home) == [12 * 10000]
    home.lives(date(2024, 4, 11), BERT, "1")
    assert amounts(home) == [10 * 10000]


def test_nights_after_a_death_are_charged_past_the_end_of_the_contribution() -> None:
    home = Told(date(2024, 1, 1))
    stay = home.lives(date(2024, 1, 1))
    home.terms(COUNCIL, PERIOD, nights_after_death=3)
    home.agrees(COUNCIL, 70000, PERIOD, ends=date(2024, 4, 9))
    home.agrees(SON, 7000, PERIOD, ends=date(2024, 4, 8))
    home.leaves(stay, date(2024, 4, 10), died=True)
    assert amounts(home) == [12 * 10000]
    assert [line.pence for line in home.lines(SON, CHARGED)] == [8 * 1000]


def test_a_move_between_households_in_mid_period_changes_nothing() -> None:
    home, stay = living()
    home.tell(told.MovedRoom(stay, OTHER_HOUSE, "7", date(2024, 4, 13)), date(2024, 4, 13))
    assert amounts(home) == [28 * 10000]


def test_two_payers_end_on_different_days() -> None:
    home = Told(date(2024, 1, 1))
    home.lives(date(2024, 1, 1))
    home.agrees(COUNCIL, 70000, PERIOD, ends=date(2024, 4, 10))
    home.agrees(SON, 7000, PERIOD, ends=date(2024, 4, 20))
    assert amounts(home) == [10 * 10000]
    assert [line.pence for line in home.lines(SON, CHARGED)] == [20 * 1000]


def test_a_leap_year_has_its_night() -> None:
    home = Told(date(2024, 2, 1))
    home.lives(date(2024, 2, 1))
    home.agrees(COUNCIL, 70000, date(2024, 2, 28), ends=date(2024, 3, 1))
    assert sum(amounts(home)) == 3 * 10000


def test_some_years_have_a_fourteenth_run() -> None:
    home = Told(date(2023, 1, 1))
    home.lives(date(2023, 1, 1))
    home.agrees(COUNCIL, 70000, date(2023, 1, 1))
    charged = [line.posted_on for line in home.lines(COUNCIL, date(2040, 1, 1))]
    runs = {year: len([day for day in charged if day.year == year]) for year in range(2024, 2040)}
    assert set(runs.values()) == {13, 14}
    assert all(later - earlier == timedelta(days=28) for earlier, later in itertools.pairwise(charged))


def test_nothing_is_charged_before_the_home_charges() -> None:
    home = Told(date(2024, 4, 15))
    home.lives(date(2024, 1, 1))
    home.agrees(COUNCIL, 70000, PERIOD)
    assert amounts(home) == [14 * 10000]


def test_a_charge_is_there_from_its_charge_date_whether_raised_or_not() -> None:
    home, _ = living()
    assert amounts(home, CHARGED - timedelta(days=1)) == []
    unraised = home.lines(COUNCIL, CHARGED)
    home.raises(PERIOD, CHARGED)
    assert home.lines(COUNCIL, CHARGED) == unraised


def test_a_fact_after_the_raising_is_an_adjustment_and_one_before_is_not() -> None:
    home, stay = living()
    home.away(stay, date(2024, 4, 3), date(2024, 4, 5))
    home.terms(COUNCIL, PERIOD, hospital=HALF)
    home.raises(PERIOD, CHARGED)
    home.tell(
        told.WentAway(stay, date(2024, 4, 20), AbsenceReason.HOSPITAL), date(2024, 4, 20), date(2024, 5, 2)
    )
    charge, adjustment = home.lines(COUNCIL, CHARGED)
    assert sorted([charge.pence, adjustment.pence]) == [-9 * 5000, 28 * 10000 - 2 * 5000]
    adjustment = min(charge, adjustment, key=lambda line: line.pence)
    assert adjustment.kind is LineKind.ADJUSTMENT
    assert adjustment.posted_on == CHARGED, "not before what it adjusts was charged"
    assert home.books(CHARGED).periods.start(adjustment.invoice) == CHARGED, "on the next invoice"


def test_an_open_end_that_is_put_right_later_adjusts_each_period_once() -> None:
    home, _ = living()
    home.closes(date(2024, 6, 30), date(2024, 7, 3))
    home.tell(told.ContributionEnded(3, date(2024, 5, 12)), date(2024, 5, 12), date(2024, 7, 5))
    adjustments = [line for line in home.lines(COUNCIL, date(2024, 7, 1)) if line.kind is LineKind.ADJUSTMENT]
    assert [(line.pence, line.posted_on) for line in adjustments] == [
        (-14 * 10000, date(2024, 7, 1)),
        (-28 * 10000, date(2024, 7, 1)),
    ]


def nursing_rate(year: int) -> int:
    """What was paid a week in the end, in pence."""
    path = Path(__file__).with_name("fnc_weekly_rates.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    (row,) = [row for row in rows if row["from"] == f"{year}-04-01"]
    pounds, _, pence = row["standard_gbp_week"].partition(".")
    return int(pounds) * 100 + int(pence)


def test_the_nursing_rate_of_2019_raised_after_the_year_had_ended() -> None:
    first_set, in_the_end = 16556, nursing_rate(2019)
    home = Told(date(2019, 1, 1))
    home.lives(date(2019, 1, 1))
    contribution = home.agrees(NHS, first_set, date(2019, 4, 1), ends=date(2020, 3, 31))
    home.agrees(NHS, nursing_rate(2020), date(2020, 4, 1))
    before = home.lines(NHS, date(2020, 3, 31))
    home.closes(date(2020, 3, 31), date(2020, 4, 6))
    home.tell(
        told.RateChanged(contribution, in_the_end, date(2019, 4, 1), date(2020, 3, 31)),
        date(2019, 4, 1),
        date(2020, 4, 30),
    )
    after = home.lines(NHS, date(2020, 5, 31))
    assert [line for line in after if line.posted_on <= date(2020, 3, 31)] == before
    adjustments = [line for line in after if line.kind is LineKind.ADJUSTMENT]
    assert {line.posted_on for line in adjustments} == {date(2020, 4, 1)}
    difference = sum(line.pence for line in adjustments)
    closed = sum(line.pence for line in before)
    nights = sum(line.nights for line in before)
    assert closed + difference == round(nights * in_the_end / 7)
