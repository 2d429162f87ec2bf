"""The state of a home that its rules need, and how each event changes it.

It holds what is open or current, stays and contributions, and never every fall: it
is kept in memory for each home and in snapshots. `evolve` costs the same however
long the stream is.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Any
from uuid import UUID

import msgspec

from households import events
from households.days import local_date
from households.stays import Absence, Placement, Resident, Stay
from households.terms import MovedOutReason, PayerKind
from network.eventstore.event import Event


class Household(msgspec.Struct, array_like=True):
    """A household and its beds in service, from each day on."""

    name: str
    beds: list[tuple[date, int]]

    def beds_on(self, day: date) -> int:
        """Beds in service on a day; none before the household opened."""
        known = bisect_right(self.beds, day, key=itemgetter(0))
        return self.beds[known - 1][1] if known else 0


class Employment(msgspec.Struct, array_like=True):
    """A time in the team, both days included."""

    started_on: date
    left_on: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the person was employed on a day."""
        return self.started_on <= day and (self.left_on is None or day <= self.left_on)


class Staff(msgspec.Struct, array_like=True):
    """Somebody who works or worked in the home."""

    ref: str
    employments: list[Employment]
    """In order; none begins before the one before it has ended."""

    def employment_on(self, day: date) -> Employment | None:
        """The employment on a day."""
        return next((time for time in reversed(self.employments) if time.covers(day)), None)


class Payer(msgspec.Struct, array_like=True):
    """Who has agreed a contribution in this home."""

    ref: str
    kind: PayerKind


class Contribution(msgspec.Struct, array_like=True):
    """The nights for which a payer pays one amount towards a resident's fee, both ends included."""

    resident_id: UUID
    payer_id: UUID
    begins_on: date
    ends_on: date | None = None


class Home(msgspec.Struct, array_like=True):
    """One home, as its stream tells it up to `version`."""

    version: int = 0
    recorded_from: date | None = None
    """None: not opened yet."""
    households: dict[UUID, Household] = {}
    residents: dict[UUID, Resident] = {}
    resident_refs: dict[str, UUID] = {}
    staff: dict[UUID, Staff] = {}
    staff_refs: dict[str, UUID] = {}
    payers: dict[UUID, Payer] = {}
    payer_refs: dict[str, UUID] = {}
    contributions: dict[int, Contribution] = {}
    payments: dict[int, int] = {}
    """Fingerprints of payments and the version of the first of each."""
    reversed_payments: set[int] = set()
    possible_duplicates: dict[int, int] = {}
    """Payments that don't count, because they may repeat one, and which; without those reversed."""
    opening_documents: set[int] = set()

    @property
    def is_open(self) -> bool:
        """Whether the home's stream has begun."""
        return self.recorded_from is not None


def fingerprint_of(*parts: object) -> int:
    """Eight bytes that tell equal facts from others, without keeping what they say."""
    text = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def payment_fingerprint(payer_id: UUID, received_on: date, amount: Decimal, reference: str) -> int:
    """Of what makes two payments look like one paid in twice."""
    return fingerprint_of(payer_id, received_on, amount, reference)


def document_fingerprint(payer_id: UUID, document: str) -> int:
    """Of an opening balance's document."""
    return fingerprint_of(payer_id, document)


def evolve(home: Home, event: Event, version: int) -> Home:
    """The home after one more event; changes the given state, which nobody else may hold."""
    change = _CHANGES.get(type(event))
    if change is not None:
        change(home, event, version)
    home.version = version
    return home


# --- The home ---------------------------------------------------------------------------------


def _home_opened(home: Home, event: events.HomeOpened, _version: int) -> None:
    home.recorded_from = event.recorded_from


def _household_opened(home: Home, event: events.HouseholdOpened, _version: int) -> None:
    home.households[event.household_id] = Household(event.name, [(event.opened_on, event.beds)])


def _beds_changed(home: Home, event: events.HouseholdBedsChanged, _version: int) -> None:
    beds = home.households[event.household_id].beds
    at = bisect_left(beds, event.changed_on, key=itemgetter(0))
    same_day = at < len(beds) and beds[at][0] == event.changed_on
    beds[at : at + same_day] = [(event.changed_on, event.beds)]


# --- Residents --------------------------------------------------------------------------------


def _moved_in(home: Home, event: events.ResidentMovedIn, version: int) -> None:
    stay = Stay(version, event.moved_in_on, [Placement(event.household_id, event.moved_in_on)], [])
    resident = home.residents.setdefault(event.resident_id, Resident(event.resident_ref, version, []))
    resident.identity = version
    resident.stays.append(stay)
    resident.stays.sort(key=_began)
    home.resident_refs[event.resident_ref] = event.resident_id


def _began(stay: Stay) -> date:
    return stay.moved_in_on


def _identity_amended(home: Home, event: events.ResidentIdentityAmended, version: int) -> None:
    home.residents[event.resident_id].identity = version


def _moved_room(home: Home, event: events.ResidentMovedRoom, _version: int) -> None:
    placements = home.residents[event.resident_id].stay(_record_of(event)).placements
    if placements[-1].household_id != event.household_id:
        placements.append(Placement(event.household_id, event.moved_on))


