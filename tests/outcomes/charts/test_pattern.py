"""Where and when residents fall: bars, and words that tell of no single person outside the home."""

from dataclasses import dataclass
from xml.etree.ElementTree import fromstring

import pytest

from outcomes.charts.interval import draw_interval
from outcomes.charts.pattern import ShownPattern
from tests.outcomes.charts.test_over_time import kinds


@dataclass(frozen=True)
class Counted:
    """A kind of falls, or an hour."""

    word: str
    hour: int
    count: int


@dataclass(frozen=True)
class Hurt:
    """Falls in which somebody was hurt as badly."""

    word: str
    level: str
    count: int


@dataclass(frozen=True)
class Pattern:
    by_place: list[Counted]
    by_hour: list[Counted]
    by_harm: list[Hurt]
    residents_who_fell: int | None
    residents_who_fell_twice_or_more: int | None


def pattern(falls: int, fell: int | None, again: int | None, *, is_own: bool = False) -> ShownPattern:
    places = [
        Counted("Bathroom", 0, falls // 3),
        Counted("Bedroom", 0, falls - falls // 3),
        Counted("Stairs", 0, 0),
    ]
    hours = [Counted("", hour, falls if hour == 23 else 0) for hour in range(24)]
    hurt = [Hurt("A little hurt", "low harm", falls)]
    return ShownPattern(Pattern(places, hours, hurt, fell, again), 5, is_own)


@pytest.mark.parametrize(
    ("fell", "again", "said"),
    [
        (None, None, "Fewer than 5 residents fell."),
        (9, None, "9 residents fell, fewer than 5 of them more than once."),
        (9, 0, "9 residents fell, none of them more than once."),
        (9, 6, "9 residents fell, 6 of them more than once."),
        (4, 2, "4 residents fell, 2 of them more than once."),
    ],
)
def test_numbers_of_residents_that_are_not_told_are_said_to_be_few(
    fell: int | None, again: int | None, said: str
) -> None:
    assert said in pattern(30, fell, again).summary


def test_a_team_reads_how_badly_in_its_own_word_and_others_with_the_level() -> None:
    assert pattern(3, 2, 0, is_own=True).harm_rows == [["A little hurt", "3"]]
    assert pattern(3, 2, 0).harm_rows == [["A little hurt (low harm)", "3"]]


def test_hours_go_round_midnight_and_places_come_most_first() -> None:
    shown = pattern(30, 9, 6)
    assert "Of 30 falls, most were here: bedroom (20) and bathroom (10)." in shown.summary
    assert "The 4 hours with the most: 20:00 to 00:00, 30 of them." in shown.summary
    assert shown.place_rows == [["Bedroom", "20"], ["Bathroom", "10"]]
    assert "may well be chance" not in shown.summary
    assert "may well be chance" in pattern(3, 3, 0).summary
    assert pattern(0, 0, 0).summary == "No falls were recorded in this time."
    for drawn, bars in ((shown.hours, 1), (shown.places, 2)):
        for drawing in fromstring(f'<both xmlns="http://www.w3.org/2000/svg">{drawn}</both>'):
            assert kinds(drawing).count("bar") == bars


def test_an_interval_that_is_open_ends_in_an_arrow_and_no_change_is_marked() -> None:
    for ratio, low, high, arrows in ((0.5, 0.3, 0.8, 0), (1.0, 0.2, None, 1), (0.01, 0.0, 50.0, 2)):
        drawn = draw_interval(ratio, low, high, "within", "What it <shows>.")
        for drawing in fromstring(f'<both xmlns="http://www.w3.org/2000/svg">{drawn}</both>'):
            reach = [
                piece.tag.rpartition("}")[2] for piece in drawing.iter() if "reach" in piece.get("class", "")
            ]
            assert (reach.count("path"), reach.count("line")) == (arrows, 3 - arrows)
            assert kinds(drawing).count("usual") == 1
