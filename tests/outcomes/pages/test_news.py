"""What is new since a coach's last look, and what only goes on."""

from datetime import date, timedelta

import msgspec

from outcomes.pages.answers import Change, SignalChart, SignalPoint
from outcomes.pages.news import news_of
from outcomes.queries.run_charts import Recent
from outcomes.signals import Direction, Signal
from outcomes.terms import Measure, Unit

TODAY = date(2026, 11, 22)


def chart(marks: str, unit: Unit = Unit.MONTH, tail: float = 0.5, began: date | None = None) -> SignalChart:
    """A month a letter, the last one ending yesterday: - nothing, b better, w worse, m a mark of chance."""
    points: list[SignalPoint] = []
    for place, mark in enumerate(marks):
        last = TODAY - timedelta(days=1 + 30 * (len(marks) - 1 - place))
        direction = {"b": Direction.IMPROVEMENT, "w": Direction.CONCERN, "m": Direction.CONCERN}.get(mark)
        points.append(
            SignalPoint(
                starts_on=last - timedelta(days=29),
                ends_on=last,
                value=9.0 if mark in "wm" else 1.0,
                centre=4.0,
                signal={"-": None, "m": Signal.TWO_OF_THREE}.get(mark, Signal.OUTSIDE_LIMITS),
                direction=direction,
                incomplete=False,
            )
        )
    changes = [] if began is None else [Change(on=began, text="Slippers that fit")]
    return SignalChart(period=unit, points=points, changes_of_practice=changes, recent=Recent(90, 9.0, tail))


def told(now: SignalChart, then: SignalChart | None, since: date | None) -> list[tuple[str, bool]]:
    before = {} if then is None else {Measure.FALLS: then}
    return [(news.kind, news.is_new) for news in news_of({Measure.FALLS: now}, before, since, TODAY)]


def test_a_signal_that_was_not_there_is_new_for_the_better_as_for_the_worse() -> None:
    since = TODAY - timedelta(days=40)
    assert told(chart("----w"), chart("-----"), since) == [("worse", True)]
    assert told(chart("----b"), chart("-----"), since) == [("better", True)]
    assert told(chart("--b-w"), chart("--b--"), since) == [("worse", True), ("better", False)]


def test_a_signal_that_goes_on_is_not_new_and_an_old_one_is_not_told() -> None:
    since = TODAY - timedelta(days=10)
    assert told(chart("--www"), chart("--ww-"), since) == [("worse", False)]
    assert told(chart("w------"), chart("w------"), since) == []


def test_a_mark_of_chance_in_the_month_that_runs_hides_no_month_that_got_worse() -> None:
    since = TODAY - timedelta(days=40)
    assert told(chart("---wm"), chart("---"), since) == [("worse", True)]
    assert told(chart("----m"), chart("---"), since) == []


def test_on_a_first_look_nothing_is_called_new() -> None:
    assert told(chart("----w"), None, None) == [("worse", False)]


def test_far_more_of_late_is_told_where_days_between_events_can_t_show_it() -> None:
    since = TODAY - timedelta(days=10)
    assert told(chart("---", Unit.EVENT, 0.0001), chart("---", Unit.EVENT), since) == [("worse", True)]
    assert told(chart("---", Unit.EVENT, 0.0001), chart("---", Unit.EVENT, 0.0001), since) == [
        ("worse", False)
    ]
    assert told(chart("---", Unit.MONTH, 0.0001), chart("---"), since) == []


def test_what_a_team_began_since_the_last_look_is_told() -> None:
    since = TODAY - timedelta(days=10)
    assert told(chart("---", began=TODAY - timedelta(days=3)), chart("---"), since) == [("change", True)]
    assert told(chart("---", began=TODAY - timedelta(days=30)), chart("---"), since) == []


def test_a_run_that_is_over_is_told_with_what_has_been_since_and_without_its_old_mark() -> None:
    """A home that has become worse since its good years is not one of which nothing is to be said."""
    now = chart("bbbbbbbb" + "-" * 9)
    higher = [point if point.signal else msgspec.structs.replace(point, value=5.0) for point in now.points]
    now = msgspec.structs.replace(now, points=higher)
    (news,) = news_of({Measure.FALLS: now}, {}, None, TODAY)
    assert (news.kind, news.is_new) == ("within", False)
    assert "It has been higher since" in news.words
