"""Putting right what was recorded of a stay: its days, its rooms, or that there was one at all."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, NamedTuple
from uuid import UUID

from msgspec import Meta

from households.beds import need_free_bed
from households.events import Placed, StayAmended, StayRetracted
from households.home import Home
from households.premises import HouseholdGiven
from households.recording.command import Command, Reason, RecordReference, Why
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import household_given
from households.residents import Room, check_moving_out, need_no_other_stay
from households.rules import happened, in_order
from households.stays import Placement, Resident, Stay
from households.terms import MovedOutReason
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class AmendStay(Command, frozen=True, kw_only=True):
    """Say anew when a stay began and ended and where it began, whole; moves within it stay as they are."""

    stay: RecordReference
    household: HouseholdGiven
    room: Room | None = None
    moved_in_on: Annotated[date, Meta(description="The first night in the home.")]
    moved_out_on: (
        Annotated[date, Meta(description="The day of leaving, where the stay has ended.")] | None
    ) = None
    moved_out_reason: MovedOutReason | None = None
    why: Why


class RetractStay(Command, frozen=True, kw_only=True):
    """Take back a moving in that did not happen, or was somebody else's."""

    stay: RecordReference
    reason: Reason


class AmendMove(Command, frozen=True, kw_only=True):
    """Say anew when and where a resident moved within the home, whole."""

    move: RecordReference
    household: HouseholdGiven
    room: Room | None = None
    moved_on: Annotated[date, Meta(description="The first night in the new room.")]
    why: Why


class RetractMove(Command, frozen=True, kw_only=True):
    """Take back a move within the home that did not happen."""

    move: RecordReference
    reason: Reason


class _Ending(NamedTuple):
    """How a stay is said to end."""

    on: date | None
    reason: MovedOutReason | None
    field: str


def decide_amending_stay(home: Home, command: AmendStay, context: Context) -> list[Event]:
    """By the rules of a new one, and so that what else is known of the stay still lies within it."""
    resident_id, resident, stay = _stay_given(home, context)
    happened(command.moved_in_on, context, "moved_in_on")
    in_order(command.moved_in_on, command.moved_out_on, "moved_out_on")
    if command.moved_out_on is not None:
        happened(command.moved_out_on, context, "moved_out_on")
    check_moving_out(command.moved_out_on, command.moved_out_reason)
    household_id, _ = household_given(home, command.household)
    first = Placement(household_id, command.moved_in_on, stay.version, command.room)
    ending = _Ending(command.moved_out_on, command.moved_out_reason, "moved_out_on")
    others = _without(home, resident_id, stay)
    need_no_other_stay(others, resident_id, command.moved_in_on, command.moved_out_on, "moved_in_on")
    _need_no_life_after_death(resident, stay, ending)
    _check_moves([first, *stay.placements[1:]], ending, "moved_in_on")
    _check_still_within(stay, command.moved_in_on, ending)
    return _amended(home, resident_id, stay, [first, *stay.placements[1:]], ending, command.why, context)


def decide_amending_move(home: Home, command: AmendMove, context: Context) -> list[Event]:
    """Between the moves before and after it, into a household with a free bed."""
    resident_id, stay, at = _move_given(home, context)
    happened(command.moved_on, context, "moved_on")
    household_id, _ = household_given(home, command.household)
    placements = list(stay.placements)
    placements[at] = Placement(household_id, command.moved_on, placements[at].said_in, command.room)
    ending = _as_it_ended(stay, "moved_on")
    _check_moves(placements, ending, "moved_on")
    return _amended(home, resident_id, stay, placements, ending, command.why, context)


def decide_retracting_move(home: Home, command: RetractMove, context: Context) -> list[Event]:
    """If there was a bed for the resident where they lived before."""
    resident_id, stay, at = _move_given(home, context)
    placements = [*stay.placements[:at], *stay.placements[at + 1 :]]
    return _amended(
        home, resident_id, stay, placements, _as_it_ended(stay, "move"), command.reason, context, "move"
    )


def decide_retracting_stay(home: Home, command: RetractStay, context: Context) -> list[Event]:
    """Of a stay of which nothing else is known: what happened here happened to somebody who lived here."""
    resident_id, resident, stay = _stay_given(home, context)
    if stay.falls or (resident.falls and len(resident.stays) == 1):
        raise _known_in_it("a fall", "Retract the falls first, and record them anew for who fell.")
    if stay.absences:
        raise _known_in_it("an absence", "Take back the absences first.")
    if len(resident.stays) == 1 and any(
        contribution.resident_id == resident_id for contribution in home.contributions.values()
    ):
        raise _known_in_it("a contribution to the fee", "Take back the contributions first.")
    return [
        StayRetracted(
            resident_id=resident_id,
            replaces=_days(stay),
            reason=Sealed.of(command.reason, resident_id, RecordClass.CARE, "reason"),
            **context.said(context.at, about=stay.version),
        )
    ]


