"""Residents: who they are, moving in, to another room or household, and out."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from households.command import Command, Reference, line
from households.premises import HouseholdGiven
from households.terms import MovedOutReason

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
            ),
        ]
        | None
    ) = None


class MoveIn(Named, frozen=True, kw_only=True):
    """A resident moves in; a stay that has ended can be recorded whole."""

    resident_ref: (
        Annotated[
            Reference,
            Meta(
                description="The home's reference for the resident; a former resident's means that this person comes back. "
                "Left out: the next free one."
            ),
        ]
        | None
    ) = None
    household: HouseholdGiven
    room: Room | None = None
    moved_in_on: Annotated[date, Meta(description="The first night in the home.")]
    moved_out_on: Annotated[date, Meta(description="The day of leaving, where the stay has ended.")] | None = None
    moved_out_reason: MovedOutReason | None = None


class AmendIdentity(Named, frozen=True, kw_only=True):
    """Say anew who a resident is, whole, as it should have been recorded."""

    resident: ResidentGiven


class MoveRoom(Command, frozen=True, kw_only=True):
    """A resident moves to another room or household of the home."""

    resident: ResidentGiven
    household: (
        Annotated[
            HouseholdGiven, Meta(description="The household moved to: its id or its name. Left out: the same one.")
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
