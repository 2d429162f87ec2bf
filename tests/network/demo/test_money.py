"""The demo's money is believable: fees, costs, and a bank statement that fits what the homes recorded."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from finance.bank.camt053 import read_camt053
from finance.pence import to_pence
from households.contributions import AgreeContribution, ChangeContribution, EndContribution
from households.costs import RecordCost
from households.payments import ReceivePayment
from households.terms import CostCategory
from network.demo.bank_statement import MOST, bank_statement, statement_lines
from network.demo.homes import demo_homes
from network.demo.story import Story, tell

TODAY = date(2026, 11, 22)
SEED = "hearth"
YEAR = [f"{2025 + (month + 9) // 12}-{(month + 9) % 12 + 1:02}" for month in range(1, 13)]
"""Twelve months that are over, to October 2026."""
FIRST, DAYS = date(2025, 11, 1), 365


@cache
def network() -> tuple[Story, ...]:
    return tuple(tell(home, SEED) for home in demo_homes(TODAY))


def nights(told: Story) -> int:
    days = [FIRST + timedelta(days=day) for day in range(DAYS)]
    return sum(resident.is_present(day) for resident in told.residents for day in days)


def costs(told: Story) -> Counter[CostCategory]:
    spent: Counter[CostCategory] = Counter()
    for step in told.steps:
        if step.kind is RecordCost and step.values["month"] in YEAR:
            spent[step.values["category"]] += to_pence(step.values["amount"])
    return spent


def income(told: Story) -> Decimal:
    """What is agreed for the nights of the year, at each night's rate."""
    total = Decimal(0)
    rates = defaultdict[str, dict[date, Decimal]](dict)
    for step in told.steps:
        if step.kind is AgreeContribution:
            rates[step.key][step.values["begins_on"]] = step.values["weekly_amount"]
        elif step.kind is ChangeContribution:
            agreed = step.key.partition("/from/")[0]
            rates[agreed][step.values["begins_on"]] = step.values["weekly_amount"]
        elif step.kind is EndContribution:
            rates[step.key.removesuffix("/end")][step.values["ends_on"] + timedelta(days=1)] = Decimal(0)
    people = {resident.ref: resident for resident in told.residents}
    for agreed, held in rates.items():
        resident = people[agreed.split("/")[1]]
        for day in (FIRST + timedelta(days=number) for number in range(DAYS)):
            here = resident.moved_in_on <= day < resident.leaves(TODAY)
            weekly = [held[since] for since in sorted(held) if since <= day]
            total += weekly[-1] / 7 if here and weekly else 0
    return total


def test_a_resident_pays_what_a_care_home_costs() -> None:
    """Together with everybody who pays for them: between £1,000 and £1,500 a week in a home, on average."""
    for told in network():
        if not told.home.silent_from:
            weekly = 7 * income(told) / nights(told)
            assert 1_000 <= weekly <= 1_500, (told.home.ref, weekly)


def test_homes_live_about_at_break_even_and_staff_is_about_three_fifths_of_the_cost() -> None:
    margins: list[float] = []
    for told in network():
        spent = costs(told)
        if told.home.silent_from:
            continue
        assert 140 <= spent.total() / 100 / nights(told) <= 200, told.home.ref
        staff = spent[CostCategory.CARE_WAGES] + spent[CostCategory.AGENCY]
        assert 0.55 <= staff / spent.total() <= 0.67, told.home.ref
        margins.append(1 - spent.total() / 100 / float(income(told)))
    assert -0.12 <= min(margins) < 0, "some lose"
    assert 0 < max(margins) <= 0.2
    assert 0 <= sum(margins) / len(margins) <= 0.07


def test_the_statement_is_the_same_each_time_and_can_be_read() -> None:
    file = bank_statement(SEED, TODAY)
    assert file == bank_statement(SEED, TODAY)
    read = read_camt053(file)
    assert [(one.booked_on, one.pence, one.reference, one.payer) for one in read] == [
        (one.booked_on, to_pence(one.amount), one.reference, one.party)
        for one in statement_lines(SEED, TODAY)
    ]
    assert len({one.bank_id for one in read}) == len(read)


def test_some_of_its_lines_a_home_recorded_and_some_nobody_did_on_whatever_day() -> None:
    for day in range(0, 28, 9):
        today = TODAY + timedelta(days=day)
        homes = {home.ref: tell(home, SEED) for home in demo_homes(today) if home.area.board == "QYG"}
        recorded = {
            (step.values["received_on"], step.values["amount"])
            for told in homes.values()
            for step in told.steps
            if step.kind is ReceivePayment
        }
        lines = statement_lines(SEED, today)
        known = sum((line.booked_on, line.amount) in recorded for line in lines)
        assert len(lines) == MOST + 3
        assert known >= MOST / 2, today
        assert len(lines) - known >= 6, today
        assert all(today - timedelta(weeks=4) <= line.booked_on < today for line in lines)