def _amended(
    home: Home,
    resident_id: UUID,
    stay: Stay,
    placements: Sequence[Placement],
    ending: _Ending,
    why: str,
    context: Context,
    field: str = "household",
) -> list[Event]:
    """The stay as it should have been, if there was a bed for all of it."""
    others = _without(home, resident_id, stay)
    whole = Stay(stay.version, placements[0].since, list(placements), [], ending.on)
    for household_id, since, until in whole.spans():
        if until is None or since < until:
            need_free_bed(others, household_id, since, until, field)
    return [
        StayAmended(
            resident_id=resident_id,
            placements=tuple(
                Placed(
                    said_in=lived.said_in, household_id=lived.household_id, room=lived.room, since=lived.since
                )
                for lived in placements
            ),
            moved_out_on=ending.on,
            moved_out_reason=ending.reason,
            replaces=_days(stay),
            why=Sealed.of(why, resident_id, RecordClass.CARE, "why"),
            **context.said_on(placements[0].since, about=stay.version),
        )
    ]


def _days(stay: Stay) -> tuple[date, ...]:
    return tuple(dict.fromkeys(placement.since for placement in stay.placements))


def _without(home: Home, resident_id: UUID, stay: Stay) -> Home:
    """The home as if the stay were not known."""
    resident = home.residents[resident_id]
    stays = [other for other in resident.stays if other is not stay]
    others = home.residents | {resident_id: Resident(resident.ref, resident.identity, stays)}
    return Home(recorded_from=home.recorded_from, households=home.households, residents=others)


def _as_it_ended(stay: Stay, field: str) -> _Ending:
    return _Ending(stay.moved_out_on, stay.moved_out_reason, field)


def _stay_given(home: Home, context: Context) -> tuple[UUID, Resident, Stay]:
    for resident_id, resident in home.residents.items():
        for stay in resident.stays:
            if stay.version == context.about:
                return resident_id, resident, stay
    raise _unknown("stay")


def _move_given(home: Home, context: Context) -> tuple[UUID, Stay, int]:
    """Whose stay a move belongs to, and which of its placements it made; the first is the moving in."""
    for resident_id, resident in home.residents.items():
        for stay in resident.stays:
            for at, placement in enumerate(stay.placements[1:], start=1):
                if placement.said_in == context.about:
                    return resident_id, stay, at
    raise _unknown("move")


def _unknown(field: str) -> Refused:
    return Refused(
        "record_unknown",
        field,
        "The home has no such record, or it was taken back.",
        "Use the id that was answered when it was made.",
    )


def _known_in_it(what: str, remedy: str) -> Refused:
    return Refused("known_in_the_stay", "stay", f"The record of this stay holds {what}.", remedy)


def _need_no_life_after_death(resident: Resident, stay: Stay, ending: _Ending) -> None:
    later = any(other.moved_in_on >= stay.moved_in_on for other in resident.stays if other is not stay)
    if ending.reason is MovedOutReason.DIED and later:
        raise Refused(
            "lives_here_later",
            "moved_out_reason",
            "The resident is known to have moved in again later.",
            "Correct the reason, or take back the later stay.",
        )


def _check_moves(placements: Sequence[Placement], ending: _Ending, field: str) -> None:
    """In order, and none after the end."""
    days = [placement.since for placement in placements]
    if days != sorted(days):
        raise Refused(
            "moves_out_of_order",
            field,
            "The resident is known to have moved within the home on the other side of that day.",
            "Correct the day, or correct or take back the other move.",
        )
    if ending.on is not None and days[-1] > ending.on:
        raise Refused(
            "moved_since",
            ending.field,
            "The resident has moved within the home after that day.",
            "Correct the day, or take the move back.",
        )


def _check_still_within(stay: Stay, moved_in_on: date, ending: _Ending) -> None:
    for absence in stay.absences:
        if absence.away_from < moved_in_on:
            raise _outside(
                "away_outside", "moved_in_on", "An absence of the resident is known before that day."
            )
        if ending.on is not None and (absence.back_on or absence.away_from) > ending.on:
            raise _outside(
                "away_since", "moved_out_on", "An absence of the resident is known after that day."
            )
    for fell_on in stay.falls.values():
        if fell_on < moved_in_on:
            raise _outside("fell_before", "moved_in_on", "A fall of the resident is known before that day.")
        if ending.on is not None and fell_on > ending.on:
            raise _outside("fell_since", "moved_out_on", "A fall of the resident is known after that day.")


def _outside(code: str, field: str, message: str) -> Refused:
    return Refused(code, field, message, "Correct the day, or correct or take back that record first.")
