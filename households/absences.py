"""Nights away: a resident goes to hospital or on holiday, and comes back."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from households.events import AbsenceAmended, AbsenceRetracted, ResidentCameBack, ResidentWentAway
from households.home import Home
from households.recording.command import Command, Reason, RecordReference, Why
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import resident_given, stay_given
from households.residents import ResidentGiven
from households.rules import happened, in_order
from households.stays import Absence, Resident, Stay, overlap
from households.terms import AbsenceReason
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class GoAway(Command, frozen=True, kw_only=True):
    """A resident spends nights elsewhere; an absence that has ended can be recorded whole."""

    resident: ResidentGiven
    away_from: Annotated[date, Meta(description="The first night away.")]
    reason: AbsenceReason = AbsenceReason.OTHER
    back_on: (
        Annotated[date, Meta(description="The first night back, where the absence has ended.")] | None
    ) = None


class ComeBack(Command, frozen=True, kw_only=True):
    """A resident who was away is back."""

    resident: ResidentGiven
    back_on: Annotated[date, Meta(description="The first night back in the home.")]


class AmendAbsence(Command, frozen=True, kw_only=True):
    """Say anew from when to when a resident was away and why, whole."""

    absence: RecordReference
    away_from: Annotated[date, Meta(description="The first night away.")]
    back_on: (
        Annotated[date, Meta(description="The first night back, where the absence has ended.")] | None
    ) = None
    reason: AbsenceReason = AbsenceReason.OTHER
    why: Why


class RetractAbsence(Command, frozen=True, kw_only=True):
    """Take back an absence: the resident was not away, or it was somebody else."""

    absence: RecordReference
    reason: Reason


def decide_going_away(home: Home, command: GoAway, context: Context) -> list[Event]:
    """During a stay and in no other absence."""
    resident_id, resident = resident_given(home, command.resident)
    happened(command.away_from, context, "away_from")
    stay = stay_given(resident, command.away_from, "away_from")
    _check_within_stay(stay, command.away_from, "away_from")
    in_order(command.away_from, command.back_on, "back_on")
    if command.back_on is not None:
        _check_return(stay, command.back_on, context)
    _need_no_other_absence(stay.absences, command.away_from, command.back_on)
    went_away = ResidentWentAway(
        resident_id=resident_id,
        stay=stay.version,
        away_from=command.away_from,
        reason=command.reason,
        **context.said_on(command.away_from),
    )
    if command.back_on is None:
        return [went_away]
    return [went_away, _came_back(resident_id, stay, command.back_on, home.version + 1, context)]


def decide_coming_back(home: Home, command: ComeBack, context: Context) -> list[Event]:
    """Ends the absence that is open."""
    resident_id, resident = resident_given(home, command.resident)
    stay, absence = _open_absence(resident, command.back_on)
    if command.back_on < absence.away_from:
        raise Refused(
            "back_before_away",
            "back_on",
            "The resident went away after that day.",
            "Correct the day of return.",
        )
    _check_return(stay, command.back_on, context)
    return [_came_back(resident_id, stay, command.back_on, absence.version, context)]


def decide_amending_absence(home: Home, command: AmendAbsence, context: Context) -> list[Event]:
    """Within the same stay, and by the rules of a new one."""
    resident_id, stay, absence = _absence_given(home, context)
    happened(command.away_from, context, "away_from")
    if command.away_from < stay.moved_in_on or (
        stay.moved_out_on is not None and command.away_from > stay.moved_out_on
    ):
        raise Refused(
            "outside_the_stay",
            "away_from",
            "The resident did not live in the home on that day.",
            "Correct the day, or take this absence back and record it anew.",
        )
    _check_within_stay(stay, command.away_from, "away_from")
    in_order(command.away_from, command.back_on, "back_on")
    if command.back_on is not None:
        _check_return(stay, command.back_on, context)
    others = [other for other in stay.absences if other is not absence]
    _need_no_other_absence(others, command.away_from, command.back_on)
    return [
        AbsenceAmended(
            resident_id=resident_id,
            stay=stay.version,
            away_from=command.away_from,
            back_on=command.back_on,
            reason=command.reason,
            why=Sealed.of(command.why, resident_id, RecordClass.CARE, "why"),
            **context.said_on(command.away_from, about=absence.version),
        )
    ]


def decide_retracting_absence(home: Home, command: RetractAbsence, context: Context) -> list[Event]:
    """Of an absence that stands."""
    resident_id, stay, absence = _absence_given(home, context)
    return [
        AbsenceRetracted(
            resident_id=resident_id,
            stay=stay.version,
            reason=Sealed.of(command.reason, resident_id, RecordClass.CARE, "reason"),
            **context.said(context.at, about=absence.version),
        )
    ]


def _absence_given(home: Home, context: Context) -> tuple[UUID, Stay, Absence]:
    for resident_id, resident in home.residents.items():
        for stay in resident.stays:
            for absence in stay.absences:
                if absence.version == context.about:
                    return resident_id, stay, absence
    raise Refused(
        "record_unknown",
        "absence",
        "The home has no such absence, or it was taken back.",
        "Use the id that was answered when it was made.",
    )


def _need_no_other_absence(others: Iterable[Absence], away_from: date, back_on: date | None) -> None:
    if overlap(away_from, back_on, ((other.away_from, other.back_on) for other in others)):
        raise Refused(
            "away_already",
            "away_from",
            "The resident is known to be away on some of these nights.",
            "Record first when the resident came back, or correct the days.",
        )


def _open_absence(resident: Resident, back_on: date) -> tuple[Stay, Absence]:
    """Of the latest stay, else of an earlier one that had not ended by the day of return."""
    for stay in reversed(resident.stays):
        absence = stay.open_absence
        had_ended = stay.moved_out_on is not None and stay.moved_out_on < back_on
        if absence is not None and (stay is resident.stays[-1] or not had_ended):
            return stay, absence
    raise Refused(
        "not_away",
        "resident",
        "The resident is not away.",
        "Record first since when, or record the absence whole.",
    )


def _check_within_stay(stay: Stay, day: date, field: str) -> None:
    if day == stay.moved_out_on:
        raise Refused(
            "moved_out_by_then", field, "The resident had moved out by that day.", "Correct the day."
        )


def _check_return(stay: Stay, back_on: date, context: Context) -> None:
    happened(back_on, context, "back_on")
    if stay.moved_out_on is not None and back_on > stay.moved_out_on:
        raise Refused(
            "moved_out_by_then",
            "back_on",
            "The resident had moved out by that day.",
            "Correct the day of return.",
        )


def _came_back(
    resident_id: UUID, stay: Stay, back_on: date, absence: int, context: Context
) -> ResidentCameBack:
    return ResidentCameBack(
        resident_id=resident_id, stay=stay.version, back_on=back_on, **context.said_on(back_on, about=absence)
    )
