"""Accounts and lines as programs read them."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from finance.bank.reading import Line, Standing
from finance.bank.splits import Split
from finance.pence import to_pounds
from finance.terms import ColumnMapping


class AccountShown(msgspec.Struct, frozen=True, kw_only=True):
    """A bank account."""

    account_id: UUID
    name: str
    mapping: Annotated[ColumnMapping | None, Meta(description="How its CSV is read.")]
    latest: Annotated[date | None, Meta(description="The day of its newest line.")]


class Accounts(msgspec.Struct, frozen=True, kw_only=True):
    """Every bank account, by name."""

    accounts: list[AccountShown]


class ProposalShown(msgspec.Struct, frozen=True, kw_only=True):
    """What a line may be."""

    home: Annotated[str, Meta(description="By reference.")]
    payer: UUID
    payer_name: Annotated[str | None, Meta(description="Null where it was erased.")]
    payment: Annotated[
        int | None,
        Meta(description="One that the home recorded; null: it would be made from the line."),
    ]
    reasons: Annotated[list[str], Meta(description="Why, in words.")]


class MatchShown(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that a line is, or is in part."""

    match: Annotated[int, Meta(description="Its number, to release it by.")]
    home: Annotated[str, Meta(description="By reference.")]
    payment: Annotated[str, Meta(description="The payment's id.")]
    amount: Decimal
    made_from_line: Annotated[bool, Meta(description="Whether it was recorded from the line.")]


class ShareShown(msgspec.Struct, frozen=True, kw_only=True):
    """What of a line may be one home's."""

    home: Annotated[str, Meta(description="By reference.")]
    payment: Annotated[
        int | None,
        Meta(description="One that the home recorded; null: it would be made from the line."),
    ]
    amount: Annotated[Decimal, Meta(description="In pounds.")]
    text: Annotated[str, Meta(description="The invoices' numbers, or the payment's reference.")]


class SplitShown(msgspec.Struct, frozen=True, kw_only=True):
    """How a line may be shared out over several homes; it is never done by itself."""

    payer: UUID
    payer_name: str
    shares: Annotated[list[ShareShown], Meta(description="They may come to more or less than the line.")]
    reason: Annotated[str, Meta(description="Why, in words.")]


class LineShown(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a statement."""

    line_id: UUID
    account: str
    booked_on: date
    amount: Annotated[Decimal, Meta(description="In pounds; negative: money out.")]
    left: Annotated[Decimal, Meta(description="What of it is no payment yet, in pounds.")]
    reference: str
    payer: Annotated[str, Meta(description="What the bank calls who paid.")]
    occurrence: Annotated[int, Meta(description="2 and more: alike in everything with an earlier line.")]
    standing: Standing
    matches: list[MatchShown]
    proposals: Annotated[list[ProposalShown], Meta(description="The best first.")]
    split: Annotated[SplitShown | None, Meta(description="Where it may pay for several homes.")]


class Lines(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of statements, at most 100, newest first, with what each may be."""

    lines: list[LineShown]


def shown(line: Line) -> LineShown:
    """A line as it is answered."""
    return LineShown(
        **{
            name: getattr(line, name)
            for name in Line._fields
            if name not in ("matches", "proposals", "split")
        },
        matches=[
            MatchShown(
                match=one.number,
                home=one.home_ref,
                payment=one.payment,
                amount=one.amount,
                made_from_line=one.made_from_line,
            )
            for one in line.matches
        ],
        proposals=[
            ProposalShown(
                home=one.target.home_ref,
                payer=one.target.payer_id,
                payer_name=one.target.payer_name,
                payment=one.target.payment,
                reasons=list(one.reasons),
            )
            for one in line.proposals
        ],
        split=None if line.split is None else _split(line.split),
    )


def _split(split: Split) -> SplitShown:
    return SplitShown(
        payer=split.payer_id,
        payer_name=split.payer_name,
        shares=[
            ShareShown(home=one.home_ref, payment=one.payment, amount=to_pounds(one.pence), text=one.text)
            for one in split.shares
        ],
        reason=split.why,
    )
