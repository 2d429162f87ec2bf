"""Sickness of the team, in spells; the reason is health data and optional."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, NamedTuple
from uuid import UUID

from msgspec import Meta

from households.employments import Staff
from households.events import SicknessAmended, SicknessEnded, SicknessReasonShared, SicknessStarted
from households.home import Home
from households.recording.command import Command, Reason, RecordReference, prose
from households.recording.context import Context, Recorded
from households.recording.errors import Refused
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
        extra={"written": "Give one of the codes S10 to S32, S98 or S99."},
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
    reason_code: (
        Annotated[
            ReasonCode,
            Meta(description="Another reason, as an NHS code. Left out: what was given before stays."),
        ]
        | None
    ) = None
    retracted: Annotated[bool, Meta(description="True: there was no such spell.")] = False
    why: Annotated[str, prose("Why the record is amended.")]


class RetractSickness(Command, frozen=True, kw_only=True):
    """Take back a spell of sickness: there was none, or it was somebody else's."""

    spell: RecordReference
    reason: Reason


class ShareSicknessReason(Command, frozen=True, kw_only=True):
    """Let a colleague read the reason that you gave for a spell of sickness, or no longer."""

    spell: RecordReference
    account: Annotated[UUID, Meta(description="The colleague's account.")]
    shared: Annotated[bool, Meta(description="False: the colleague may no longer read it.")] = True


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
            reason=_sealed_reason(command.reason_code, current.staff_id) or current.reason,
            retracted=command.retracted,
            why=Sealed.of(command.why, current.staff_id, RecordClass.EMPLOYMENT, "why"),
            **context.said(context.at, about=spell),
        )
    ]


def decide_retracting_sickness(_home: Home, command: RetractSickness, context: Context) -> list[Event]:
    """Of a spell that stands."""
    spell, current = _standing_spell(context)
    return [
        SicknessAmended(
            staff_id=current.staff_id,
            first_day=current.first_day,
            last_day=current.last_day,
            retracted=True,
            why=Sealed.of(command.reason, current.staff_id, RecordClass.EMPLOYMENT, "why"),
            **context.said(context.at, about=spell),
        )
    ]


def decide_sharing(_home: Home, command: ShareSicknessReason, context: Context) -> list[Event]:
    """By who gave the reason, and nobody else."""
    spell, current = _standing_spell(context)
    if current.reason_by != context.recorded_by:
        raise Refused(
            "not_your_reason",
            "spell",
            "You gave no reason for this spell.",
            "Only who gave the reason can say who else may read it.",
        )
    if (command.account in current.shared_with) == command.shared:
        return []
    return [
        SicknessReasonShared(
            staff_id=current.staff_id,
            account_id=command.account,
            shared=command.shared,
            **context.said(context.at, about=spell),
        )
    ]


class Spell(NamedTuple):
    """A spell of sickness as it stands."""

    staff_id: UUID
    first_day: date
    last_day: date | None
    reason: Sealed | None = None
    reason_by: UUID | None = None
    """The account that gave the reason; who amends the days and sees none keeps it as it was."""
    shared_with: frozenset[UUID] = frozenset()
    """Accounts that may read the reason too, as who gave it said."""

    def may_read(self, account_id: UUID) -> bool:
        """Whether an account may read the reason: who gave it, and those they share it with."""
        return account_id == self.reason_by or account_id in self.shared_with

    def with_reason(self, event: SicknessStarted | SicknessAmended) -> "Spell":
        """The spell after somebody gave a reason; a new one is shared with nobody yet."""
        if event.reason is None or event.reason == self.reason:
            return self
        return self._replace(reason=event.reason, reason_by=event.recorded_by, shared_with=frozenset())

    def after(self, event: Event) -> "Spell":
        """The spell after one more event of its record."""
        match event:
            case SicknessEnded(last_day=last_day):
                return self._replace(last_day=last_day)
            case SicknessAmended(first_day=first_day, last_day=last_day):
                return self._replace(first_day=first_day, last_day=last_day).with_reason(event)
            case SicknessReasonShared(account_id=account_id, shared=True):
                return self._replace(shared_with=self.shared_with | {account_id})
            case SicknessReasonShared(account_id=account_id):
                return self._replace(shared_with=self.shared_with - {account_id})
            case _:
                return self


def spell_of(record: Sequence[Recorded]) -> Spell | None:
    """A spell as its record tells it, retracted or not; None where the record is another kind's."""
    started = record[0].event if record else None
    return _told(started, record[1:]) if isinstance(started, SicknessStarted) else None


def _told(started: SicknessStarted, followed: Sequence[Recorded]) -> Spell:
    spell = Spell(started.staff_id, started.first_day, started.last_day).with_reason(started)
    for later in followed:
        spell = spell.after(later.event)
    return spell


def _standing_spell(context: Context) -> tuple[int, Spell]:
    """The spell that a command is about, as last ended or amended; it must not be retracted."""
    version, started = record_given(context, SicknessStarted, "spell")
    if any(isinstance(later.event, SicknessAmended) and later.event.retracted for later in context.record):
        raise Refused(
            "spell_retracted",
            "spell",
            "The spell has been taken back.",
            "Record it anew if there was one.",
        )
    return version, _told(started, context.record[1:])


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
