"""What was recorded, to be found, looked at and put right."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from households import events
from households.events import HOME_EVENTS
from households.pages import wording
from households.pages.just_saved import just_saved
from households.pages.reception import Reception
from households.pages.record_page import shown
from households.pages.visit import team
from network.eventstore.event import Event
from network.web.page import Page
from network.web.problem import not_found

A_PAGE = 50
MODULES: Mapping[str, tuple[str, str]] = {
    "residents": ("Moving and being away", "households.events.residents"),
    "falls": ("Falls", "households.events.falls"),
    "team": ("The team", "households.events.team"),
    "sickness": ("Sickness", "households.events.sickness"),
    "life": ("Moments, volunteers, practice", "households.events.life"),
    "money": ("Money", "households.events.money"),
    "home": ("The home", "households.events.home"),
}


def _kind(event: type[Event]) -> str:
    return event.topic.partition("/")[0]


KINDS_ABOUT: Mapping[str, list[str]] = {
    about: [_kind(event) for event in HOME_EVENTS if event.__module__ == module]
    for about, (_, module) in MODULES.items()
}
ABOUT = [(about, words) for about, (words, _) in MODULES.items()]


def record_pages(reception: Reception) -> list[Page]:
    """The list, and a page for each."""
    pages = RecordPages(reception)
    return [
        Page(name="records", path="/homes/{home}/records", endpoint=pages.list),
        Page(name="record", path="/homes/{home}/records/{record}", endpoint=pages.show),
    ]


class RecordPages:
    """What the pages show."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def list(self, request: Request) -> Response:
        """What was recorded last, of one kind or person where that is asked."""
        visit = await self._reception.door.admit(request, team)
        query = request.query_params
        about, person = query.get("about", ""), _uuid(query.get("person", ""))
        before = query.get("before", "")
        found = await self._reception.recorded.page(
            visit.viewer,
            visit.home_id,
            A_PAGE + 1,
            before=int(before) if before.isdecimal() and len(before) < 18 else None,
            kinds=KINDS_ABOUT.get(about),
            person=person,
        )
        names = await self._reception.names.of(visit.viewer, visit.home_id, [person] if person else [])
        asked = {"about": about if about in KINDS_ABOUT else "", "person": str(person or "")}
        context = {
            "wording": wording,
            "rows": found[:A_PAGE],
            "about": asked["about"],
            "abouts": ABOUT,
            "asked_person": asked["person"],
            "name": names.get(person) if person else None,
            "older": urlencode({**asked, "before": found[A_PAGE - 1].version})
            if len(found) > A_PAGE
            else None,
        }
        return self._reception.door.show(visit, "households/records/list.html", context)

    async def show(self, request: Request) -> Response:
        """One record with its history. A fall has a page of its own."""
        visit = await self._reception.door.admit(request, team)
        given = request.path_params["record"]
        path = await self._reception.records.resolve(visit.home_id, {"record": given})
        story = await self._reception.stories.find(visit.viewer, visit.home_id, path["record"])
        if story is None:
            raise not_found()
        asked = next((step for step in story.steps if step.id == path["record"]), None)
        if isinstance(story.first, events.FallRecorded) and (asked is None or asked is story.steps[0]):
            return RedirectResponse(visit.address(f"/falls/{story.id}"), 303)
        record = await shown(self._reception, visit, story)
        saved = await just_saved(self._reception, visit)
        context = {
            "wording": wording,
            "record": record,
            # What it says stands right below.
            "just_saved": saved and saved._replace(lines=()),
        }
        return self._reception.door.show(visit, "households/records/record.html", context)


def _uuid(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
