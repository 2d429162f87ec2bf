"""The network's own stream: which homes have joined, who coaches them, and settings with their dates."""

from datetime import date
from uuid import UUID

from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass

NETWORK_STREAM = UUID("6e657477-6f72-4b00-8000-000000000001")
"""The id of the one stream that holds these events."""


class HomeJoined(Event, frozen=True, kw_only=True):
    """A home becomes part of the network."""

    topic = "home-joined/1"
    home_id: UUID
    ref: str
    name: str
    cqc_location_id: str
    icb_ods_code: str
    joined_on: date
    recorded_from: date
    charged_from: date
    programme_started_on: date | None = None


class HomeAmended(Event, frozen=True, kw_only=True):
    """What the network knows of a home, whole, as it should be."""

    topic = "home-amended/1"
    home_id: UUID
    name: str
    cqc_location_id: str
    icb_ods_code: str
    programme_started_on: date | None = None


class CoachAssigned(Event, frozen=True, kw_only=True):
    """A coach supports a home from now on."""

    topic = "coach-assigned/1"
    account_id: UUID
    home_id: UUID


class CoachUnassigned(Event, frozen=True, kw_only=True):
    """A coach no longer supports a home."""

    topic = "coach-unassigned/1"
    account_id: UUID
    home_id: UUID


class ErasureHeld(Event, frozen=True, kw_only=True):
    """What is sealed about a person for one record class is not to be forgotten until this is released."""

    topic = "erasure-held/1"
    person_id: UUID
    record_class: RecordClass
    reason: str
    """The inquiry or claim that needs the record; it names nobody."""


class ErasureReleased(Event, frozen=True, kw_only=True):
    """Nothing holds up a person's erasure for a record class any more."""

    topic = "erasure-released/1"
    person_id: UUID
    record_class: RecordClass


NETWORK_EVENTS: tuple[type[Event], ...] = (
    HomeJoined,
    HomeAmended,
    CoachAssigned,
    CoachUnassigned,
    ErasureHeld,
    ErasureReleased,
)
