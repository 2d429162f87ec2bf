"""People on pages: listed, invited, given homes, let begin again, signed out, disabled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.responses import RedirectResponse, Response

from network.access.accounts.people import Invitation, KnownPerson, People
from network.access.accounts.people_search import FoundPerson, PeopleSearch, PeopleSought
from network.access.sessions.sessions import Sessions
from network.access.viewer import Role, Viewer
from network.directory.pages.accounts import Newcomer, NewcomerDesk, role_choices
from network.directory.pages.desk import Desk, Fields, Form, Nothing, Offer, Reading
from network.directory.pages.office import Caller, May, Office, lead_to, origin_of, shown_once
from network.directory.pages.workplaces import Workplaces
from network.directory.service import Directory
from network.web.body import uuid_or_none
from network.web.page import Page
from network.web.problem import Problem, ProblemKind, not_found

A_PAGE = 100
ONE = "/it/people/{account}"
INVITE_ASKS = {"name": "Write the person's name.", "role": "Choose what the person is there to do."}
INVITE_LABELS = {"name": "Name", "role": "Role", "home": "Home", "homes": "Homes"}


class PersonToInvite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form of an invitation."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    role: Role
    home: Annotated[str, Meta(max_length=60)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleParts:
    """What the pages of people work with."""

    office: Office
    desk: Desk
    people: People
    search: PeopleSearch
    sessions: Sessions
    directory: Directory
    newcomers: NewcomerDesk
    workplaces: Workplaces


def people_pages(parts: PeopleParts) -> list[Page]:
    """The list, inviting, one person, and what can be done about them."""
    pages = PeoplePages(parts)
    office, desk, may = parts.office, parts.desk, Viewer.may_keep_accounts
    return [
        office.search_page("it-people", "/it/people", may, pages.list_people),
        desk.page(
            Form(
                name="it-invite",
                path="/it/people/invite",
                template="directory/invite.html",
                may=may,
                offer=pages.offer_inviting,
                act=Reading(PersonToInvite, pages.invite),
                asks=INVITE_ASKS,
                labels=INVITE_LABELS,
            )
        ),
        office.page("it-person", ONE, may, pages.show_person),
        desk.page(
            Form(
                name="it-person-homes",
                path=f"{ONE}/homes",
                template="directory/person_homes.html",
                may=may,
                offer=pages.offer_homes,
                act=pages.change_homes,
                labels=INVITE_LABELS,
            )
        ),
        *(desk.page(form) for form in _steps(pages, may)),
    ]


def _steps(pages: "PeoplePages", may: May) -> list[Form]:
    """What is done about a person by a page with a button."""
    acts = {
        "code": pages.make_code,
        "reset": pages.reset,
        "leave": pages.sign_out,
        "disable": pages.disable,
    }
    return [
        Form(
            name=f"it-person-{word}",
            path=f"{ONE}/{word}",
            template=f"directory/person_{word}.html",
            may=may,
            offer=pages.offer,
            act=Reading(Nothing, act),
        )
        for word, act in acts.items()
    ]


class PeoplePages:
    """Answers them."""

    def __init__(self, parts: PeopleParts) -> None:
        self._parts = parts

    async def list_people(self, caller: Caller) -> Response:
        """A page of people by name: of a home, of a role, of those whose name holds a text."""
        text = caller.typed.get("q", "").strip()
        if caller.typed and not text:
            return RedirectResponse(_list_of(caller), 303)
        homes = await self._parts.directory.homes(caller.viewer)
        names = {home.home_id: home.name for home in homes}
        home_id = next((home_id for home_id in names if str(home_id) == caller.asked("home")), None)
        role = next((role for role in Role if role.value == caller.asked("role")), None)
        sought = PeopleSought(
            home_id=home_id,
            coaches=await self._parts.directory.coaches(caller.viewer, home_id) if home_id else (),
            role=role,
            text=text or None,
        )
        people = await self._parts.search.page(
            caller.viewer, sought, after=uuid_or_none(caller.asked("after")), first=A_PAGE + 1
        )
        shown = people[:A_PAGE]
        context = {
            "people": shown,
            "homes_of": {
                person.account_id: [
                    names[one]
                    for one in await self._parts.workplaces.ids(person.account_id, person.role, person.homes)
                    if one in names
                ]
                for person in shown
            },
            "homes": homes,
            "home_id": home_id,
            "role": role,
            "roles": role_choices(),
            "text": text,
            "last": shown[-1].account_id if len(people) > A_PAGE else None,
            "next": _list_of(caller, shown) if len(people) > A_PAGE else None,
        }
        return self._parts.office.show(caller, "directory/people.html", context)

    async def show_person(self, caller: Caller) -> Response:
        """One person."""
        person = await self._person(caller)
        sessions = await self._parts.sessions.list_all(caller.viewer, account_id=person.account_id)
        context = {
            "one": person,
            "homes": await self._parts.workplaces.of(caller.viewer, person),
            "roles": {value: name for value, name, _ in role_choices()},
            "sessions": sessions,
        }
        return self._parts.office.show(caller, "directory/person.html", context)

    async def offer_inviting(self, caller: Caller) -> Offer:
        """An empty invitation; a home's page leads here with its home chosen."""
        homes = await self._parts.directory.homes(caller.viewer)
        values = {"home": caller.asked("home"), "role": Role.HOME_TEAM.value if caller.asked("home") else ""}
        return Offer(values=values, context={"homes": homes, "roles": role_choices()})

    async def invite(self, caller: Caller, sent: PersonToInvite, command_id: UUID) -> Response:
        """Make the account and show how its person begins."""
        newcomer = Newcomer(name=sent.name.strip(), role=sent.role, home=sent.home)
        account_id, _ = await self._parts.newcomers.admit(caller.viewer, newcomer, command_id)
        invitation = await self._parts.people.invite(caller.viewer, account_id)
        return self._show_code(caller, invitation, is_new=True)

    async def offer(self, caller: Caller) -> Offer:
        """The person whom the address names, who may still come in."""
        person = await self._person(caller)
        sessions = await self._parts.sessions.list_all(caller.viewer, account_id=person.account_id)
        return Offer(context={"one": person, "sessions": sessions})

    async def offer_homes(self, caller: Caller) -> Offer:
        """The homes that the person works in or supports, and those to choose from."""
        person = await self._person(caller)
        if person.role not in (Role.HOME_TEAM, Role.COACH):
            raise not_found()
        own = await self._parts.workplaces.of(caller.viewer, person)
        own_ids = {home.home_id for home in own}
        homes = await self._parts.directory.homes(caller.viewer)
        values = {"homes": [str(home_id) for home_id in own_ids]}
        others = [home for home in homes if home.home_id not in own_ids]
        return Offer(values=values, context={"one": person, "own": own, "others": others})

    async def change_homes(self, caller: Caller, fields: Fields, command_id: UUID) -> Response:
        """The person works in, or supports, other homes from now on."""
        person = await self._person(caller)
        sent = [value for name in ("homes", "add") for value in fields.get(name, []) if value]
        known = {str(home.home_id): home.home_id for home in await self._parts.directory.homes(caller.viewer)}
        if not set(sent) <= known.keys():
            raise Problem(
                ProblemKind.INVALID,
                "One of the homes is not in the network.",
                field="homes",
                remedy="Choose from the list.",
            )
        wanted = {known[home] for home in sent}
        await self._parts.workplaces.change(caller.viewer, person, wanted, command_id)
        return lead_to(_address(person), "homes-changed")

    async def make_code(self, caller: Caller, _: Nothing, __: UUID) -> Response:
        """Show a code to begin with, or to begin again."""
        person = await self._person(caller)
        return self._show_code(caller, await self._parts.people.invite(caller.viewer, person.account_id))

    async def reset(self, caller: Caller, _: Nothing, __: UUID) -> Response:
        """End everything that the person signs in with, and show a code to begin again."""
        person = await self._person(caller)
        return self._show_code(caller, await self._parts.people.reset(caller.viewer, person.account_id))

    async def sign_out(self, caller: Caller, _: Nothing, __: UUID) -> Response:
        """End all of the person's sessions."""
        person = await self._person(caller)
        await self._parts.sessions.end_all(caller.viewer, person.account_id)
        return lead_to(_address(person), "sessions-ended")

    async def disable(self, caller: Caller, _: Nothing, __: UUID) -> Response:
        """Let the person in no more."""
        person = await self._person(caller)
        if person.account_id == caller.viewer.account_id:
            raise Problem(
                ProblemKind.REFUSED,
                "This is your own account.",
                remedy="Ask a colleague of network IT, so that somebody can still come in.",
            )
        if person.disabled_at is None:
            await self._parts.people.disable(caller.viewer, person.account_id)
        return lead_to(_address(person), "account-disabled")

    def _show_code(self, caller: Caller, invitation: Invitation, *, is_new: bool = False) -> Response:
        context = {"invitation": invitation, "is_new": is_new, "address": origin_of(caller)}
        return shown_once(self._parts.office.show(caller, "directory/invitation.html", context))

    async def _person(self, caller: Caller) -> KnownPerson:
        account_id = uuid_or_none(caller.request.path_params["account"])
        if account_id is None:
            raise not_found()
        return await self._parts.people.find(caller.viewer, account_id)


def _address(person: KnownPerson) -> str:
    return f"/it/people/{person.account_id}"


def _list_of(caller: Caller, shown: Sequence[FoundPerson] = ()) -> str:
    """The address of the list, or of its page after these, which names nobody: by the id of the last."""
    kept = {name: caller.asked(name) for name in ("home", "role") if caller.asked(name)}
    after = {"after": str(shown[-1].account_id)} if shown else {}
    return "/it/people" + (f"?{urlencode({**kept, **after})}" if kept or after else "")
