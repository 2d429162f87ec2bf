"""What a command calls a household, a resident, a colleague, a payer or a record, looked up in one place."""

from collections.abc import Container
from datetime import date
from itertools import count
from typing import TypeVar
from uuid import UUID

from households.home import Home, Household, Payer, Staff
from households.recording.context import Context
from households.recording.errors import Refused
from households.stays import Resident, Stay
from network.eventstore.event import Event

E = TypeVar("E", bound=Event)


def household_given(home: Home, given: str, field: str = "household") -> tuple[UUID, Household]:
    """A household by its id or its name, whatever its case."""
    household_id = _as_uuid(given)
    if household_id is not None and household_id in home.households:
        return household_id, home.households[household_id]
    name = given.casefold()
    for household_id, household in home.households.items():
        if household.name.casefold() == name:
            return household_id, household
    raise Refused(
        "household_unknown",
        field,
        "The home has no household of that name or id.",
        "Choose one of its households.",
    )


def resident_given(home: Home, given: str, field: str = "resident") -> tuple[UUID, Resident]:
    """A resident by the home's reference or by id."""
    resident_id = home.resident_refs.get(given) or _as_uuid(given)
    resident = home.residents.get(resident_id) if resident_id else None
    if resident_id is None or resident is None:
        raise Refused(
            "resident_unknown",
            field,
            "The home knows no resident of that reference or id.",
            "Choose somebody who lives or lived here, or record first that the person moved in.",
        )
    return resident_id, resident


def staff_given(home: Home, given: str, field: str = "staff") -> tuple[UUID, Staff]:
    """A team member by the home's reference or by id."""
    staff_id = home.staff_refs.get(given) or _as_uuid(given)
    staff = home.staff.get(staff_id) if staff_id else None
    if staff_id is None or staff is None:
        raise Refused(
            "staff_unknown",
            field,
            "The home knows no team member of that reference or id.",
            "Choose somebody of the team, or record first that the person joined.",
        )
    return staff_id, staff


def payer_given(home: Home, given: str, field: str = "payer") -> tuple[UUID, Payer]:
    """A payer by reference or by id; known from the first contribution that it agreed."""
    payer_id = home.payer_refs.get(given) or _as_uuid(given)
    payer = home.payers.get(payer_id) if payer_id else None
    if payer_id is None or payer is None:
        raise Refused(
            "payer_unknown",
            field,
            "The home knows no payer of that reference or id.",
            "Agree a contribution of this payer first, or correct the reference.",
        )
    return payer_id, payer


def stay_given(resident: Resident, day: date, field: str) -> Stay:
    """The stay on a day, the leaving day included."""
    stay = resident.stay_on(day)
    if stay is None:
        raise Refused(
            "not_a_resident_that_day",
            field,
            "The resident did not live in the home on that day.",
            "Correct the day or the resident, or record first that the person moved in.",
        )
    return stay


def record_given(context: Context, kind: type[E], field: str) -> tuple[int, E]:
    """Id and first event of the record that a command is about, which must be of a kind."""
    first = context.record[0] if context.record else None
    if first is None or not isinstance(first.event, kind):
        raise Refused(
            "record_unknown",
            field,
            "The home has no such record.",
            "Use the id that was answered when it was made.",
        )
    return first.version, first.event


def next_reference(letter: str, taken: Container[str], known: int) -> str:
    """The next free reference, as R17."""
    return next(ref for number in count(known + 1) if (ref := f"{letter}{number}") not in taken)


def _as_uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
