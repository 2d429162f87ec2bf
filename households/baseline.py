"""A home's monthly totals from before it began to record: the "before" of a before and after."""

from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from households.events import BaselineRecorded
from households.home import Home
from households.recording.command import Command, Month, decimal
from households.recording.context import Context
from households.recording.errors import Refused
from households.rules import happened, opened
from network.days import first_of
from network.eventstore.event import Event

Days = Annotated[Decimal, decimal("Days.", "0", "99999", 4)]


class RecordBaseline(Command, frozen=True, kw_only=True):
    """A month's totals; what is left out is not known."""

    month: Month
    occupied_bed_days: Annotated[
        int, Meta(ge=0, le=9_999, description="Residents present at midnight, over the month.")
    ]
    falls: Annotated[int, Meta(ge=0, le=9_999, description="Falls.")] | None = None
    injurious_falls: (
        Annotated[int, Meta(ge=0, le=9_999, description="Falls with harm low or worse.")] | None
    ) = None
    fte_days_lost: Days | None = None
    fte_days_available: Days | None = None


def decide_baseline(home: Home, command: RecordBaseline, context: Context) -> list[Event]:
    """Of a month that has begun, with parts no greater than their wholes."""
    opened(home)
    month = first_of(command.month)
    happened(month, context, "month")
    _check_part("injurious_falls", command.injurious_falls, command.falls)
    _check_part("fte_days_lost", command.fte_days_lost, command.fte_days_available)
    return [
        BaselineRecorded(
            month=month,
            occupied_bed_days=command.occupied_bed_days,
            falls=command.falls,
            injurious_falls=command.injurious_falls,
            fte_days_lost=command.fte_days_lost,
            fte_days_available=command.fte_days_available,
            **context.said_on(month),
        )
    ]


def _check_part(field: str, part: Decimal | int | None, whole: Decimal | int | None) -> None:
    if part is not None and whole is not None and part > whole:
        raise Refused(
            "part_exceeds_whole",
            field,
            "The part is greater than the whole it belongs to.",
            "Correct one of the two.",
        )