def _moved_out(home: Home, event: events.ResidentMovedOut, _version: int) -> None:
    stay = home.residents[event.resident_id].stay(_record_of(event))
    stay.moved_out_on = event.moved_out_on
    stay.died = event.reason is MovedOutReason.DIED
    stay.latest_falls = {}


def _went_away(home: Home, event: events.ResidentWentAway, version: int) -> None:
    home.residents[event.resident_id].stay(event.stay).absences.append(Absence(version, event.away_from))


def _came_back(home: Home, event: events.ResidentCameBack, _version: int) -> None:
    absences = home.residents[event.resident_id].stay(event.stay).absences
    next(absence for absence in absences if absence.version == event.about).back_on = event.back_on


def _fall_recorded(home: Home, event: events.FallRecorded, version: int) -> None:
    _keep_fall(home, event, version)


def _fall_amended(home: Home, event: events.FallAmended, _version: int) -> None:
    _forget_fall(home, event)
    _keep_fall(home, event, _record_of(event))


def _keep_fall(home: Home, event: events.FallRecorded | events.FallAmended, fall: int) -> None:
    day = local_date(event.occurred_at)
    stay = home.residents[event.resident_id].stay_on(day)
    if stay is not None and stay.moved_out_on is None:
        stay.keep_fall(fall, day)


def _fall_retracted(home: Home, event: events.FallRetracted, _version: int) -> None:
    _forget_fall(home, event)


def _forget_fall(home: Home, event: events.FallAmended | events.FallRetracted) -> None:
    for stay in home.residents[event.resident_id].stays:
        stay.latest_falls.pop(_record_of(event), None)


def _record_of(event: Event) -> int:
    if event.about is None:
        raise ValueError(f"{type(event).__name__} names no record that it is about.")
    return event.about


# --- The team ---------------------------------------------------------------------------------


def _staff_joined(home: Home, event: events.StaffJoined, _version: int) -> None:
    staff = home.staff.setdefault(event.staff_id, Staff(event.staff_ref, []))
    staff.employments.append(Employment(event.started_on))
    home.staff_refs[event.staff_ref] = event.staff_id


def _staff_left(home: Home, event: events.StaffLeft, _version: int) -> None:
    home.staff[event.staff_id].employments[-1].left_on = event.left_on


# --- Money ------------------------------------------------------------------------------------


def _contribution_agreed(home: Home, event: events.ContributionAgreed, version: int) -> None:
    home.payers.setdefault(event.payer_id, Payer(event.payer_ref, event.payer_kind))
    home.payer_refs[event.payer_ref] = event.payer_id
    home.contributions[version] = Contribution(
        event.resident_id, event.payer_id, event.begins_on, event.ends_on
    )


def _contribution_changed(home: Home, event: events.ContributionChanged, version: int) -> None:
    old = home.contributions[_record_of(event)]
    home.contributions[version] = Contribution(old.resident_id, old.payer_id, event.begins_on, event.ends_on)
    old.ends_on = event.begins_on - timedelta(days=1)


def _contribution_ended(home: Home, event: events.ContributionEnded, _version: int) -> None:
    home.contributions[_record_of(event)].ends_on = event.ends_on


def _payment_received(home: Home, event: events.PaymentReceived, version: int) -> None:
    if event.possible_duplicate_of is None:
        mark = payment_fingerprint(event.payer_id, event.received_on, event.amount, event.reference)
        home.payments[mark] = version
    else:
        home.possible_duplicates[version] = event.possible_duplicate_of


def _payment_reversed(home: Home, event: events.PaymentReversed, _version: int) -> None:
    home.reversed_payments.add(_record_of(event))
    home.possible_duplicates.pop(_record_of(event), None)


def _opening_balance(home: Home, event: events.OpeningBalanceRecorded, _version: int) -> None:
    home.opening_documents.add(document_fingerprint(event.payer_id, event.document))


_CHANGES: dict[type[Event], Callable[[Home, Any, int], None]] = {
    events.HomeOpened: _home_opened,
    events.HouseholdOpened: _household_opened,
    events.HouseholdBedsChanged: _beds_changed,
    events.ResidentMovedIn: _moved_in,
    events.ResidentIdentityAmended: _identity_amended,
    events.ResidentMovedRoom: _moved_room,
    events.ResidentMovedOut: _moved_out,
    events.ResidentWentAway: _went_away,
    events.ResidentCameBack: _came_back,
    events.FallRecorded: _fall_recorded,
    events.FallAmended: _fall_amended,
    events.FallRetracted: _fall_retracted,
    events.StaffJoined: _staff_joined,
    events.StaffLeft: _staff_left,
    events.ContributionAgreed: _contribution_agreed,
    events.ContributionChanged: _contribution_changed,
    events.ContributionEnded: _contribution_ended,
    events.PaymentReceived: _payment_received,
    events.PaymentReversed: _payment_reversed,
    events.OpeningBalanceRecorded: _opening_balance,
}
