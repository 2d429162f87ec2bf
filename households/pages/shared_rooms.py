"""Rooms that somebody lives in already: a couple may share one, and a slip of the thumb is told from that."""

from uuid import UUID

from households.events import ResidentMovedIn, ResidentMovedRoom
from households.pages import wording
from households.pages.people import Group
from households.pages.reception import Reception
from households.pages.visit import Visit
from network.eventstore.event import Event


async def shared_room(reception: Reception, visit: Visit, event: Event) -> str:
    """Who else lives in the room that somebody has just moved to; empty where nobody does."""
    if not isinstance(event, ResidentMovedIn | ResidentMovedRoom) or not event.room:
        return ""
    others = await _in_room(reception, visit, event.household_id, event.room)
    names = wording.listed([name for person_id, name in others if person_id != event.resident_id])
    if not names:
        return ""
    return f"Room {event.room} is {names}’s, too. If they don’t share it, correct the room."


async def _in_room(
    reception: Reception, visit: Visit, household_id: UUID, room: str
) -> list[tuple[UUID, str]]:
    groups = await reception.people.groups(visit)
    return [
        (UUID(person.id), person.name)
        for group in groups
        for person in group.residents
        if group.household_id == household_id and _same(person.room, room)
    ]


def _same(one: str | None, other: str) -> bool:
    return one is not None and one.strip().casefold() == other.strip().casefold()


def taken_rooms(groups: list[Group]) -> str:
    """The rooms that are lived in, household by household, without a name."""
    lines = [
        f"{group.name}: {', '.join(dict.fromkeys(person.room for person in group.residents if person.room))}"
        for group in groups
        if any(person.room for person in group.residents)
    ]
    return f"Lived in at the moment: {'; '.join(lines)}." if lines else ""
