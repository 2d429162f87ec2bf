"""A home's monthly totals from before it began to record: the "before" of a before and after."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from households.command import Command, Month, decimal

Days = Annotated[Decimal, decimal("Days.", "0", "99999", 4)]


class RecordBaseline(Command, frozen=True, kw_only=True):
    """A month's totals; what is left out is not known."""

    month: Month
    occupied_bed_days: Annotated[
        int, Meta(ge=0, le=9_999, description="Residents present at midnight, over the month.")
    ]
    falls: Annotated[int, Meta(ge=0, le=9_999, description="Falls.")] | None = None
    injurious_falls: Annotated[int, Meta(ge=0, le=9_999, description="Falls with harm low or worse.")] | None = None
    fte_days_lost: Days | None = None
    fte_days_available: Days | None = None
