"""What a forecast takes for granted, in words that a bookkeeper can disagree with."""

from collections.abc import Sequence
from datetime import date

from finance.forecast.bills import Bills
from finance.forecast.habits import Habits
from finance.forecast.outlook import DRAWS
from finance.pence import to_pounds
from households.terms import PayerKind

KINDS = {
    PayerKind.LOCAL_AUTHORITY: "local authorities",
    PayerKind.CHC: "NHS continuing healthcare",
    PayerKind.FNC: "NHS-funded nursing care",
    PayerKind.SELF_FUNDER: "residents who pay themselves",
    PayerKind.TOP_UP: "families who top up",
}

TO_COME = (
    "That is for the residents of today, as agreed for them, less what credit pays: nobody moves in, "
    "and nobody leaves but who is known to."
)
HABITS = (
    "Each payer pays as late as it did over the last two years; what was due half a year before counts half. "
    "Of a payer with little history the habit of its kind counts as much as one bill of its own."
)
TOGETHER = (
    "A payer pays what is due on one day on one day, in all homes; payers do so independently of each other. "
    "Nothing is sent back, and nothing is paid ahead."
)
BAND = (
    f"The band is from {DRAWS:,} draws, the same each time: one week in ten is expected below it, one above."
)


def assumptions_of(
    habits: Habits, open_bills: Bills, bills_to_come: Bills, as_of: date, through: date
) -> list[str]:
    """Sentence by sentence."""
    unpaid, late = money(open_bills.total), money(open_bills.past_due(as_of))
    return [
        f"On the morning of {said(as_of)} {unpaid} is unpaid, {late} of it past due.",
        f"Until {said(through)} {money(bills_to_come.total)} more is charged. {TO_COME}",
        HABITS,
        *_habits(habits),
        TOGETHER,
        BAND,
    ]


def _habits(habits: Habits) -> list[str]:
    said_of = [(KINDS[kind], habits.usual(kind)) for kind in PayerKind]
    parts = [f"{name} {_when(usual.middle)}" for name, usual in said_of if usual and usual.middle is not None]
    never = [
        f"{100 * usual.never:.1f}% of what {name} owe"
        for name, usual in said_of
        if usual and usual.never >= 0.0005
    ]
    found: list[str] = []
    if parts:
        found.append(f"Half of what is due is paid by {_listed(parts)}.")
    if never:
        found.append(f"Never paid, by that history, and left out: {_listed(never)}.")
    return found


def _when(days: int) -> str:
    if days == 0:
        return "by the day it is due"
    count = abs(days)
    return (
        f"{count} {'day' if count == 1 else 'days'} {'after it is due' if days > 0 else 'before it is due'}"
    )


def _listed(parts: Sequence[str]) -> str:
    return "; ".join(parts)


def said(day: date) -> str:
    """A day in words."""
    return f"{day.day} {day:%B %Y}"


def money(pence: int) -> str:
    """Pence as pounds."""
    return f"£{to_pounds(pence):,.2f}"
