"""What finance decides about bank accounts, statements and their lines."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from finance.settings.commands import FinanceCommand
from finance.terms import ColumnMapping

Pounds = Annotated[
    Decimal,
    Meta(
        description="Pounds, at most two decimals, more than nothing.",
        extra_json_schema={"type": "string", "pattern": r"^\d{1,9}(\.\d{1,2})?$", "examples": ["1071.52"]},
    ),
]
Name = Annotated[str, Meta(min_length=1, max_length=60, description="What finance calls the account.")]


class KeepAccount(FinanceCommand, frozen=True, kw_only=True):
    """Open a bank account, or say anew how its CSV is read: the name tells which."""

    name: Name
    mapping: Annotated[ColumnMapping | None, Meta(description="Null: it brings CAMT.053 only.")] = None


class BringIn(FinanceCommand, frozen=True, kw_only=True):
    """Bring a statement in, CSV or CAMT.053; lines that are known already are not brought in again."""

    file: Annotated[bytes, Meta(description="The file as the bank gave it, in base64.", min_length=1)]


class PaymentMeant(FinanceCommand, frozen=True, kw_only=True):
    """A payment of a home: one that it recorded, or one not recorded yet."""

    home: Annotated[str, Meta(min_length=1, max_length=60, description="By id or reference.")]
    payment: (
        Annotated[int, Meta(ge=1, description="A payment that the home recorded: the number in its id.")]
        | None
    ) = None
    payer: Annotated[UUID, Meta(description="Who paid: the payment is recorded from the line.")] | None = None


class MatchLine(PaymentMeant, frozen=True, kw_only=True):
    """Say which payment a line is, or is in part: one that a home recorded, or one not recorded yet."""

    amount: Annotated[Pounds | None, Meta(description="Left out: as much as is left of the line.")] = None
    left: (
        Annotated[Pounds, Meta(description="Refuse it unless so much is left of the line before it.")] | None
    ) = None


class PartOfLine(PaymentMeant, frozen=True, kw_only=True):
    """What of a line is one payment."""

    amount: Pounds


class SplitLine(FinanceCommand, frozen=True, kw_only=True):
    """Share a line out over several payments, which together are all that is left of it."""

    parts: Annotated[
        list[PartOfLine], Meta(min_length=2, max_length=200, description="In the order of recording.")
    ]


class ReleaseLine(FinanceCommand, frozen=True, kw_only=True):
    """A match was wrong; a payment that was recorded from the line is reversed."""

    match: Annotated[int, Meta(ge=1, description="The number of the match, as the line names it.")]


class SetLineAside(FinanceCommand, frozen=True, kw_only=True):
    """A line is no payment of fees; or it is one after all."""

    is_aside: bool


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """That an account is kept."""

    account_id: UUID


class BroughtIn(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a statement."""

    lines: Annotated[int, Meta(description="Lines in the file.")]
    new: Annotated[int, Meta(description="Those that were not known before.")]
    money_in: Annotated[Decimal, Meta(description="What the new ones bring in, in pounds.")]


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """That a line is matched, released or set aside."""

    line_id: UUID
    left: Annotated[Decimal, Meta(description="What of the line is no payment yet, in pounds.")]
    log_position: Annotated[int, Meta(description="Opaque: wait for it to read your own write.")]
