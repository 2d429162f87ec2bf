"""Sickness of the team, in spells; the reason is health data and optional."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from households.command import Command, RecordReference, prose
from households.team import StaffGiven

ReasonCode = Annotated[
    str,
    Meta(pattern="^S(1[0-9]|2[0-9]|3[0-2]|98|99)$", description="The reason as an NHS code, S10 to S32, S98 or S99."),
]


class StartSickness(Command, frozen=True, kw_only=True):
    """A team member is sick; a spell that has ended can be recorded whole."""

    staff: StaffGiven
    first_day: Annotated[date, Meta(description="The first day sick.")]
    last_day: Annotated[date, Meta(description="The last day sick, where the spell has ended.")] | None = None
    reason_code: ReasonCode | None = None


class EndSickness(Command, frozen=True, kw_only=True):
    """A spell of sickness has ended."""

    spell: RecordReference
    last_day: Annotated[date, Meta(description="The last day sick.")]


class AmendSickness(Command, frozen=True, kw_only=True):
    """Say anew what a spell of sickness was, whole; or that there was none."""

    spell: RecordReference
    first_day: Annotated[date, Meta(description="The first day sick.")]
    last_day: Annotated[date, Meta(description="The last day sick, where the spell has ended.")] | None = None
    reason_code: ReasonCode | None = None
    retracted: Annotated[bool, Meta(description="True: there was no such spell.")] = False
    why: Annotated[str, prose("Why the record is amended.")]
