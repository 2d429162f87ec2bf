"""Residents: who they are, moving in, to another room or household, and out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from households.beds import need_free_bed
from households.events import (
    Identity,
    ResidentIdentityAmended,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
)
from households.home import Home
from households.leaving import stay_to_end
from households.premises import HouseholdGiven
from households.recording.command import Command, Reference, line
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import household_given, next_reference, resident_given, stay_given
from households.rules import happened, in_order, opened
from households.stays import overlap
from households.terms import MovedOutReason
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

ResidentGiven = Annotated[str, line(60, "A resident of the home: the id or the home's own reference.")]
Room = Annotated[str, line(40, "The room, as the home calls it.")]


class Named(Command, frozen=True, kw_only=True):
    """Who a resident is; kept sealed."""

    given_name: Annotated[str, line(100, "Given name.")]
    family_name: Annotated[str, line(100, "Family name.")]
    born_on: Annotated[date, Meta(description="Date of birth.")] | None = None
    nhs_number: (
        Annotated[
            str,
            Meta(
                pattern="^[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}$",
                description="NHS number: ten digits, spaces or hyphens between the groups are allowed.",
                extra={"written": "Write its ten digits, as 943 476 5919."},
            ),
        ]
        | None
    ) = None

    @property
    def identity(self) -> Identity:
        """As it is sealed; an NHS number without spaces."""
        number = self.nhs_number and self.nhs_number.replace(" ", "").replace("-", "")
        return Identity(
            given_name=self.given_name, family_name=self.family_name, born_on=self.born_on, nhs_number=number
        )


class MoveIn(Named, frozen=True, kw_only=True):
    """A resident moves in; a stay that has ended can be recorded whole."""

    resident_ref: (
        Annotated[
            Reference,
            Meta(
                description="The home's reference for the resident; a former resident's means that this "
                "person comes back. Left out: the next free one."
            ),
        ]
        | None
    ) = None
    household: HouseholdGiven
    room: Room | None = None
    moved_in_on: Annotated[date, Meta(description="The first night in the home.")]
    moved_out_on: (
        Annotated[date, Meta(description="The day of leaving, where the stay has ended.")] | None
    ) = None
    moved_out_reason: MovedOutReason | None = None


class AmendIdentity(Named, frozen=True, kw_only=True):
    """Say anew who a resident is, whole, as it should have been recorded."""

    resident: ResidentGiven


class MoveRoom(Command, frozen=True, kw_only=True):
    """A resident moves to another room or household of the home."""

    resident: ResidentGiven
    household: (
        Annotated[
            HouseholdGiven,
            Meta(description="The household moved to: its id or its name. Left out: the same one."),
        ]
        | None
    ) = None
    room: Room | None = None
    moved_on: Annotated[date, Meta(description="The first night in the new room.")]


class MoveOut(Command, frozen=True, kw_only=True):
    """A resident leaves the home, or has died."""

    resident: ResidentGiven
    moved_out_on: Annotated[date, Meta(description="The day of leaving or of death; not an occupied night.")]
    reason: MovedOutReason


def decide_moving_in(home: Home, command: MoveIn, context: Context) -> list[Event]:
    """A free bed for the whole stay, and no other stay of the same person meanwhile."""
    _check_moving_in(home, command, context)
    household_id, _ = household_given(home, command.household)
    ref = command.resident_ref or next_reference("R", home.resident_refs, len(home.residents))
    resident_id = home.resident_refs.get(ref) or context.new_id("resident")
    need_no_other_stay(home, resident_id, command.moved_in_on, command.moved_out_on)
    need_free_bed(home, household_id, command.moved_in_on, command.moved_out_on)
    moved_in = ResidentMovedIn(
        resident_id=resident_id,
        resident_ref=ref,
        household_id=household_id,
        room=command.room,
        moved_in_on=command.moved_in_on,
        **sealed_identity(resident_id, command.identity),
        **context.said_on(command.moved_in_on),
    )
    return [moved_in, *_moved_out_already(home, command, context, resident_id)]


def _check_moving_in(home: Home, command: MoveIn, context: Context) -> None:
    opened(home)
    happened(command.moved_in_on, context, "moved_in_on")
    in_order(command.moved_in_on, command.moved_out_on, "moved_out_on")
    if command.moved_out_on is not None:
        happened(command.moved_out_on, context, "moved_out_on")
    check_moving_out(command.moved_out_on, command.moved_out_reason)
    check_born(command.born_on, command.moved_in_on)


def check_moving_out(moved_out_on: date | None, reason: MovedOutReason | None) -> None:
    """Refuse a day of leaving without a reason, or a reason without the day."""
    if (moved_out_on is None) != (reason is None):
        raise Refused(
            "half_a_moving_out",
            "moved_out_reason",
            "A stay that has ended has both a day of leaving and a reason.",
            "Give both, or neither.",
        )


def _moved_out_already(home: Home, command: MoveIn, context: Context, resident_id: UUID) -> list[Event]:
    if command.moved_out_on is None or command.moved_out_reason is None:
        return []
    return [
        ResidentMovedOut(
            resident_id=resident_id,
            moved_out_on=command.moved_out_on,
            reason=command.moved_out_reason,
            **context.said_on(command.moved_out_on, about=home.version + 1),
        )
    ]


def decide_identity(home: Home, command: AmendIdentity, context: Context) -> list[Event]:
    """At any time, also of somebody who has left."""
    resident_id, resident = resident_given(home, command.resident)
    if resident.stays:
        check_born(command.born_on, resident.stays[0].moved_in_on)
    return [
        ResidentIdentityAmended(
            resident_id=resident_id,
            **sealed_identity(resident_id, command.identity),
            **context.said(context.at),
        )
    ]


def decide_moving_room(home: Home, command: MoveRoom, context: Context) -> list[Event]:
    """During a stay, not before the last move, and into a household with a free bed."""
    resident_id, resident = resident_given(home, command.resident)
    happened(command.moved_on, context, "moved_on")
    stay = stay_given(resident, command.moved_on, "moved_on")
    last = stay.placements[-1]
    if command.moved_on < last.since:
        raise Refused(
            "moved_since",
            "moved_on",
            "The resident has moved within the home after that day.",
            "Choose a day on or after that move, or correct that one.",
        )
    household_id = household_given(home, command.household)[0] if command.household else last.household_id
    if household_id != last.household_id:
        need_free_bed(home, household_id, command.moved_on, stay.moved_out_on)
    elif command.room is None:
        raise Refused(
            "nowhere_to_move",
            "room",
            "Neither another household nor a room is given.",
            "Say where the resident moved to.",
        )
    return [
        ResidentMovedRoom(
            resident_id=resident_id,
            household_id=household_id,
            room=command.room,
            moved_on=command.moved_on,
            **context.said_on(command.moved_on, about=stay.version),
        )
    ]


def decide_moving_out(home: Home, command: MoveOut, context: Context) -> list[Event]:
    """Of somebody who lives here, not before what else is known of the stay."""
    resident_id, resident = resident_given(home, command.resident)
    stay = stay_to_end(resident, command.moved_out_on, context, "moved_out_on")
    return [
        ResidentMovedOut(
            resident_id=resident_id,
            moved_out_on=command.moved_out_on,
            reason=command.reason,
            **context.said_on(command.moved_out_on, about=stay.version),
        )
    ]


def need_no_other_stay(
    home: Home, resident_id: UUID, begins: date, ends: date | None, field: str = "resident_ref"
) -> None:
    """Refuse days on which the person is known to live in the home, or to have died."""
    resident = home.residents.get(resident_id)
    stays = resident.stays if resident else []
    if any(stay.died and overlap(begins, ends, [(stay.moved_in_on, None)]) for stay in stays):
        raise Refused(
            "has_died",
            field,
            "The resident of that reference has died.",
            "Use another reference for another person.",
        )
    if overlap(begins, ends, ((stay.moved_in_on, stay.moved_out_on) for stay in stays)):
        raise Refused(
            "lives_here_already",
            field,
            "The resident of that reference lives in the home on some of these days.",
            "Use another reference for another person, or correct the days.",
        )


def check_born(born_on: date | None, moved_in_on: date) -> None:
    """Refuse a birth after moving in."""
    if born_on is not None and born_on > moved_in_on:
        raise Refused(
            "born_later",
            "born_on",
            "The date of birth is after the day of moving in.",
            "Correct the date of birth.",
        )


def sealed_identity(resident_id: UUID, identity: Identity) -> dict[str, Sealed]:
    """Who a resident is, for care, and the initials, for finance."""
    initials = identity.given_name[0].upper() + identity.family_name[0].upper()
    return {
        "identity": Sealed.of(identity, resident_id, RecordClass.CARE, "identity"),
        "initials": Sealed.of(initials, resident_id, RecordClass.FINANCE, "initials"),
    }
