"""A resident moves to another home of the network: one decision over two homes."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from households.command import Command, Reference
from households.premises import HouseholdGiven
from households.residents import ResidentGiven, Room


class Transfer(Command, frozen=True, kw_only=True):
    """A resident moves to another home of the network, which is given who they are and no more."""

    resident: ResidentGiven
    to_home: Annotated[UUID, Meta(description="The id of the home that the resident moves to.")]
    household: Annotated[HouseholdGiven, Meta(description="A household of the new home: its id or its name.")]
    room: Room | None = None
    resident_ref: (
        Annotated[
            Reference, Meta(description="The new home's reference for the resident. Left out: the next free one.")
        ]
        | None
    ) = None
    moved_on: Annotated[date, Meta(description="The first night in the new home.")]
