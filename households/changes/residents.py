"""Residents' stays, nights away and falls in a home's state."""

from datetime import date

from households import events
from households.changes import Change
from households.changes.about import record_of
from households.state import Home
from households.stays import Absence, Placement, Resident, Stay
from network.days import local_date
from network.eventstore.event import Event


def _moved_in(home: Home, event: events.ResidentMovedIn, version: int) -> None:
    placement = Placement(event.household_id, event.moved_in_on, version, event.room)
    stay = Stay(version, event.moved_in_on, [placement], [])
    resident = home.residents.setdefault(event.resident_id, Resident(event.resident_ref, version, []))
    resident.identity = version
    resident.stays.append(stay)
    resident.stays.sort(key=_began)
    home.resident_refs[event.resident_ref] = event.resident_id


def _began(stay: Stay) -> date:
    return stay.moved_in_on


def _identity_amended(home: Home, event: events.ResidentIdentityAmended, version: int) -> None:
    home.residents[event.resident_id].identity = version


def _moved_room(home: Home, event: events.ResidentMovedRoom, version: int) -> None:
    stay = home.residents[event.resident_id].stay(record_of(event))
    stay.placements.append(Placement(event.household_id, event.moved_on, version, event.room))


def _moved_out(home: Home, event: events.ResidentMovedOut, _version: int) -> None:
    stay = home.residents[event.resident_id].stay(record_of(event))
    stay.moved_out_on, stay.moved_out_reason = event.moved_out_on, event.reason


def _stay_amended(home: Home, event: events.StayAmended, _version: int) -> None:
    resident = home.residents[event.resident_id]
    stay = resident.stay(record_of(event))
    stay.placements = [
        Placement(placed.household_id, placed.since, placed.said_in, placed.room)
        for placed in event.placements
    ]
    stay.moved_in_on = event.moved_in_on
    stay.moved_out_on, stay.moved_out_reason = event.moved_out_on, event.moved_out_reason
    resident.stays.sort(key=_began)


def _stay_retracted(home: Home, event: events.StayRetracted, _version: int) -> None:
    resident = home.residents[event.resident_id]
    resident.stays = [stay for stay in resident.stays if stay.version != event.about]
    if not resident.stays:
        # Nobody of that reference ever lived here: the next person may have it.
        home.resident_refs.pop(resident.ref, None)


def _went_away(home: Home, event: events.ResidentWentAway, version: int) -> None:
    home.residents[event.resident_id].stay(event.stay).absences.append(Absence(version, event.away_from))


def _came_back(home: Home, event: events.ResidentCameBack, _version: int) -> None:
    home.residents[event.resident_id].stay(event.stay).absence(record_of(event)).back_on = event.back_on


def _absence_amended(home: Home, event: events.AbsenceAmended, _version: int) -> None:
    absence = home.residents[event.resident_id].stay(event.stay).absence(record_of(event))
    absence.away_from, absence.back_on = event.away_from, event.back_on


def _absence_retracted(home: Home, event: events.AbsenceRetracted, _version: int) -> None:
    stay = home.residents[event.resident_id].stay(event.stay)
    stay.absences.remove(stay.absence(record_of(event)))


def _fall_recorded(home: Home, event: events.FallRecorded, version: int) -> None:
    home.residents[event.resident_id].falls += 1
    _keep_fall(home, event, version)


def _fall_amended(home: Home, event: events.FallAmended, _version: int) -> None:
    _forget_fall(home, event)
    _keep_fall(home, event, record_of(event))


def _fall_retracted(home: Home, event: events.FallRetracted, _version: int) -> None:
    home.residents[event.resident_id].falls -= 1
    _forget_fall(home, event)


def _keep_fall(home: Home, event: events.FallRecorded | events.FallAmended, fall: int) -> None:
    day = local_date(event.occurred_at)
    stay = home.residents[event.resident_id].stay_on(day)
    if stay is not None:
        stay.keep_fall(fall, day)


def _forget_fall(home: Home, event: events.FallAmended | events.FallRetracted) -> None:
    for stay in home.residents[event.resident_id].stays:
        stay.falls.pop(record_of(event), None)


CHANGES: dict[type[Event], Change] = {
    events.ResidentMovedIn: _moved_in,
    events.ResidentIdentityAmended: _identity_amended,
    events.ResidentMovedRoom: _moved_room,
    events.ResidentMovedOut: _moved_out,
    events.StayAmended: _stay_amended,
    events.StayRetracted: _stay_retracted,
    events.ResidentWentAway: _went_away,
    events.ResidentCameBack: _came_back,
    events.AbsenceAmended: _absence_amended,
    events.AbsenceRetracted: _absence_retracted,
    events.FallRecorded: _fall_recorded,
    events.FallAmended: _fall_amended,
    events.FallRetracted: _fall_retracted,
}
