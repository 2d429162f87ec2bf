"""Why a chart is the chart it is, in a sentence."""

from outcomes.terms import Measure, Unit
from outcomes.words.names import THINGS


def why_this_chart(
    measure: Measure, asked: Unit, unit: Unit, typical: tuple[float, float], *, for_totals: bool = False
) -> str:
    """Why points are what they are.

    `typical`: events that a typical month and quarter expect. `for_totals`: quarters were taken for
    months known as totals only.
    """
    if asked is not Unit.AUTO:
        return {
            Unit.MONTH: "Shown by month, as asked.",
            Unit.QUARTER: "Shown by quarter, as asked.",
            Unit.EVENT: "Shown as the days from each to the next, as asked.",
        }[unit]
    if for_totals:
        return _why_totals(measure, typical[1])
    return _why_events(measure, unit, typical) if measure.counts_events else _why_no_limits(measure)


def _why_no_limits(measure: Measure) -> str:
    shown = "about its middle value and without limits"
    if measure is Measure.MOMENTS:
        return (
            "What is enjoyed follows who lives here and how much is written down, so it is shown by month, "
            f"{shown}."
        )
    if measure is Measure.VOLUNTEERING:
        return f"Volunteers' hours come in visits and outings, so their time is shown by month, {shown}."
    what = "Sickness" if measure is Measure.SICKNESS else "Occupancy"
    return f"{what} changes in spells, so it is shown by quarter, {shown}."


def _why_events(measure: Measure, unit: Unit, typical: tuple[float, float]) -> str:
    things = THINGS[measure]
    month, quarter = (_count(number) for number in typical)
    if unit is Unit.MONTH:
        return f"A typical month has about {month} {things}, enough for a chart by month."
    if unit is Unit.QUARTER:
        return (
            f"A typical month has about {month} {things}, too few for a chart by month, so they are "
            f"counted by quarter: about {quarter}."
        )
    if typical[1] == 0:
        return f"No month or quarter that can be judged has {things}, so there is nothing to chart by them."
    return (
        f"Even a quarter has only about {quarter} {things}, so the chart shows the days from each to the "
        "next. It can show that they became rarer, not that they became more frequent."
    )


def _why_totals(measure: Measure, typical: float) -> str:
    things = THINGS[measure]
    only = f"Even a quarter has only about {_count(typical)} {things}" if typical else f"{things} are too few"
    return (
        f"{only[0].upper()}{only[1:]}, but some of these months are known only as totals, which do not say "
        f"on which days. So that no month is missing, {things} are counted by quarter."
    )


def _count(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:.0f}"
