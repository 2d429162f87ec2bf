"""What a chart shows, in sentences that a team could read together.

They never claim more than the figures: a signal is more than chance, not a cause, and no
signal is no proof that nothing changed.
"""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from outcomes.signals import (
    FEWEST_FOR_A_RUN_CHART,
    Direction,
    Signal,
    longest_run_by_chance,
    side_of,
)
from outcomes.terms import Measure, Unit
from outcomes.words.judged import Counted, Judged, Lately
from outcomes.words.names import RATES, THINGS, day_in_words
from outcomes.words.turns import Turn, turned_after

FAR_MORE = 0.00135
"""The chance below which what happened of late is a signal, as beyond a limit."""


def what_it_shows(
    measure: Measure, unit: Unit, trial: bool, points: Sequence[Counted], recent: Lately | None
) -> str:
    """The whole chart in a few sentences, good news as loud as bad."""
    known = [point for point in points if point.value is not None]
    judged = [point for point in known if not point.incomplete]
    if not known:
        sentences = [_nothing(measure, unit, closed=any(point.numerator is None for point in points))]
    elif measure.counts_events and not any(point.value for point in known):
        sentences = [f"There were no {THINGS[measure]} in this time."]
        recent = None
    else:
        said = [signal.words for signal in latest_signals(measure, unit, points)]
        sentences = said or [_no_signal(measure, unit, judged)]
    if trial and judged and measure.counts_events:
        sentences.append(_on_trial(unit, len(judged)))
    silent = sum(point.incomplete for point in points)
    if silent:
        sentences.append(_silence(unit, silent))
    if recent is not None:
        sentences.append(lately(measure, recent))
    return " ".join(sentences)


def _nothing(measure: Measure, unit: Unit, *, closed: bool) -> str:
    if closed:
        return (
            "Outside the home sickness is told for whole quarters of larger teams only; there is none here."
        )
    if unit is Unit.EVENT:
        return f"With fewer than two {THINGS[measure]} there are no days between them to show."
    return "There is nothing to show for this time yet."


def _no_signal(measure: Measure, unit: Unit, judged: Sequence[Judged]) -> str:
    """What can be said where nothing is marked; no more than a chart of so few points could have shown."""
    things, count = _points(unit), len(judged)
    if count < 2:
        return "One point alone shows nothing yet." if judged else "Nothing can be told from this."
    if not measure.counts_events:
        off = sum(side_of(point.value or 0.0, point.centre or 0.0) != 0 for point in judged)
        if off == 0:
            return f"These {count} {things} are all the same."
        if off < FEWEST_FOR_A_RUN_CHART:
            there = "is 1" if off == 1 else f"are {off}"
            return (
                "A change can't be told from chance yet: that takes "
                f"{FEWEST_FOR_A_RUN_CHART} {things} that differ from what is usual here, and there {there}."
            )
    return (
        f"The differences between these {count} {things} are no more than chance would make them. "
        "That does not prove that nothing changed."
    )


def _on_trial(unit: Unit, count: int) -> str:
    if unit is Unit.EVENT:
        return f"With only {'one gap' if count == 1 else f'{count} gaps'} the limit is a first trial."
    return f"With only {'one point' if count == 1 else f'{count} points'} the limits are a first trial."


def _points(unit: Unit) -> str:
    return {Unit.MONTH: "months", Unit.QUARTER: "quarters"}.get(unit, "gaps")


def _silence(unit: Unit, count: int) -> str:
    thing = {Unit.MONTH: "month", Unit.QUARTER: "quarter"}.get(unit, "gap")
    what = f"One {thing} is" if count == 1 else f"{count} {thing}s are"
    return f"{what} not judged: nothing at all was recorded for two weeks or more, and silence is not safety."


class SaidSignal(NamedTuple):
    """The latest signal one way, in words."""

    direction: Direction | None
    first: date
    last: date
    firm: bool
    """Whether chance alone hardly ever makes it."""
    words: str
    is_past: bool = False
    """Whether it has mostly been the other way since; the words say so."""


class _Run(NamedTuple):
    """Points in a row with one signal."""

    ends: int
    """The place after its last point."""
    signal: Signal
    points: Sequence[Judged]
    firm: bool


def latest_signals(measure: Measure, unit: Unit, points: Sequence[Judged]) -> list[SaidSignal]:
    """The latest signal each way, the later one last.

    A weak mark takes no firm signal's place: the month that runs bears one on its first days easily, and the
    month before, in which falls doubled, would be spoken of no more.
    """
    known = sum(point.centre is not None and not point.incomplete for point in points)
    latest: dict[Direction | None, _Run] = {}
    ends = 0
    for (signal, direction), group in groupby(points, key=lambda point: (point.signal, point.direction)):
        run = list(group)
        ends += len(run)
        if signal is not None:
            firm = _is_firm(measure, signal, len(run), known)
            if firm or direction not in latest or not latest[direction].firm:
                latest[direction] = _Run(ends, signal, run, firm)
    found = sorted(latest.values(), key=lambda run: run.ends)
    said: list[SaidSignal] = []
    for place, run in enumerate(found):
        # What came after is told by the later signal, where that is no chance.
        is_overtaken = any(later.firm for later in found[place + 1 :])
        turn = None if is_overtaken else turned_after(points, run.ends)
        first, last = run.points[0], run.points[-1]
        words = _said(measure, unit, run, turn)
        said.append(
            SaidSignal(last.direction, first.starts_on, last.ends_on, run.firm, words, turn is not None)
        )
    return said


