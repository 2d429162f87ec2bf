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
    names = await others_in(reception, visit, event.resident_id, event.household_id, event.room)
    if not names:
        return ""
    return f"Room {event.room} is {names}’s, too. If they don’t share it, correct the room."


async def others_in(
    reception: Reception, visit: Visit, resident_id: UUID, household_id: UUID, room: str | None
) -> str:
    """Who but a resident lives in a room now, by name; empty where nobody does, or no room is known."""
    if not room:
        return ""
    household = [
        person
        for group in await reception.people.groups(visit)
        if group.household_id == household_id
        for person in group.residents
    ]
    return wording.listed(
        [one.name for one in household if UUID(one.id) != resident_id and _same(one.room, room)]
    )


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
