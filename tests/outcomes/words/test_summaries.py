"""What charts are said to show: never more than their figures allow."""

from datetime import date, timedelta

import pytest

from outcomes.queries.run_charts import ChartPoint, Recent
from outcomes.signals import Direction, Signal
from outcomes.terms import Measure, Unit
from outcomes.words.reasons import why_this_chart
from outcomes.words.summaries import what_it_shows

FIRST = date(2024, 1, 1)
Marked = dict[range, tuple[Signal, Direction]]
BETTER, WORSE = Direction.IMPROVEMENT, Direction.CONCERN


def points(count: int, marked: Marked, value: float = 3.0) -> list[ChartPoint]:
    """So many months, some of which bear a signal."""
    found: list[ChartPoint] = []
    for place in range(count):
        begins = FIRST + timedelta(days=31 * place)
        signal, direction = next((told for part, told in marked.items() if place in part), (None, None))
        found.append(
            ChartPoint(begins, begins, value, 1.0, value, 4.0, 0.0, 9.0, signal, direction, incomplete=False)
        )
    return found


def said(
    marked: dict[range, tuple[Signal, Direction]], measure: Measure = Measure.FALLS, count: int = 36
) -> str:
    return what_it_shows(measure, Unit.MONTH, False, points(count, marked), None)


def test_beyond_a_limit_is_more_than_chance_explains() -> None:
    words = said({range(4, 5): (Signal.OUTSIDE_LIMITS, WORSE)})
    assert words.startswith("In May 2024 the rate of falls was far below what is usual here: ")
    assert words.endswith("more than chance explains, for the worse.")


@pytest.mark.parametrize(("length", "firm"), [(7, False), (8, False), (9, True), (14, True)])
def test_a_run_is_called_a_change_where_chance_hardly_makes_it(length: int, firm: bool) -> None:
    """Of 36 points, runs up to eight come about by chance (Anhøj)."""
    words = said({range(20, 20 + length): (Signal.SHIFT, BETTER)})
    assert ("more than chance explains" in words) == firm
    assert ("by chance now and then" in words) != firm


def test_a_run_on_a_run_chart_has_been_judged_by_that_rule_already() -> None:
    words = said({range(20, 26): (Signal.SHIFT, BETTER)}, Measure.SICKNESS)
    assert "more than chance explains, for the better" in words


def test_two_of_three_are_marked_but_not_called() -> None:
    assert "see whether it lasts" in said({range(5, 7): (Signal.TWO_OF_THREE, WORSE)})


def test_the_latest_signal_each_way_is_told_the_later_last() -> None:
    words = said(
        {
            range(1, 2): (Signal.OUTSIDE_LIMITS, WORSE),
            range(5, 6): (Signal.OUTSIDE_LIMITS, WORSE),
            range(20, 30): (Signal.SHIFT, BETTER),
        }
    )
    assert "February 2024" not in words
    assert words.index("for the worse") < words.index("for the better")


def test_a_weak_mark_of_a_month_that_has_just_begun_hides_no_firm_signal_before_it() -> None:
    last, running = range(34, 35), range(35, 36)
    beyond, weak = (Signal.OUTSIDE_LIMITS, WORSE), (Signal.TWO_OF_THREE, WORSE)
    words = said({last: beyond, running: weak})
    assert words == said({last: beyond})
    assert "more than chance explains, for the worse" in words
    assert said({last: weak, running: beyond}) == said({running: beyond}), (
        "a firm one takes a weak one's place"
    )


def test_no_signal_is_no_proof() -> None:
    assert "does not prove that nothing changed" in said({})
    assert said({}, count=1).startswith("One point alone shows nothing yet.")


def test_what_is_not_judged_is_not_said_to_differ_by_chance() -> None:
    silent = [point._replace(incomplete=True) for point in points(4, {})]
    told = what_it_shows(Measure.FALLS, Unit.MONTH, True, silent, None)
    assert told.startswith("Nothing can be told from this. 4 months are not judged")
    some = [*silent[:2], *points(3, {})]
    told = what_it_shows(Measure.FALLS, Unit.MONTH, True, some, None)
    assert "between these 3 months" in told
    assert "With only 3 points the limits are a first trial." in told


def test_a_chart_without_limits_says_where_it_could_have_shown_nothing() -> None:
    """Its rules need ten points off the median; no claim is made about fewer."""
    nine = what_it_shows(Measure.SICKNESS, Unit.QUARTER, True, points(9, {}), None)
    assert nine == (
        "A change can't be told from chance yet: that takes 10 quarters that differ from what is usual "
        "here, and there are 9."
    )
    ten = what_it_shows(Measure.SICKNESS, Unit.QUARTER, True, points(10, {}), None)
    assert ten.startswith("The differences between these 10 quarters")
    level = what_it_shows(Measure.OCCUPANCY, Unit.QUARTER, False, points(12, {}, value=4.0), None)
    assert level == "These 12 quarters are all the same."


def test_few_gaps_have_a_limit_on_trial() -> None:
    told = what_it_shows(Measure.FALLS, Unit.EVENT, True, points(3, {}), None)
    assert told.endswith("With only 3 gaps the limit is a first trial.")


@pytest.mark.parametrize(
    ("count", "tail", "words"),
    [
        (0, 1.0, "The last 90 days had no falls."),
        (1, 0.7, "The last 90 days had 1 fall, no more than chance would bring."),
        (9, 0.03, "more than is usual here; as many happen by chance in 3.0% of such times."),
        (30, 0.0004, "far more than is usual here. Look into it."),
    ],
)
def test_the_last_days_are_always_told(count: int, tail: float, words: str) -> None:
    told = what_it_shows(Measure.FALLS, Unit.MONTH, False, points(12, {}), Recent(90, count, tail))
    assert told.endswith(words)


