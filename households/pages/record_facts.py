"""What each event says of its record, in the words of pages: facts by name, as they stand after it."""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from households import events
from households.pages import wording
from households.pages.record_reading import Facts, Reading, day, pounds
from network.days import local_date
from network.eventstore.event import Event


def facts_after(before: Facts, event: Event, reading: Reading) -> Facts:
    """The facts of a record after one more event; as before, where the event says none."""
    say = _SAYS.get(type(event))
    said = before if say is None else say(before, event, reading)
    return {name: value for name, value in said.items() if value}


# --- Residents --------------------------------------------------------------------------------


def _moved_in(_: Facts, event: events.ResidentMovedIn, reading: Reading) -> Facts:
    return {
        "Name": reading.name(event.identity),
        "First night": day(event.moved_in_on),
        "Lived in": reading.place(event.household_id, event.room),
    }


def _moved_room(before: Facts, event: events.ResidentMovedRoom, reading: Reading) -> Facts:
    place = f"{reading.place(event.household_id, event.room)} from {day(event.moved_on)}"
    return before | {"Lived in": f"{before.get('Lived in', '')}; {place}"}


def _moved_out(before: Facts, event: events.ResidentMovedOut, _: Reading) -> Facts:
    return before | {"Left": day(event.moved_out_on), "Why": wording.word(event.reason)}


def _stay_amended(before: Facts, event: events.StayAmended, reading: Reading) -> Facts:
    first, *moves = event.placements
    places = [
        reading.place(first.household_id, first.room),
        *(f"{reading.place(one.household_id, one.room)} from {day(one.since)}" for one in moves),
    ]
    return {
        "Name": before.get("Name", ""),
        "First night": day(event.moved_in_on),
        "Lived in": "; ".join(places),
        "Left": day(event.moved_out_on),
        "Why": wording.word(event.moved_out_reason) if event.moved_out_reason else "",
    }


def _identity(_: Facts, event: events.ResidentIdentityAmended, reading: Reading) -> Facts:
    return {"Name": reading.name(event.identity)}


def _absence(_: Facts, event: events.ResidentWentAway | events.AbsenceAmended, __: Reading) -> Facts:
    back_on = event.back_on if isinstance(event, events.AbsenceAmended) else None
    return {
        "First night away": day(event.away_from),
        "First night back": day(back_on) or "not yet",
        "Why": wording.word(event.reason),
    }


def _came_back(before: Facts, event: events.ResidentCameBack, _: Reading) -> Facts:
    return before | {"First night back": day(event.back_on)}


# --- After a fall -----------------------------------------------------------------------------


def _observed(before: Facts, event: events.FallObserved, reading: Reading) -> Facts:
    at = event.occurred_at
    seen = reading.text(event.observation) + (" (worrying)" if event.concern else "")
    return before | {f"Looked in {day(local_date(at))} at {wording.clock(at)}": seen}


def _decided(before: Facts, event: events.FallNotificationDecided, reading: Reading) -> Facts:
    said = "notify" if event.notify else "don't notify"
    decision = event.decision
    who, why = reading.text(decision, "decided_by"), reading.text(decision, "reason")
    return before | {wording.word(event.body): f"{said}; {who}: {why}"}


# --- The team ---------------------------------------------------------------------------------


def _joined(_: Facts, event: events.StaffJoined, reading: Reading) -> Facts:
    return {
        "Name": reading.name(event.name),
        "Works as": wording.word(event.role),
        "First day": day(event.started_on),
        "Hours a week": _hours(event.weekly_hours),
    }


def _hours_changed(before: Facts, event: events.StaffHoursChanged, _: Reading) -> Facts:
    changed = f"{_hours(event.weekly_hours)} from {day(event.changed_on)}"
    earlier = before.get("Hours a week")
    return before | {"Hours a week": f"{earlier}; {changed}" if earlier else changed}


def _left(before: Facts, event: events.StaffLeft, _: Reading) -> Facts:
    return before | {"Last day": day(event.left_on)}


def _employment_amended(before: Facts, event: events.EmploymentAmended, _: Reading) -> Facts:
    first, *changes = event.hours
    hours = [
        _hours(first.weekly_hours),
        *(f"{_hours(one.weekly_hours)} from {day(one.since)}" for one in changes),
    ]
    return {
        "Name": before.get("Name", ""),
        "Works as": wording.word(event.role),
        "First day": day(event.started_on),
        "Hours a week": "; ".join(hours),
        "Last day": day(event.left_on),
    }


def _hours(hours: Decimal) -> str:
    return f"{hours.normalize():f}"


def _full_time(_: Facts, event: events.FullTimeHoursChanged, __: Reading) -> Facts:
    return {"Full time is": f"{_hours(event.hours)} hours a week", "From": day(event.changed_on)}


def _sick(_: Facts, event: events.SicknessStarted | events.SicknessAmended, __: Reading) -> Facts:
    return {"First day sick": day(event.first_day), "Last day sick": day(event.last_day) or "not yet"}


def _well(before: Facts, event: events.SicknessEnded, _: Reading) -> Facts:
    return before | {"Last day sick": day(event.last_day)}


# --- Money ------------------------------------------------------------------------------------


