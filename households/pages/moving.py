"""The forms about where a resident lives: in, to another room, away, back, out, and to another home."""

from collections.abc import Sequence
from typing import Any

from households.absences import ComeBack, GoAway
from households.events import ResidentIdentityAmended, ResidentMovedIn
from households.pages import wording
from households.pages.form_page import Offer
from households.pages.reception import Reception
from households.pages.residents import KnownResident, person_of
from households.pages.shared_rooms import taken_rooms
from households.pages.sheet import Question, Sheets, ask, today, with_rooms
from households.pages.visit import Visit
from households.residents import AmendIdentity, MoveIn, MoveOut, MoveRoom
from households.terms import AbsenceReason, MovedOutReason
from households.transfers import Transfer
from network.web.page import Page

SHOWN_BY = ("roster", "activity")
REASONS_AWAY = wording.choices(AbsenceReason)
REASONS_LEFT = wording.choices(MovedOutReason)
ROOM = Question("text", "room", "Room", "As the home calls it.")
NAMES = (
    Question("text", "given_name", "First name"),
    Question("text", "family_name", "Family name"),
    Question("date", "born_on", "Date of birth", "If you know it."),
    Question("text", "nhs_number", "NHS number", "If you know it; ten digits."),
)
NAMES_ASKED = {"given_name": "Write the first name.", "family_name": "Write the family name."}
LABELS = {
    "moved_in_on": "The first night",
    "moved_out_on": "The day",
    "moved_on": "The first night there",
    "away_from": "The first night away",
    "back_on": "The first night back",
    "household": "The household",
    "born_on": "The date of birth",
    "nhs_number": "The NHS number",
    "reason": "Why",
    "to_home": "The home",
}


def moving_pages(reception: Reception) -> list[Page]:
    """A form each."""
    forms, sheets = MovingForms(reception), Sheets(reception.desk, LABELS, SHOWN_BY)
    person = "/homes/{home}/residents/{resident}"
    return [
        sheets.page("move-in-page", "/homes/{home}/residents/new", MoveIn, forms.moving_in,
                    {**NAMES_ASKED, "household": "Choose the household."}, ("moved_in_on",)),
        sheets.page("new-room", f"{person}/new-room", MoveRoom, forms.new_room, {}, ("moved_on",)),
        sheets.page("goes-away", f"{person}/goes-away", GoAway, forms.going_away,
                    {"reason": "Choose why."}, ("away_from",)),
        sheets.page("comes-back", f"{person}/comes-back", ComeBack, forms.coming_back, {}, ("back_on",)),
        sheets.page("leaves", f"{person}/leaves", MoveOut, forms.leaving, {"reason": "Choose why."},
                    ("moved_out_on",)),
        sheets.page("to-another-home", f"{person}/to-another-home", Transfer, forms.to_another_home,
                    {"to_home": "Choose the home.", "household": "Write the household."}, ("moved_on",)),
        sheets.page("who-somebody-is", f"{person}/who", AmendIdentity, forms.who, NAMES_ASKED),
    ]  # fmt: skip


class MovingForms:
    """What the forms ask."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def moving_in(self, visit: Visit) -> Offer:
        """Who, and where."""
        households = await self._reception.people.households(visit)
        questions = (
            *NAMES,
            today("moved_in_on", "First night here"),
            Question("radios", "household", "Household", choices=households, inline=True),
            ROOM,
            Question(
                "text",
                "resident_ref",
                "The home’s own reference",
                "Only if you keep one. Somebody who comes back gets the one they had.",
            ),
        )
        values = {"household": households[0][0]} if len(households) == 1 else {}
        back = (visit.address("/residents"), "Residents")
        return with_rooms(ask("Somebody moves in", questions, "Save", back, values), await self._taken(visit))

    async def new_room(self, visit: Visit) -> Offer:
        """Where to."""
        households = await self._reception.people.households(visit)
        questions = (
            today("moved_on", "First night there"),
            Question("select", "household", "Household", choices=households, empty="The same household"),
            ROOM,
        )
        offer = await self._of_person(visit, "{} moves to another room", questions)
        return with_rooms(offer, await self._taken(visit))

    async def going_away(self, visit: Visit) -> Offer:
        """Since when and why; until when, if that is over."""
        questions = (
            today("away_from", "First night away"),
            Question("radios", "reason", "Why?", choices=REASONS_AWAY, inline=True),
            Question("date", "back_on", "First night back", "Only if they are back already."),
        )
        return await self._of_person(visit, "{} goes away", questions)

    async def coming_back(self, visit: Visit) -> Offer:
        """Since when."""
        return await self._of_person(visit, "{} is back", (today("back_on", "First night back here"),))

    async def leaving(self, visit: Visit) -> Offer:
        """When and why."""
        questions = (
            today("moved_out_on", "The day they left or died"),
            Question("radios", "reason", "Why?", choices=REASONS_LEFT),
        )
        lead = "The night of that day is not counted any more."
        return await self._of_person(visit, "{} leaves the home", questions, lead=lead)

    async def to_another_home(self, visit: Visit) -> Offer:
        """Where to. The other home is asked by telephone: of who lives there, nothing shows here."""
        neighbours = await self._reception.neighbours_of(visit.viewer, visit.home_id, visit.today)
        homes = [(str(one.home_id), ", ".join(filter(None, (one.name, one.area)))) for one in neighbours]
        questions = (
            today("moved_on", "First night there"),
            Question("select", "to_home", "Which home?", choices=homes),
            Question("text", "household", "The household there", "As the other home calls it: ask them."),
            ROOM,
        )
        lead = "The stay here ends and one there begins. The other home learns who they are, and no more."
        return await self._of_person(visit, "{} moves to another home", questions, lead=lead, may_wait=False)

    async def who(self, visit: Visit) -> Offer:
        """The name as it stands."""
        person = await person_of(self._reception, visit)
        values = await self._identity(visit, person)
        return ask(
            f"Correct who {person.name} is",
            NAMES,
            "Save",
            (visit.address(f"/residents/{person.resident_id}"), person.name),
            values,
            may_wait=False,
        )

    async def _identity(self, visit: Visit, person: KnownResident) -> dict[str, str | list[str]]:
        """As last said: the latest of the person's own records that says it."""
        kinds = ("resident-moved-in", "resident-identity-amended")
        said = await self._reception.recorded.page(
            visit.viewer, visit.home_id, 1, kinds=kinds, person=person.resident_id
        )
        story = await self._reception.stories.find(visit.viewer, visit.home_id, said[0].id) if said else None
        first = story.first if story else None
        if story is None or not isinstance(first, ResidentMovedIn | ResidentIdentityAmended):
            return {}
        identity: dict[str, Any] = story.read(first.identity) or {}
        return {name: str(value) for name, value in identity.items() if value}

    async def _taken(self, visit: Visit) -> str:
        return taken_rooms(await self._reception.people.groups(visit))

    async def _of_person(
        self,
        visit: Visit,
        title: str,
        questions: Sequence[Question],
        *,
        lead: str | None = None,
        may_wait: bool = True,
    ) -> Offer:
        person = await person_of(self._reception, visit)
        back = (visit.address(f"/residents/{person.resident_id}"), person.name)
        return ask(title.format(person.name), questions, "Save", back, lead=lead, may_wait=may_wait)
