"""What a before and after shows, in words that claim no more than its figures."""

from datetime import date
from typing import NamedTuple

from outcomes.periods import ONE_DAY, first_of_quarter, months_after
from outcomes.statistics import RateRatio
from outcomes.terms import Measure
from outcomes.words.names import RATES, day_in_words

SHOWN = 0.05
"""The p-value under which the 95% interval leaves out no change."""
SPELLS = (Measure.SICKNESS, Measure.OCCUPANCY)
NOT_WHY = "This shows that it changed, not why."


class Found(NamedTuple):
    """What there is to put into words."""

    measure: Measure
    ratio: RateRatio
    """After over before."""
    power: float | None
    detect: float
    homes: int
    left_out: int
    """Homes of which nothing is known on one side."""
    quiet: int
    """Homes in which nothing at all was recorded for two weeks or more."""
    empty: bool = False
    """Whether on one side nobody spent a night there."""


def verdict(found: Found) -> str:
    """One to five sentences."""
    sentences = _events(found) if found.measure.counts_events else _others(found)
    if found.quiet:
        sentences.append(_quiet(found))
    if found.left_out:
        sentences.append(_left_out(found.measure, found.left_out))
    return " ".join(sentences)


def _events(found: Found) -> list[str]:
    ratio = found.ratio
    name = RATES[found.measure].capitalize()
    if found.empty:
        return ["There is nothing to compare: on one side nobody spent a night there."]
    if ratio.estimate is None:
        return [f"There is nothing to compare: {RATES[found.measure]} was nil on both sides.", _power(found)]
    between = f"between {_change(ratio.low)} and {_change(ratio.high)}"
    if ratio.p_value < SHOWN:
        if found.quiet:
            return [f"{name} was {_change(ratio.estimate)} after the change, but that can't be trusted."]
        good = "better" if ratio.high < 1 else "worse"
        return [
            f"{name} was {_change(ratio.estimate)} after the change: for the {good}, by more than chance.",
            f"The true change lies {between}, with 95% confidence.",
            NOT_WHY,
        ]
    return [
        f"{name} was {_change(ratio.estimate)} after the change, which may be chance.",
        f"The figures fit anything {between}: they show no change, and do not show that there was none.",
        _power(found),
    ]


def _others(found: Found) -> list[str]:
    name = RATES[found.measure].capitalize()
    if found.ratio.estimate is None:
        return [f"{name} can't be compared: there is no rate before the change to compare with."]
    why = "It changes in spells" if found.measure in SPELLS else "It is no count of single events"
    return [
        f"{name} was {_change(found.ratio.estimate)} after the change.",
        f"{why}, so two numbers can't tell whether that is more than chance: see the chart.",
    ]


def _change(ratio: float) -> str:
    percent = 100 * (ratio - 1)
    if ratio == float("inf") or percent >= 1000:
        return "many times as high"
    if abs(percent) < 0.5:
        return "the same"
    return f"{abs(percent):.0f}% {'lower' if percent < 0 else 'higher'}"


def _power(found: Found) -> str:
    if found.power is None:
        return ""
    change = f"{abs(100 * (found.detect - 1)):.0f}% {'cut' if found.detect < 1 else 'rise'}"
    who = "One home of this size" if found.homes == 1 else f"These {found.homes} homes together"
    chance = f"{who} had a chance of {found.power:.0%} to show a true {change}"
    return f"{chance}; with more homes or time it would be greater." if found.power < 0.8 else f"{chance}."


def _quiet(found: Found) -> str:
    who = "this home" if found.homes == 1 else f"{found.quiet} of these homes"
    return (
        f"In {who} nothing at all was recorded for two weeks or more, and silence is not safety: something "
        "may be missing from these figures."
    )


def _left_out(measure: Measure, count: int) -> str:
    who = "One home is" if count == 1 else f"{count} homes are"
    why = "no day of a change is known there, or nothing before or after it"
    if measure is Measure.SICKNESS:
        why += ", or, outside the home, its team is small or these are no whole quarters"
    return f"{who} left out, because {why}."


def nothing_to_compare(measure: Measure, changed_on: date | None, months: int, today: date) -> str:
    """Why there is no answer, and what to ask instead."""
    if measure is Measure.SICKNESS:
        return f"There is nothing to compare: {_no_quarters(changed_on, months, today)}"
    if changed_on is None:
        return (
            "There is nothing to compare: of none of these homes is it known when its programme started and "
            "what it recorded before and after. Name a day."
        )
    return (
        "There is nothing to compare: nothing is known of these homes on both sides of that day. Take a "
        "day on which they had recorded for a while, or wait."
    )


def _no_quarters(changed_on: date | None, months: int, today: date) -> str:
    only = "outside the home sickness is told for whole quarters of larger teams only"
    if changed_on is None or months % 3 or changed_on != first_of_quarter(changed_on):
        return f"{only}. Take the first day of a quarter, and 3, 6, 9 or 12 months."
    over = first_of_quarter(today)
    if months_after(changed_on, months) <= over:
        return f"{only}, and these teams are small, or too little is known of the time before that day."
    ends = months_after(changed_on, months) - ONE_DAY
    latest = months_after(over, -months)
    return (
        f"{only}, once they are over, and the {months} months from {day_in_words(changed_on)} end on "
        f"{day_in_words(ends)}. For {months} months the last day to ask for now is {day_in_words(latest)}"
        f"{_shorter(changed_on, over)}."
    )


def _shorter(changed_on: date, over: date) -> str:
    """How many months from that day are over."""
    months = (over.year - changed_on.year) * 12 + over.month - changed_on.month
    return f"; from {day_in_words(changed_on)}, {months} months are over" if months > 0 else ""
