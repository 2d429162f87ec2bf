"""Life in the home: what residents chose and enjoyed, volunteers' hours, changes of practice."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Meta

from households.command import Command, decimal, prose
from households.residents import ResidentGiven


class ShareMoment(Command, frozen=True, kw_only=True):
    """Something that a resident chose and enjoyed."""

    resident: ResidentGiven
    enjoyed_on: Annotated[date, Meta(description="The day.")]
    moment: Annotated[str, prose("What it was.")]


class RecordVolunteering(Command, frozen=True, kw_only=True):
    """Hours that volunteers gave on a day."""

    given_on: Annotated[date, Meta(description="The day.")]
    hours: Annotated[Decimal, decimal("Hours, of all volunteers together.", "0.01", "1000")]


class ChangePractice(Command, frozen=True, kw_only=True):
    """The team does something differently from a day on; coaches read this."""

    changed_on: Annotated[date, Meta(description="The first day.")]
    text: Annotated[str, prose("What the team does differently. Name no resident or colleague.", 500)]
