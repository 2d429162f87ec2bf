"""Who lives in a home, and one resident's own page: where they live, what is known, and what happens next."""

from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from households.pages import wording
from households.pages.just_saved import just_saved
from households.pages.people import NAMELESS
from households.pages.reception import Reception
from households.pages.shared_rooms import others_in
from households.pages.visit import Visit, team
from households.reading.records import Lived
from network.web.page import Page
from network.web.problem import not_found

MOST_RECENT = 20


def resident_pages(reception: Reception) -> list[Page]:
    """The list, and a page for each."""
    pages = ResidentPages(reception)
    return [
        Page(name="residents", path="/homes/{home}/residents", endpoint=pages.list),
        Page(name="resident", path="/homes/{home}/residents/{resident}", endpoint=pages.show),
    ]


class ResidentPages:
    """What the pages show."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def list(self, request: Request) -> Response:
        """Everybody, household by household, and who left."""
        visit = await self._reception.door.admit(request, team)
        context = {
            "wording": wording,
            "groups": await self._reception.people.groups(visit),
            "left": await self._reception.recorded.who_left(visit.viewer, visit.home_id),
            "nameless": NAMELESS,
        }
        return self._reception.door.show(visit, "households/residents/list.html", context)

    async def show(self, request: Request) -> Response:
        """One resident."""
        visit = await self._reception.door.admit(request, team)
        person = await person_of(self._reception, visit)
        recent = await self._reception.recorded.page(
            visit.viewer, visit.home_id, MOST_RECENT, person=person.resident_id
        )
        stay = person.current
        context = {
            "wording": wording,
            "person_shown": person,
            "shares_with": await others_in(
                self._reception, visit, person.resident_id, stay.household_id, stay.room
            )
            if stay
            else "",
            "recent": recent,
            "just_saved": await just_saved(self._reception, visit),
        }
        return self._reception.door.show(visit, "households/residents/resident.html", context)


class KnownResident:
    """Somebody who lives or lived here."""

    def __init__(self, resident_id: UUID, name: str, stays: list[Lived], households: dict[str, str]) -> None:
        self.resident_id = resident_id
        self.name = name
        self.stays = stays
        self._households = households

    @property
    def current(self) -> Lived | None:
        """The stay that has not ended."""
        return next((stay for stay in self.stays if stay.moved_out_on is None), None)

    @property
    def is_away(self) -> bool:
        """Whether the person is away at the moment, as far as is known."""
        return self.current is not None and self.current.absence is not None

    def place(self, stay: Lived) -> str:
        """Where the person lives or last lived in a stay."""
        household = self._households.get(str(stay.household_id), "")
        return ", ".join(part for part in (household, f"room {stay.room}" if stay.room else "") if part)


async def person_of(reception: Reception, visit: Visit) -> KnownResident:
    """The resident that the address names, or a `Problem`: not there, or not this home's."""
    try:
        resident_id = UUID(visit.request.path_params["resident"])
    except ValueError:
        raise not_found() from None
    stays = await reception.recorded.stays(visit.viewer, visit.home_id, resident_id)
    if not stays:
        raise not_found()
    names = await reception.names.of(visit.viewer, visit.home_id, [resident_id])
    households = {value: name for value, name, *_ in await reception.people.households(visit)}
    return KnownResident(resident_id, names.get(resident_id, NAMELESS), stays, households)
