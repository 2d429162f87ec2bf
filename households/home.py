"""A home as its stream tells it, and how each event changes it.

`evolve` costs the same however long the stream is.
"""

from bisect import bisect_left
from operator import itemgetter

from households import events
from households.changes import Change, money, residents, team
from households.employments import Employment, Staff
from households.state import (
    Contribution,
    Home,
    Household,
    Payer,
    cost_fingerprint,
    document_fingerprint,
    payment_fingerprint,
)
from network.eventstore.event import Event

__all__ = [
    "Contribution",
    "Employment",
    "Home",
    "Household",
    "Payer",
    "Staff",
    "cost_fingerprint",
    "document_fingerprint",
    "evolve",
    "payment_fingerprint",
]


def evolve(home: Home, event: Event, version: int) -> Home:
    """The home after one more event; changes the given state, which nobody else may hold."""
    change = _CHANGES.get(type(event))
    if change is not None:
        change(home, event, version)
    home.version = version
    return home


def _home_opened(home: Home, event: events.HomeOpened, _version: int) -> None:
    home.recorded_from = event.recorded_from


def _household_opened(home: Home, event: events.HouseholdOpened, _version: int) -> None:
    home.households[event.household_id] = Household(event.name, [(event.opened_on, event.beds)])


def _beds_changed(home: Home, event: events.HouseholdBedsChanged, _version: int) -> None:
    beds = home.households[event.household_id].beds
    at = bisect_left(beds, event.changed_on, key=itemgetter(0))
    same_day = at < len(beds) and beds[at][0] == event.changed_on
    beds[at : at + same_day] = [(event.changed_on, event.beds)]


_CHANGES: dict[type[Event], Change] = {
    events.HomeOpened: _home_opened,
    events.HouseholdOpened: _household_opened,
    events.HouseholdBedsChanged: _beds_changed,
    **residents.CHANGES,
    **team.CHANGES,
    **money.CHANGES,
}
