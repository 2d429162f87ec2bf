"""The team: who works here, who is off sick, and the forms about joining, hours and leaving."""

from collections.abc import Sequence
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from households.pages import wording
from households.pages.form_page import Offer
from households.pages.just_saved import just_saved
from households.pages.people import NAMELESS
from households.pages.reception import Reception
from households.pages.sheet import Question, Sheets, ask, today
from households.pages.visit import Visit, team
from households.reading.records import Colleague
from households.team import ChangeHours, JoinTeam, LeaveTeam
from households.terms import StaffRole
from network.web.page import Page
from network.web.problem import not_found

SHOWN_BY = ("roster", "activity")
MOST_RECENT = 20
ROLES = wording.choices(StaffRole)
LABELS = {
    "weekly_hours": "Hours a week",
    "started_on": "The first day",
    "left_on": "The last day",
    "changed_on": "The first day with these hours",
}
JOINING_ASKED = {
    "given_name": "Write the first name.",
    "family_name": "Write the family name.",
    "role": "Choose what they work as.",
    "weekly_hours": "Write how many hours a week.",
}
HOURS = Question("number", "weekly_hours", "Hours a week")


def team_pages(reception: Reception) -> list[Page]:
    """The list, the forms, and a page for each colleague."""
    pages, sheets = TeamPages(reception), Sheets(reception.desk, LABELS, SHOWN_BY)
    person = "/homes/{home}/team/{staff}"
    return [
        Page(name="team", path="/homes/{home}/team", endpoint=pages.list),
        sheets.page("join-team-page", "/homes/{home}/team/new", JoinTeam, pages.joining, JOINING_ASKED,
                    ("started_on",)),
        Page(name="colleague", path=person, endpoint=pages.show),
        sheets.page("new-hours", f"{person}/new-hours", ChangeHours, pages.new_hours,
                    {"weekly_hours": "Write how many hours a week."}, ("changed_on",)),
        sheets.page("leaves-team", f"{person}/leaves", LeaveTeam, pages.leaving,
                    {"left_on": "Choose the last day."}),
    ]  # fmt: skip


class TeamPages:
    """What the pages show."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def list(self, request: Request) -> Response:
        """Who works here, who is off sick, and who left."""
        visit = await self._reception.door.admit(request, team)
        everybody = await self._reception.recorded.team(visit.viewer, visit.home_id)
        spells = await self._reception.recorded.open_spells(visit.viewer, visit.home_id)
        context = {
            "wording": wording,
            "working": [one for one in everybody if one.works_on(visit.today)],
            "left": [one for one in everybody if not one.works_on(visit.today)],
            "names": {one.staff_id: one.name or NAMELESS for one in everybody},
            "spells": spells,
            "sick": {spell.staff_id for spell in spells},
            "nameless": NAMELESS,
            "just_saved": await just_saved(self._reception, visit),
        }
        return self._reception.door.show(visit, "households/team/list.html", context)

    async def show(self, request: Request) -> Response:
        """One colleague."""
        visit = await self._reception.door.admit(request, team)
        colleague = await colleague_of(self._reception, visit)
        recorded = self._reception.recorded
        recent = await recorded.page(visit.viewer, visit.home_id, MOST_RECENT, person=colleague.staff_id)
        spells = await recorded.open_spells(visit.viewer, visit.home_id)
        joined = await recorded.page(
            visit.viewer, visit.home_id, 1, kinds=["staff-joined"], person=colleague.staff_id
        )
        context = {
            "wording": wording,
            "colleague": colleague,
            "name": colleague.name or NAMELESS,
            "is_working": colleague.works_on(visit.today),
            "spell": next((spell for spell in spells if spell.staff_id == colleague.staff_id), None),
            "joined": joined[0].id if joined else None,
            "recent": recent,
            "just_saved": await just_saved(self._reception, visit),
        }
        return self._reception.door.show(visit, "households/team/colleague.html", context)

    async def joining(self, visit: Visit) -> Offer:
        """Who, as what and for how many hours."""
        questions = (
            Question("text", "given_name", "First name"),
            Question("text", "family_name", "Family name"),
            Question("radios", "role", "Works as", choices=ROLES, inline=True),
            HOURS,
            today("started_on", "First day"),
            Question(
                "text",
                "staff_ref",
                "The home’s own reference",
                "Only if you keep one. Somebody who comes back gets the one they had.",
            ),
        )
        return ask("Somebody joins the team", questions, "Save", (visit.address("/team"), "Team"))

    async def new_hours(self, visit: Visit) -> Offer:
        """How many, from when."""
        questions = (HOURS, today("changed_on", "From"))
        return await self._of_colleague(visit, "{} works other hours", questions)

    async def leaving(self, visit: Visit) -> Offer:
        """The last day, which may be to come."""
        questions = (Question("date", "left_on", "Last day"),)
        return await self._of_colleague(visit, "{} leaves the team", questions)

    async def _of_colleague(self, visit: Visit, title: str, questions: Sequence[Question]) -> Offer:
        colleague = await colleague_of(self._reception, visit)
        name = colleague.name or NAMELESS
        back = (visit.address(f"/team/{colleague.staff_id}"), name)
        return ask(title.format(name), questions, "Save", back)


async def colleague_of(reception: Reception, visit: Visit) -> Colleague:
    """The colleague that the address names, or a `Problem`: not there, or not this home's."""
    try:
        staff_id = UUID(visit.request.path_params["staff"])
    except ValueError:
        raise not_found() from None
    everybody = await reception.recorded.team(visit.viewer, visit.home_id)
    found = next((one for one in everybody if one.staff_id == staff_id), None)
    if found is None:
        raise not_found()
    return found
