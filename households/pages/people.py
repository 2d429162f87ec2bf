"""Who lives in a home, as pages show and offer them: by household and room, with who is away."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from households.pages.visit import Visit
from households.pages.wording import Choice
from households.reading.residences import Residences
from households.reading.residences import Resident as Residence

NAMELESS = "Somebody whose details were erased"


class Household(Protocol):
    """A household as the directory knows it."""

    @property
    def household_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...


HouseholdsOf = Callable[[Sequence[UUID], date], Awaitable[Mapping[UUID, Sequence[Household]]]]
"""The households of homes that are open on a day."""


class Person(NamedTuple):
    """A resident."""

    id: str
    name: str
    room: str | None
    away_from: date | None
    """The first night away; None while the person is here."""

    @property
    def choice(self) -> Choice:
        """The person in a list to choose from."""
        where = f", room {self.room}" if self.room else ""
        return self.id, f"{self.name}{where}{' (away)' if self.away_from else ''}"


class Group(NamedTuple):
    """A household and who lives in it, by room."""

    household_id: UUID
    name: str
    residents: tuple[Person, ...]


class People:
    """Asks who lives in a home."""

    def __init__(self, residences: Residences, households_of: HouseholdsOf) -> None:
        self._residences = residences
        self._households_of = households_of

    async def groups(self, visit: Visit) -> list[Group]:
        """Everybody who lives in the home, household by household. Empty households are told too."""
        found = await self._residences.of(visit.viewer, [visit.home_id])
        by_household = {household_id: residents for (_, household_id), residents in found.items()}
        households = (await self._households_of([visit.home_id], visit.today)).get(visit.home_id, ())
        return [
            Group(
                household.household_id,
                household.name,
                tuple(map(_person, by_household.get(household.household_id, ()))),
            )
            for household in households
        ]

    async def households(self, visit: Visit) -> list[Choice]:
        """The households that are open, to choose from."""
        found = (await self._households_of([visit.home_id], visit.today)).get(visit.home_id, ())
        return [(str(household.household_id), household.name) for household in found]

    async def everybody(self, visit: Visit) -> list[Person]:
        """The same people in one list, by name: those who are here first."""
        people = [person for group in await self.groups(visit) for person in group.residents]
        return sorted(people, key=lambda person: (person.away_from is not None, person.name))


def _person(residence: Residence) -> Person:
    return Person(residence.id, residence.display_name or NAMELESS, residence.room, residence.away_from)
