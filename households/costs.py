"""What a home spent, by month and category."""

from decimal import Decimal
from typing import Annotated

from households.events import CostRecorded, CostRetracted
from households.home import Home, cost_fingerprint
from households.recording.command import Command, Month, Reason, RecordReference, decimal
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import record_given
from households.rules import happened, opened
from households.terms import CostCategory
from network.days import first_of
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class RecordCost(Command, frozen=True, kw_only=True):
    """What the home spent in a month; the latest for a month and category counts."""

    month: Month
    category: CostCategory
    amount: Annotated[Decimal, decimal("Pounds.", "0", "9999999.99")]


class RetractCost(Command, frozen=True, kw_only=True):
    """Take back what the home did not spend; an amount that it had replaced does not come back."""

    record: RecordReference
    reason: Reason


def decide_cost(home: Home, command: RecordCost, context: Context) -> list[Event]:
    """Of a month that has begun."""
    opened(home)
    month = first_of(command.month)
    happened(month, context, "month")
    return [
        CostRecorded(month=month, category=command.category, amount=command.amount, **context.said_on(month))
    ]


def decide_retracting_cost(home: Home, command: RetractCost, context: Context) -> list[Event]:
    """Of the cost that counts for its month and category."""
    record, cost = record_given(context, CostRecorded, "record")
    if home.costs.get(cost_fingerprint(cost.month, cost.category)) != record:
        raise Refused(
            "replaced_since",
            "record",
            "The amount was taken back, or replaced by a later one for the same month and category.",
            "Take back the later one.",
        )
    return [
        CostRetracted(
            month=cost.month,
            category=cost.category,
            reason=Sealed.of(command.reason, context.home_id, RecordClass.FINANCE, "reason"),
            **context.said(context.at, about=record),
        )
    ]