@pytest.mark.parametrize(
    ("count", "begins"), [(0, "The last 90 days had no falls"), (2, "The last 90 days had 2")]
)
def test_few_events_are_no_good_news_of_days_in_which_nobody_recorded_anything(
    count: int, begins: str
) -> None:
    recent = Recent(90, count, 0.9, incomplete=True)
    told = what_it_shows(Measure.FALLS, Unit.MONTH, False, points(12, {}), recent)
    assert begins in told
    assert told.endswith("on record, but for two weeks or more nothing at all was recorded.")
    many = what_it_shows(
        Measure.FALLS, Unit.MONTH, False, points(12, {}), Recent(90, 30, 0.0004, incomplete=True)
    )
    assert many.endswith("Look into it.")


def test_why_it_is_this_chart() -> None:
    assert why_this_chart(Measure.FALLS, Unit.AUTO, Unit.MONTH, (5.12, 15.3)).startswith(
        "A typical month has about 5.1 falls"
    )
    assert "about 7.5" in why_this_chart(Measure.FALLS, Unit.AUTO, Unit.QUARTER, (2.5, 7.5))
    assert "became rarer, not that they became more frequent" in why_this_chart(
        Measure.FALLS, Unit.AUTO, Unit.EVENT, (0.5, 1.5)
    )
    assert "in spells" in why_this_chart(Measure.SICKNESS, Unit.AUTO, Unit.QUARTER, (0.0, 0.0))
    moments, volunteering = (
        why_this_chart(measure, Unit.AUTO, Unit.MONTH, (0.0, 0.0))
        for measure in (Measure.MOMENTS, Measure.VOLUNTEERING)
    )
    assert "who lives here" in moments
    assert "visits and outings" in volunteering
    assert (
        why_this_chart(Measure.FALLS, Unit.QUARTER, Unit.QUARTER, (9.0, 27.0))
        == "Shown by quarter, as asked."
    )


def test_what_is_closed_is_not_called_nothing() -> None:
    """A coach of a team of four sees why there is no line, and does not wait for one."""
    closed = [point._replace(numerator=None, denominator=None, value=None) for point in points(8, {})]
    told = what_it_shows(Measure.SICKNESS, Unit.QUARTER, True, closed, None)
    assert (
        told
        == "Outside the home sickness is told for whole quarters of larger teams only; there is none here."
    )
    assert what_it_shows(Measure.SICKNESS, Unit.QUARTER, True, [], None).startswith(
        "There is nothing to show"
    )


def test_one_day_is_one_day_and_hours_are_time() -> None:
    of_a_day = what_it_shows(Measure.FALLS, Unit.MONTH, False, points(12, {}), Recent(1, 0, 1.0))
    assert "The last day had no falls." in of_a_day
    run = said({range(20, 30): (Signal.SHIFT, BETTER)}, Measure.VOLUNTEERING)
    assert "volunteers' time stayed below what is usual here" in run


def quarters(sides: str, run: range, signal: Signal = Signal.SHIFT) -> list[ChartPoint]:
    """A quarter a letter, from 2023 on: + above the centre, - below, 0 nothing recorded; a run is marked."""
    found: list[ChartPoint] = []
    for place, side in enumerate(sides):
        begins = date(2023 + place // 4, 1 + place % 4 * 3, 1)
        ends = date(begins.year, begins.month + 2, 30)
        marked = place in run
        better = BETTER if side == "-" else WORSE
        found.append(
            ChartPoint(
                begins, ends, 1.0, 1.0, 5.0 if side == "+" else 3.0, 4.0, 0.0, 9.0,
                signal if marked else None, better if marked else None, incomplete=side == "0",
            )
        )  # fmt: skip
    return found


def told(sides: str, run: range, unit: Unit = Unit.QUARTER) -> str:
    return what_it_shows(Measure.FALLS, unit, False, quarters(sides, run), None)


def test_a_run_that_is_over_is_not_the_last_word() -> None:
    """Eight good quarters and four bad ones since: whoever reads it learns that it has become worse."""
    assert told("---------+++", range(9)) == (
        "From January 2023 to March 2025 the rate of falls was lower than over the whole time shown: more "
        "than chance explains. It has been higher since: a before and after with 1 April 2025 as its day "
        "shows by how much."
    )
    assert "It has been lower since: a before and after with 1 April 2025" in told("+++++++++---", range(9))
    assert "for the" not in told("+++++++++---", range(9))


def test_what_has_been_since_is_counted_where_it_was_not_always_so() -> None:
    words = told("---------++-+0", range(9))
    assert "It has been higher since, in 3 of 4 quarters: a before" in words
    assert "a mark by chance now and then. It has been higher since" in told("-------+++++", range(7))


@pytest.mark.parametrize("sides", ["---------", "----------", "---------+---", "---------0"])
def test_a_run_that_lasts_or_mostly_does_is_told_as_before(sides: str) -> None:
    assert told(sides, range(9)).split(". ")[0].rstrip(".").endswith("for the better")


def test_a_single_point_is_no_run_that_ended() -> None:
    assert "since" not in told("+--------", range(1))


def test_gaps_between_falls_that_became_shorter_again_are_told_so() -> None:
    words = told("+++++++++---", range(9), Unit.EVENT)
    assert "Since then they have come more often." in words


def test_a_later_signal_tells_what_has_been_since() -> None:
    before, after = quarters("+++++++++---", range(9)), quarters("---", range(3), Signal.OUTSIDE_LIMITS)
    after = [point._replace(starts_on=date(2026, 1, 1), ends_on=date(2026, 9, 30)) for point in after]
    words = what_it_shows(Measure.FALLS, Unit.QUARTER, False, [*before, *after], None)
    assert "since" not in words
    assert words.endswith("for the better.")
