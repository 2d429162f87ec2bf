"""A home opens, and its households take beds into service."""

from datetime import date
from uuid import UUID

from network.eventstore.event import Event


class HomeOpened(Event, frozen=True, kw_only=True):
    """The home's stream begins; who and where it is stands in the network's stream."""

    topic = "home-opened/1"
    recorded_from: date
    charged_from: date


class HouseholdOpened(Event, frozen=True, kw_only=True):
    """A household takes its beds into service."""

    topic = "household-opened/1"
    household_id: UUID
    name: str
    beds: int
    opened_on: date


class HouseholdBedsChanged(Event, frozen=True, kw_only=True):
    """A household's beds in service change from a day on."""

    topic = "household-beds-changed/1"
    household_id: UUID
    beds: int
    changed_on: date
