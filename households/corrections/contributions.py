"""Putting right what was agreed: a contribution as it should have been from the beginning, or none."""

from datetime import date, timedelta
from typing import Annotated

from msgspec import Meta

from households.contributions import WeeklyAmount, contribution_given, need_no_other_contribution
from households.events import ContributionAmended, ContributionRetracted
from households.home import Contribution, Home
from households.recording.command import Command, Reason, RecordReference, Why
from households.recording.context import Context
from households.rules import foreseeable, in_order
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class AmendContribution(Command, frozen=True, kw_only=True):
    """Say anew what a payer pays and for which nights, whole; who pays for whom stays as it is."""

    contribution: RecordReference
    weekly_amount: WeeklyAmount
    begins_on: Annotated[date, Meta(description="The first night it pays for.")]
    ends_on: Annotated[date, Meta(description="The last night it pays for, where that is agreed.")] | None = (
        None
    )
    why: Why


class RetractContribution(Command, frozen=True, kw_only=True):
    """Take back a contribution that was not agreed, or a change of its amount."""

    contribution: RecordReference
    reason: Reason


def decide_amending_contribution(home: Home, command: AmendContribution, context: Context) -> list[Event]:
    """Of one payer for one resident, one contribution a night; past nights are priced anew."""
    version, contribution = contribution_given(home, context)
    foreseeable(command.begins_on, context, "begins_on")
    in_order(command.begins_on, command.ends_on, "ends_on")
    need_no_other_contribution(
        home,
        contribution.resident_id,
        contribution.payer_id,
        command.begins_on,
        command.ends_on,
        "begins_on",
        but=version,
    )
    amended = Contribution(
        contribution.resident_id,
        contribution.payer_id,
        command.weekly_amount,
        command.begins_on,
        command.ends_on,
    )
    return [_amended(amended, version, command.why, context)]


def decide_retracting_contribution(home: Home, command: RetractContribution, context: Context) -> list[Event]:
    """A change of the amount gives its nights back to the contribution that it changed."""
    version, contribution = contribution_given(home, context)
    retracted = ContributionRetracted(
        resident_id=contribution.resident_id,
        payer_id=contribution.payer_id,
        reason=Sealed.of(command.reason, contribution.resident_id, RecordClass.FINANCE, "reason"),
        **context.said(context.at, about=version),
    )
    before = home.contributions.get(contribution.follows or 0)
    if before is None or before.ends_on != contribution.begins_on - timedelta(days=1):
        return [retracted]
    again = Contribution(
        before.resident_id, before.payer_id, before.weekly_amount, before.begins_on, contribution.ends_on
    )
    return [retracted, _amended(again, contribution.follows, command.reason, context)]


def _amended(
    contribution: Contribution, version: int | None, why: str, context: Context
) -> ContributionAmended:
    return ContributionAmended(
        resident_id=contribution.resident_id,
        payer_id=contribution.payer_id,
        weekly_amount=contribution.weekly_amount,
        begins_on=contribution.begins_on,
        ends_on=contribution.ends_on,
        why=Sealed.of(why, contribution.resident_id, RecordClass.FINANCE, "why"),
        **context.said_on(contribution.begins_on, about=version),
    )
