"""Falls, what was seen after them and who was notified."""

from uuid import UUID

import msgspec

from households.terms import (
    Action,
    Aid,
    Body,
    BodyPart,
    Footwear,
    Harm,
    Lighting,
    Place,
    Told,
)
from network.eventstore.event import Event
from network.eventstore.sealed import Sealed


class FallAccount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the team writes of a fall in its own words; sealed for care."""

    description: str | None = None
    place_in_words: str | None = None
    doing: str | None = None
    """What the person was doing."""
    witnessed_by: str | None = None
    injury: str | None = None
    other_actions: tuple[str, ...] = ()
    change_now: str | None = None
    """What the team changes now."""


class FallFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """What is counted of a fall. None: not said."""

    place: Place
    harm: Harm
    witnessed: bool | None = None
    head_struck: bool | None = None
    on_anticoagulant: bool | None = None
    footwear: Footwear | None = None
    aid: Aid | None = None
    lighting: Lighting | None = None
    injured: tuple[BodyPart, ...] = ()
    actions: tuple[Action, ...] = ()
    told: tuple[Told, ...] = ()


class FallRecorded(Event, frozen=True, kw_only=True):
    """A resident fell, at `occurred_at`; the fall's id is this event's version."""

    topic = "fall-recorded/1"
    resident_id: UUID
    household_id: UUID
    facts: FallFacts
    account: Sealed
    """A `FallAccount`, for care, label `account`."""


class FallAmended(Event, frozen=True, kw_only=True):
    """A fall's record as it should have been, whole (`about` the fall), `occurred_at` too."""

    topic = "fall-amended/1"
    resident_id: UUID
    household_id: UUID
    facts: FallFacts
    account: Sealed
    reason: Sealed
    """Why it is amended, for care, label `reason`."""


class FallRetracted(Event, frozen=True, kw_only=True):
    """A fall was recorded that was none, or twice (`about` the fall)."""

    topic = "fall-retracted/1"
    resident_id: UUID
    reason: Sealed


class FallObserved(Event, frozen=True, kw_only=True):
    """A follow-up observation in the 24 hours after a fall (`about` the fall), at `occurred_at`."""

    topic = "fall-observed/1"
    resident_id: UUID
    observation: Sealed
    """Text, for care, label `observation`."""
    concern: bool = False
    """Whether what was seen gives cause for concern."""


class FallObservationRetracted(Event, frozen=True, kw_only=True):
    """An observation was not made, or is another fall's (`about` the fall)."""

    topic = "fall-observation-retracted/1"
    resident_id: UUID
    observation: int
    """The version of the event that recorded it."""
    reason: Sealed
    """Text, for care, label `reason`."""


class FallNotificationDecided(Event, frozen=True, kw_only=True):
    """A named person decided whether a body is to be notified of a fall (`about` the fall)."""

    topic = "fall-notification-decided/1"
    resident_id: UUID
    body: Body
    notify: bool
    decision: Sealed
    """A `Decision`, for care, label `decision`."""


class FallNotificationRetracted(Event, frozen=True, kw_only=True):
    """A decision was not made, so that it waits to be made again (`about` the fall)."""

    topic = "fall-notification-retracted/1"
    resident_id: UUID
    body: Body
    decision: int
    """The version of the event that recorded it, the last one about this body."""
    reason: Sealed
    """Text, for care, label `reason`."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Whose decision it was and why; sealed for care."""

    decided_by: str
    reason: str
