"""What finance decides about charging and about its books."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from households.terms import PayerKind

Share = Annotated[
    Decimal,
    Meta(
        description="Share of a night's price that is charged, 0 to 1, at most four decimals.",
        extra_json_schema={
            "type": "string",
            "pattern": r"^(0(\.\d{1,4})?|1(\.0{1,4})?)$",
            "examples": ["0.5"],
        },
    ),
]
Percentage = Annotated[
    Decimal,
    Meta(
        description="Percent of what is charged, 0 to 100, at most four decimals.",
        extra_json_schema={"type": "string", "pattern": r"^\d{1,3}(\.\d{1,4})?$", "examples": ["6.5"]},
    ),
]


class FinanceCommand(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Something that finance decides."""


class SetChargingTerms(FinanceCommand, frozen=True, kw_only=True):
    """How one kind of payer is charged, whole, from a day on; fixed charges before it are adjusted."""

    payer_kind: PayerKind
    begins_on: Annotated[
        date, Meta(description="The first night that is charged so; it may lie in the past.")
    ]
    hospital_share: Share = Decimal(1)
    holiday_share: Share = Decimal(1)
    other_share: Share = Decimal(1)
    leaving_day_charged: Annotated[
        bool, Meta(description="Whether the day on which somebody leaves is charged.")
    ] = False
    nights_after_death: Annotated[
        int,
        Meta(ge=0, le=365, description="Nights charged from the date of death on, or until the room is let."),
    ] = 0
    payment_terms_days: Annotated[
        int, Meta(ge=0, le=365, description="Days from the charge date until it is due.")
    ] = 28


class SetFranchiseFee(FinanceCommand, frozen=True, kw_only=True):
    """What the network takes of what is charged, from a day on."""

    begins_on: Annotated[date, Meta(description="The first charge date that it holds for.")]
    percentage: Percentage


class AnchorBillingPeriods(FinanceCommand, frozen=True, kw_only=True):
    """Say on which Monday billing periods begin; before anything is raised or closed."""

    anchor: Annotated[date, Meta(description="A Monday on which a period of 28 days begins.")]


class RaiseInvoices(FinanceCommand, frozen=True, kw_only=True):
    """Raise the invoices of a billing period that has ended; again changes nothing."""

    period_starts_on: Annotated[date, Meta(description="The first night of the period.")]
    home: (
        Annotated[
            str,
            Meta(
                min_length=1, max_length=60, description="One home, by id or reference; left out: all homes."
            ),
        ]
        | None
    ) = None


class CloseBooks(FinanceCommand, frozen=True, kw_only=True):
    """Close the books through a day; no figure of it or before it moves any more."""

    through: Annotated[date, Meta(description="The last day to be closed; it has passed.")]


class NotePromise(FinanceCommand, frozen=True, kw_only=True):
    """Note what a payer promised to pay, and until when."""

    payer_id: Annotated[UUID, Meta(description="The payer, by the id that balances give.")]
    amount: Annotated[
        Decimal,
        Meta(
            description="In pounds, more than nothing.",
            extra_json_schema={
                "type": "string",
                "pattern": r"^\d{1,8}(\.\d{1,2})?$",
                "examples": ["1071.52"],
            },
        ),
    ]
    pay_by: Annotated[date, Meta(description="The last day on which it is to come.")]
    promised_on: Annotated[date | None, Meta(description="When they said so; left out: today.")] = None
    home: (
        Annotated[
            str,
            Meta(min_length=1, max_length=60, description="For one home, by id or reference; left out: any."),
        ]
        | None
    ) = None


class TakeBackPromise(FinanceCommand, frozen=True, kw_only=True):
    """Take back a promise that was not made so, or is no longer; another can be noted in its place."""

    promise: Annotated[
        int,
        Meta(
            ge=1, description="The `version` that noting it answered; `GET /finance/promises` lists it too."
        ),
    ]
