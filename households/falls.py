"""Falls: what happened, and putting right what was recorded of it."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from households.command import Command, RecordReference, line, prose
from households.residents import ResidentGiven
from households.terms import Action, Aid, BodyPart, Footwear, Harm, Lighting, Place, Told

FallGiven = RecordReference


class FallSaid(Command, frozen=True, kw_only=True):
    """What the team says of a fall; what is left out was not said."""

    occurred_at: Annotated[datetime, Meta(tz=True, description="When the person fell, with an offset.")]
    place: Place
    place_in_words: Annotated[str, line(200, "The place, where none of the list fits.")] | None = None
    harm: Harm
    witnessed: Annotated[bool, Meta(description="Whether somebody saw it; false: the person was found.")] | None = None
    witnessed_by: Annotated[str, line(200, "Who saw it, or who found the person.")] | None = None
    doing: Annotated[str, prose("What the person was doing.")] | None = None
    footwear: Footwear | None = None
    aid: Aid | None = None
    lighting: Lighting | None = None
    injury: Annotated[str, prose("The injury, in words.")] | None = None
    injured: Annotated[tuple[BodyPart, ...], Meta(max_length=20, description="Where on the body.")] = ()
    head_struck: Annotated[bool, Meta(description="Whether the head was struck.")] | None = None
    on_anticoagulant: Annotated[bool, Meta(description="Whether the person takes an anticoagulant.")] | None = None
    actions: Annotated[tuple[Action, ...], Meta(max_length=20, description="What was done.")] = ()
    other_actions: Annotated[
        tuple[Annotated[str, line(200, "Something else that was done.")], ...], Meta(max_length=20)
    ] = ()
    told: Annotated[tuple[Told, ...], Meta(max_length=10, description="Who was told.")] = ()
    description: Annotated[str, prose("What happened, in the team's words.")] | None = None
    change_now: Annotated[str, prose("What the team changes now.")] | None = None


class RecordFall(FallSaid, frozen=True, kw_only=True):
    """A resident fell."""

    resident: ResidentGiven


class AmendFall(FallSaid, frozen=True, kw_only=True):
    """Say anew what happened in a fall, whole, as it should have been recorded."""

    fall: FallGiven
    reason: Annotated[str, prose("Why the record is amended.")]


class RetractFall(Command, frozen=True, kw_only=True):
    """Take back a fall that was none, or was recorded twice or for the wrong person."""

    fall: FallGiven
    reason: Annotated[str, prose("Why the record is taken back.")]
