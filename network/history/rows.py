"""The import files as types: a struct a file, a field a column, required where it has no default."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, ClassVar

import msgspec

from households.terms import AbsenceReason, CostCategory, Harm, MovedOutReason, PayerKind, StaffRole
from network.history import cells

Text = Annotated[str, cells.text]
Ref = Annotated[str, cells.ref]
Day = Annotated[date, cells.day]
Month = Annotated[date, cells.month]
Instant = Annotated[datetime, cells.instant]
Amount = Annotated[Decimal, cells.amount]
Number = Annotated[Decimal, cells.number]
Whole = Annotated[int, cells.whole]
YesNo = Annotated[bool, cells.yes_or_no]
Words = Annotated[tuple[str, ...], cells.words]
CqcLocation = Annotated[str, cells.cqc_location_id]
NhsNumber = Annotated[str, cells.nhs_number]
Households = Annotated[tuple[tuple[str, int], ...], cells.households]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a file, read; `line` is where it begins."""

    file: ClassVar[str]
    key: ClassVar[tuple[str, ...]]
    """The columns that say which record this is; the rest is its content."""

    line: int
    home_ref: Ref

    def key_values(self) -> tuple[Any, ...]:
        """The values of the key's columns."""
        return tuple(getattr(self, name) for name in self.key)

    def content(self) -> tuple[Any, ...]:
        """Everything the row says, without where it stands."""
        return tuple(getattr(self, name) for name in self.__struct_fields__ if name != "line")


class HomeRow(Row, frozen=True, kw_only=True):
    """A home that joins the network."""

    file = "homes.csv"
    key = ("home_ref",)
    name: Text
    cqc_location_id: CqcLocation
    icb_ods_code: Ref
    joined_on: Day
    recorded_from: Day | None = None
    charged_from: Day | None = None
    programme_started_on: Day | None = None
    households: Households = ()


class ResidentRow(Row, frozen=True, kw_only=True):
    """A resident's stay."""

    file = "residents.csv"
    key = ("home_ref", "resident_ref")
    resident_ref: Ref
    given_name: Text
    family_name: Text
    moved_in_on: Day
    household: Text
    born_on: Day | None = None
    nhs_number: NhsNumber | None = None
    room: Text | None = None
    moved_out_on: Day | None = None
    moved_out_reason: Annotated[MovedOutReason, cells.one_of(MovedOutReason)] | None = None


class AbsenceRow(Row, frozen=True, kw_only=True):
    """Nights that a resident spent elsewhere."""

    file = "absences.csv"
    key = ("home_ref", "resident_ref", "away_from")
    resident_ref: Ref
    away_from: Day
    back_on: Day | None = None
    reason: Annotated[AbsenceReason, cells.one_of(AbsenceReason)] | None = None


class FallRow(Row, frozen=True, kw_only=True):
    """A fall."""

    file = "falls.csv"
    key = ("home_ref", "resident_ref", "occurred_at")
    resident_ref: Ref
    occurred_at: Instant
    place: Text
    harm: Annotated[Harm, cells.one_of(Harm)]
    witnessed: YesNo | None = None
    head_struck: YesNo | None = None
    on_anticoagulant: YesNo | None = None
    description: Text | None = None
    actions: Words = ()


class StaffRow(Row, frozen=True, kw_only=True):
    """A member of the team."""

    file = "staff.csv"
    key = ("home_ref", "staff_ref")
    staff_ref: Ref
    given_name: Text
    family_name: Text
    role: Annotated[StaffRole, cells.one_of(StaffRole)]
    weekly_hours: Number
    started_on: Day
    left_on: Day | None = None


class SicknessRow(Row, frozen=True, kw_only=True):
    """A spell of sickness."""

    file = "sickness.csv"
    key = ("home_ref", "staff_ref", "first_day")
    staff_ref: Ref
    first_day: Day
    last_day: Day | None = None
    reason_code: Ref | None = None


class ContributionRow(Row, frozen=True, kw_only=True):
    """What a payer pays a week towards a resident's fee."""

    file = "contributions.csv"
    key = ("home_ref", "resident_ref", "payer_ref", "from_")
    resident_ref: Ref
    payer_ref: Ref
    payer_name: Text
    payer_kind: Annotated[PayerKind, cells.one_of(PayerKind)]
    weekly_amount: Amount
    from_: Day = msgspec.field(name="from")
    to: Day | None = None


class PaymentRow(Row, frozen=True, kw_only=True):
    """Money received; every column belongs to the key, so equal rows are told apart by their order."""

    file = "payments.csv"
    key = (
        "home_ref",
        "payer_ref",
        "received_on",
        "amount",
        "reference",
        "resident_ref",
        "method",
        "remittance",
    )
    payer_ref: Ref
    received_on: Day
    amount: Amount
    reference: Text
    resident_ref: Ref | None = None
    method: Text | None = None
    remittance: Text | None = None


class OpeningRow(Row, frozen=True, kw_only=True):
    """What was owed when charging began; a payer may have several documents."""

    file = "opening.csv"
    key = ("home_ref", "payer_ref", "document")
    payer_ref: Ref
    document: Text
    due_on: Day
    amount: Amount


class CostRow(Row, frozen=True, kw_only=True):
    """What a home spent in a month."""

    file = "costs.csv"
    key = ("home_ref", "month", "category")
    month: Month
    category: Annotated[CostCategory, cells.one_of(CostCategory)]
    amount: Amount


class BaselineRow(Row, frozen=True, kw_only=True):
    """A month's totals from before the home began to record."""

    file = "baseline.csv"
    key = ("home_ref", "month")
    month: Month
    occupied_bed_days: Whole
    falls: Whole | None = None
    injurious_falls: Whole | None = None
    fte_days_lost: Number | None = None
    fte_days_available: Number | None = None


FILES: tuple[type[Row], ...] = (
    HomeRow,
    ResidentRow,
    AbsenceRow,
    FallRow,
    StaffRow,
    SicknessRow,
    ContributionRow,
    PaymentRow,
    OpeningRow,
    CostRow,
    BaselineRow,
)
"""Every file, in the order in which the records of a home build on each other."""
