"""A resident moves to another home of the network: one decision over two homes."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from households.beds import need_free_bed
from households.events import Identity, ResidentMovedIn, ResidentMovedOut
from households.home import Home
from households.leaving import stay_to_end
from households.premises import HouseholdGiven
from households.recording.command import Command, Reference
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import household_given, next_reference, resident_given
from households.residents import ResidentGiven, Room, need_no_other_stay, sealed_identity
from households.rules import opened
from households.terms import MovedOutReason
from network.eventstore.event import Event


class Transfer(Command, frozen=True, kw_only=True):
    """A resident moves to another home of the network, which is given who they are and no more."""

    resident: ResidentGiven
    to_home: Annotated[UUID, Meta(description="The id of the home that the resident moves to.")]
    household: Annotated[HouseholdGiven, Meta(description="A household of the new home: its id or its name.")]
    room: Room | None = None
    resident_ref: (
        Annotated[
            Reference,
            Meta(description="The new home's reference for the resident. Left out: the next free one."),
        ]
        | None
    ) = None
    moved_on: Annotated[date, Meta(description="The first night in the new home.")]


def decide_leaving(home: Home, command: Transfer, context: Context) -> list[Event]:
    """In the home that the resident leaves: the stay ends."""
    if command.to_home == context.home_id:
        raise Refused(
            "same_home",
            "to_home",
            "The resident lives in that home.",
            "Move the resident to another household instead.",
        )
    resident_id, resident = resident_given(home, command.resident)
    stay = stay_to_end(resident, command.moved_on, context, "moved_on")
    return [
        ResidentMovedOut(
            resident_id=resident_id,
            moved_out_on=command.moved_on,
            reason=MovedOutReason.OTHER_HOME,
            to_home=command.to_home,
            **context.said_on(command.moved_on, about=stay.version),
        )
    ]


def decide_arriving(
    home: Home, command: Transfer, context: Context, resident_id: UUID, identity: Identity, from_home: UUID
) -> list[Event]:
    """In the new home: a stay begins, under a key and with a reference of its own."""
    opened(home, "to_home")
    household_id, _ = household_given(home, command.household)
    need_no_other_stay(home, resident_id, command.moved_on, None)
    need_free_bed(home, household_id, command.moved_on, None)
    return [
        ResidentMovedIn(
            resident_id=resident_id,
            resident_ref=_reference(home, command, resident_id),
            household_id=household_id,
            room=command.room,
            moved_in_on=command.moved_on,
            from_home=from_home,
            **sealed_identity(resident_id, identity),
            **context.said_on(command.moved_on),
        )
    ]


def _reference(home: Home, command: Transfer, resident_id: UUID) -> str:
    known = home.residents.get(resident_id)
    if known is not None:
        return known.ref
    if command.resident_ref is None:
        return next_reference("R", home.resident_refs, len(home.residents))
    if command.resident_ref in home.resident_refs:
        raise Refused(
            "reference_taken",
            "resident_ref",
            "The new home uses that reference for somebody else.",
            "Choose another reference, or leave it out.",
        )
    return command.resident_ref
