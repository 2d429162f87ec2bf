"""Sickness of the team, in spells; the reason is health data and optional."""

from datetime import date
from typing import Annotated, NamedTuple
from uuid import UUID

from msgspec import Meta

from households.command import Command, RecordReference, prose
from households.context import Context
from households.errors import Refused
from households.events import SicknessAmended, SicknessEnded, SicknessStarted
from households.home import Home, Staff
from households.references import record_given, staff_given
from households.rules import happened, in_order
from households.team import StaffGiven, need_employed
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

ReasonCode = Annotated[
    str,
    Meta(
        pattern="^S(1[0-9]|2[0-9]|3[0-2]|98|99)$",
        description="The reason as an NHS code, S10 to S32, S98 or S99.",
    ),
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


def decide_sickness(home: Home, command: StartSickness, context: Context) -> list[Event]:
    """Of somebody employed on these days; spells of one person may overlap, a day counts once."""
    staff_id, staff = staff_given(home, command.staff)
    _check_days(staff, command.first_day, command.last_day, context)
    return [
        SicknessStarted(
            staff_id=staff_id,
            first_day=command.first_day,
            last_day=command.last_day,
            reason=_sealed_reason(command.reason_code, staff_id),
            **context.said_on(command.first_day),
        )
    ]


def decide_ending_sickness(home: Home, command: EndSickness, context: Context) -> list[Event]:
    """Of a spell that is open."""
    spell, current = _standing_spell(context)
    if current.last_day is not None:
        raise Refused(
            "ended_already", "spell", "The spell has ended before.", "Amend it if the last day was wrong."
        )
    _check_days(home.staff[current.staff_id], current.first_day, command.last_day, context)
    return [
        SicknessEnded(
            staff_id=current.staff_id,
            last_day=command.last_day,
            **context.said_on(command.last_day, about=spell),
        )
    ]


def decide_amending_sickness(home: Home, command: AmendSickness, context: Context) -> list[Event]:
    """Of a spell that stands, by the same rules as a new one."""
    spell, current = _standing_spell(context)
    if not command.retracted:
        _check_days(home.staff[current.staff_id], command.first_day, command.last_day, context)
    return [
        SicknessAmended(
            staff_id=current.staff_id,
            first_day=command.first_day,
            last_day=command.last_day,
            reason=_sealed_reason(command.reason_code, current.staff_id),
            retracted=command.retracted,
            why=Sealed.of(command.why, current.staff_id, RecordClass.EMPLOYMENT, "why"),
            **context.said(context.at, about=spell),
        )
    ]


class Spell(NamedTuple):
    """A spell of sickness as it stands."""

    staff_id: UUID
    first_day: date
    last_day: date | None


def _standing_spell(context: Context) -> tuple[int, Spell]:
    """The spell that a command is about, as last ended or amended; it must not be retracted."""
    version, started = record_given(context, SicknessStarted, "spell")
    spell = Spell(started.staff_id, started.first_day, started.last_day)
    for later in context.record:
        match later.event:
            case SicknessEnded(last_day=last_day):
                spell = spell._replace(last_day=last_day)
            case SicknessAmended(retracted=True):
                raise Refused(
                    "spell_retracted",
                    "spell",
                    "The spell has been retracted.",
                    "Record it anew if there was one.",
                )
            case SicknessAmended(first_day=first_day, last_day=last_day):
                spell = spell._replace(first_day=first_day, last_day=last_day)
            case _:
                pass
    return version, spell


def _check_days(staff: Staff, first_day: date, last_day: date | None, context: Context) -> None:
    happened(first_day, context, "first_day")
    employment = need_employed(staff, first_day, "first_day")
    in_order(first_day, last_day, "last_day")
    if last_day is None:
        return
    happened(last_day, context, "last_day")
    if not employment.covers(last_day):
        raise Refused(
            "not_in_the_team_that_day",
            "last_day",
            "The team member had left by that day.",
            "Give the last day employed as the last day of the spell.",
        )


def _sealed_reason(code: str | None, staff_id: UUID) -> Sealed | None:
    return None if code is None else Sealed.of(code, staff_id, RecordClass.EMPLOYMENT, "reason")