def _is_firm(measure: Measure, signal: Signal, length: int, known: int) -> bool:
    """Whether chance alone hardly ever marks so much in a chart of so many points.

    Seven on one side, or two of three near a limit, do come about by chance in one chart of
    four over three years by month (simulated): a longer run than Anhøj's is asked for. Run
    charts are judged by that rule anyway.
    """
    if signal is Signal.SHIFT and measure.counts_events:
        return length > longest_run_by_chance(known)
    return signal is not Signal.TWO_OF_THREE


def _said(measure: Measure, unit: Unit, told: _Run, turn: Turn | None) -> str:
    _, signal, run, firm = told
    when = _when(unit, run[0].starts_on, run[-1].ends_on)
    what = _what(measure, unit, signal, run) if turn is None else _was(measure, unit, signal, run, turn)
    since = "" if turn is None else f" {_since(unit, turn)}"
    if not firm:
        mark = "That is marked, but charts of this length have such a mark by chance now and then"
        mark = f"{mark}: see whether it lasts." if turn is None else f"{mark}.{since}"
        return f"{when} {what}. {mark}"
    if turn is not None:
        return f"{when} {what}: more than chance explains.{since}"
    good = "better" if run[0].direction is Direction.IMPROVEMENT else "worse"
    return f"{when} {what}: more than chance explains, for the {good}."


def _was(measure: Measure, unit: Unit, signal: Signal, run: Sequence[Judged], turn: Turn) -> str:
    """What a run was that is over."""
    if unit is Unit.EVENT or signal is Signal.TREND:
        return _what(measure, unit, signal, run)
    return f"{RATES[measure]} was {'lower' if turn.now > 0 else 'higher'} than over the whole time shown"


def _since(unit: Unit, turn: Turn) -> str:
    """What has been so since a run that is over, and how to look at it; not that it is more than chance."""
    if unit is Unit.EVENT:
        often = "more often" if turn.now < 0 else "more rarely"
        return f"Since then they have come {often}{_in_how_many(unit, turn)}."
    side = "higher" if turn.now > 0 else "lower"
    return (
        f"It has been {side} since{_in_how_many(unit, turn)}: a before and after with "
        f"{day_in_words(turn.begins)} as its day shows by how much."
    )


def _in_how_many(unit: Unit, turn: Turn) -> str:
    return "" if turn.points == turn.of else f", in {turn.points} of {turn.of} {_points(unit)}"


def _what(measure: Measure, unit: Unit, signal: Signal, run: Sequence[Judged]) -> str:
    rate = RATES[measure]
    side = "above" if (run[-1].value or 0.0) > (run[-1].centre or 0.0) else "below"
    if unit is Unit.EVENT:
        return (
            f"passed between {THINGS[measure]}" if len(run) == 1 else f"passed with {THINGS[measure]} rarer"
        )
    if signal is Signal.TREND:
        return f"{rate} {'rose' if _rises(run) else 'fell'} all the way"
    if signal is Signal.SHIFT:
        return f"{rate} stayed {side} what is usual here"
    return f"{rate} was {'far ' if signal is Signal.OUTSIDE_LIMITS else ''}{side} what is usual here"


def _rises(run: Sequence[Judged]) -> bool:
    return (run[-1].value or 0.0) > (run[0].value or 0.0)


def _when(unit: Unit, first: date, last: date) -> str:
    if unit is Unit.EVENT:
        return f"From {day_in_words(first)} to {day_in_words(last)}, {(last - first).days} days"
    if (first.year, first.month) == (last.year, last.month):
        return f"In {first:%B %Y}"
    begins = f"{first:%B}" if first.year == last.year else f"{first:%B %Y}"
    return f"From {begins} to {last:%B %Y}"


def lately(measure: Measure, recent: Lately) -> str:
    """What happened of late, against what is usual."""
    things = THINGS[measure]
    count = int(recent.count)
    had = f"The last {'day' if recent.days == 1 else f'{recent.days} days'} had"
    had = f"{had} {count} {things if count != 1 else _one(measure)}" if count else f"{had} no {things}"
    if recent.incomplete and recent.tail > FAR_MORE:
        return f"{had} on record, but for two weeks or more nothing at all was recorded."
    if count == 0:
        return f"{had}."
    if recent.tail <= FAR_MORE:
        return f"{had}: far more than is usual here. Look into it."
    if recent.tail <= 0.05:
        return f"{had}, more than is usual here; as many happen by chance in {recent.tail:.1%} of such times."
    return f"{had}, no more than chance would bring."


def _one(measure: Measure) -> str:
    return {Measure.FALLS: "fall", Measure.INJURIOUS_FALLS: "fall with harm"}.get(measure, THINGS[measure])
