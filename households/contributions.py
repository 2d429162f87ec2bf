"""Contributions: which payer pays what a week towards a resident's fee, from when to when."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from households.command import Command, RecordReference, Reference, decimal, line
from households.residents import ResidentGiven
from households.terms import PayerKind

WeeklyAmount = Annotated[Decimal, decimal("Pounds a week.", "0", "99999.99")]


class AgreeContribution(Command, frozen=True, kw_only=True):
    """A payer agrees to pay a weekly amount towards a resident's fee."""

    resident: ResidentGiven
    payer_ref: Reference
    payer_kind: PayerKind
    payer_name: Annotated[str, line(200, "The payer's name.")] | None = None
    weekly_amount: WeeklyAmount
    begins_on: Annotated[date, Meta(description="The first night it pays for.")]
    ends_on: Annotated[date, Meta(description="The last night it pays for, where that is agreed.")] | None = None


class ChangeContribution(Command, frozen=True, kw_only=True):
    """A contribution has another weekly amount from a day on, which may lie in the past."""

    contribution: RecordReference
    weekly_amount: WeeklyAmount
    begins_on: Annotated[date, Meta(description="The first night at the new amount.")]


class EndContribution(Command, frozen=True, kw_only=True):
    """A contribution ends; a later end replaces an earlier one."""

    contribution: RecordReference
    ends_on: Annotated[date, Meta(description="The last night it pays for.")]