def _agreed(before: Facts, event: Any, reading: Reading) -> Facts:  # noqa: ANN401 - three kinds alike
    name = getattr(event, "payer_name", None) or before.get("Payer") or reading.payer(event.payer_id)
    return {
        "Payer": name,
        "A week": pounds(event.weekly_amount),
        "First night": day(event.begins_on),
        "Last night": day(event.ends_on),
    }


def _changed(before: Facts, event: events.ContributionChanged, reading: Reading) -> Facts:
    """A record of its own, and to the contribution that it changes the end."""
    last_night = event.begins_on - timedelta(days=1)
    return before | {"Last night": day(last_night)} if before else _agreed(before, event, reading)


def _ended(before: Facts, event: events.ContributionEnded, _: Reading) -> Facts:
    return before | {"Last night": day(event.ends_on)}


def _paid(_: Facts, event: events.PaymentReceived, reading: Reading) -> Facts:
    return {
        "Payer": reading.payer(event.payer_id),
        "Came in": day(event.received_on),
        "Amount": pounds(event.amount),
        "Reference": event.reference,
        "How": event.method or "",
        "In doubt": "It may repeat an earlier payment, and counts nowhere until that is settled."
        if event.possible_duplicate_of is not None
        else "",
    }


def _reversed(before: Facts, event: events.PaymentReversed, _: Reading) -> Facts:
    return before | {"Reversed": day(event.reversed_on), "In doubt": ""}


def _settled(before: Facts, event: events.PossibleDuplicateSettled, _: Reading) -> Facts:
    found = (
        "The same money, recorded twice: it counts once." if event.is_same else "Money of its own: it counts."
    )
    return before | {"In doubt": "", "Found out": found}


def _owed(_: Facts, event: events.OpeningBalanceRecorded, reading: Reading) -> Facts:
    return {
        "Payer": reading.payer(event.payer_id),
        "Document": event.document,
        "Due": day(event.due_on),
        "Amount": pounds(event.amount),
    }


def _cost(_: Facts, event: events.CostRecorded, __: Reading) -> Facts:
    return {
        "Month": f"{event.month:%B %Y}",
        "For": wording.word(event.category),
        "Amount": pounds(event.amount),
    }


# --- Life -------------------------------------------------------------------------------------


def _moment(_: Facts, event: events.MomentShared | events.MomentAmended, reading: Reading) -> Facts:
    return {"Day": day(event.enjoyed_on), "What it was": reading.text(event.moment)}


def _volunteering(
    _: Facts, event: events.VolunteeringRecorded | events.VolunteeringAmended, __: Reading
) -> Facts:
    return {"Day": day(event.given_on), "Hours": _hours(event.hours)}


def _practice(_: Facts, event: events.PracticeChanged | events.PracticeAmended, __: Reading) -> Facts:
    return {"From": day(event.changed_on), "What we do differently": event.text}


def _baseline(_: Facts, event: events.BaselineRecorded, __: Reading) -> Facts:
    numbers: Iterable[tuple[str, Any]] = (
        ("Occupied bed days", event.occupied_bed_days),
        ("Falls", event.falls),
        ("Falls with harm", event.injurious_falls),
        ("FTE days lost to sickness", event.fte_days_lost),
        ("FTE days available", event.fte_days_available),
    )
    return {"Month": f"{event.month:%B %Y}"} | {
        name: str(number) for name, number in numbers if number is not None
    }


def _household(_: Facts, event: events.HouseholdOpened, __: Reading) -> Facts:
    return {"Household": event.name, "Beds": str(event.beds), "Since": day(event.opened_on)}


def _beds(_: Facts, event: events.HouseholdBedsChanged, reading: Reading) -> Facts:
    return {
        "Household": reading.place(event.household_id, None),
        "Beds": str(event.beds),
        "Since": day(event.changed_on),
    }


_SAYS: Mapping[type[Event], Callable[[Facts, Any, Reading], Facts]] = {
    events.ResidentMovedIn: _moved_in,
    events.ResidentMovedRoom: _moved_room,
    events.ResidentMovedOut: _moved_out,
    events.StayAmended: _stay_amended,
    events.ResidentIdentityAmended: _identity,
    events.ResidentWentAway: _absence,
    events.ResidentCameBack: _came_back,
    events.AbsenceAmended: _absence,
    events.FallObserved: _observed,
    events.FallNotificationDecided: _decided,
    events.StaffJoined: _joined,
    events.StaffHoursChanged: _hours_changed,
    events.StaffLeft: _left,
    events.EmploymentAmended: _employment_amended,
    events.FullTimeHoursChanged: _full_time,
    events.SicknessStarted: _sick,
    events.SicknessEnded: _well,
    events.SicknessAmended: _sick,
    events.ContributionAgreed: _agreed,
    events.ContributionChanged: _changed,
    events.ContributionAmended: _agreed,
    events.ContributionEnded: _ended,
    events.PaymentReceived: _paid,
    events.PaymentReversed: _reversed,
    events.PossibleDuplicateSettled: _settled,
    events.OpeningBalanceRecorded: _owed,
    events.CostRecorded: _cost,
    events.MomentShared: _moment,
    events.MomentAmended: _moment,
    events.VolunteeringRecorded: _volunteering,
    events.VolunteeringAmended: _volunteering,
    events.PracticeChanged: _practice,
    events.PracticeAmended: _practice,
    events.BaselineRecorded: _baseline,
    events.HouseholdOpened: _household,
    events.HouseholdBedsChanged: _beds,
}
