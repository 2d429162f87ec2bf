"""Homes on pages: all of them with when they were last heard of, one with its households and coaches."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from starlette.responses import Response

from network.access.accounts.names import AccountNames
from network.access.audit.trail import Audit, AuditAction
from network.access.viewer import Viewer
from network.directory.areas import read_boards_of_today
from network.directory.commands import AmendHome
from network.directory.network import Home
from network.directory.pages.desk import Desk, Fields, Form, Offer, Reading
from network.directory.pages.joining import JOIN_ASKS, JOIN_LABELS, JoinReader
from network.directory.pages.office import Caller, Office, lead_to
from network.directory.premises import Premises
from network.directory.service import Directory
from network.directory.silence import Silence
from network.projections.waiting import Waiting
from network.web.page import Page
from network.web.problem import not_found

PATIENCE = timedelta(seconds=3)
"""How long a page that leads on waits for the read model that the next page shows."""
AMEND_LABELS = {name: JOIN_LABELS[name] for name in ("name", "cqc_location_id", "icb_ods_code")}
AMEND_ASKS = {name: JOIN_ASKS[name] for name in AMEND_LABELS}


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeParts:
    """What the pages of homes work with."""

    office: Office
    desk: Desk
    directory: Directory
    premises: Premises
    silence: Silence
    silent_after: timedelta
    names: AccountNames
    positions: Waiting
    audit: Audit


def home_pages(parts: HomeParts) -> list[Page]:
    """The list, joining, one home, and changing what is known of it."""
    pages = HomePages(parts)
    office, desk = parts.office, parts.desk
    return [
        office.page("it-homes", "/it/homes", Viewer.may_keep_homes, pages.list_homes),
        desk.page(
            Form(
                name="it-join-home",
                path="/it/homes/join",
                template="directory/home_form.html",
                may=Viewer.may_keep_homes,
                offer=pages.offer_joining,
                act=pages.join,
                asks=JOIN_ASKS,
                labels=JOIN_LABELS,
            )
        ),
        office.page("it-home", "/it/homes/{home}", Viewer.may_keep_homes, pages.show_home),
        desk.page(
            Form(
                name="it-amend-home",
                path="/it/homes/{home}/amend",
                template="directory/home_form.html",
                may=Viewer.may_keep_homes,
                offer=pages.offer_amending,
                act=Reading(AmendHome, pages.amend),
                asks=AMEND_ASKS,
                labels=JOIN_LABELS,
            )
        ),
    ]


class HomePages:
    """Answers them."""

    def __init__(self, parts: HomeParts) -> None:
        self._parts = parts
        self._boards = read_boards_of_today()
        self._reader = JoinReader()

    async def list_homes(self, caller: Caller) -> Response:
        """All homes, or those whose name or reference holds a text."""
        text = caller.asked("q").casefold()
        homes = await self._parts.directory.homes(caller.viewer)
        chosen = [home for home in homes if text in home.name.casefold() or text in home.ref.casefold()]
        heard = await self._parts.silence.listen(caller.viewer, sorted(chosen, key=lambda home: home.name))
        context = {
            "heard": heard,
            "beds": await self._parts.premises.beds(caller.viewer, caller.today),
            "silent": {
                one.home.home_id for one in heard if one.is_silent(caller.now, self._parts.silent_after)
            },
            "stopped": {
                one.home.home_id: since
                for one in heard
                if (since := one.nothing_recorded_since(caller.today))
            },
            "text": caller.asked("q"),
            "all": len(homes),
        }
        return self._parts.office.show(caller, "directory/homes.html", context)

    async def show_home(self, caller: Caller) -> Response:
        """One home."""
        home = await find_home(self._parts.directory, caller)
        coaches = await self._parts.directory.coaches(caller.viewer, home.home_id)
        [heard] = await self._parts.silence.listen(caller.viewer, [home])
        context = {
            "home": home,
            "heard": heard,
            "is_silent": heard.is_silent(caller.now, self._parts.silent_after),
            "stopped_since": heard.nothing_recorded_since(caller.today),
            "board": self._board_names(home).get(home.icb_ods_code, home.icb_ods_code),
            "households": await self._parts.premises.of(caller.viewer, home.home_id, caller.today),
            "coaches": await self._parts.names.of(coaches),
        }
        return self._parts.office.show(caller, "directory/home.html", context)

    async def offer_joining(self, caller: Caller) -> Offer:
        """An empty form, for today."""
        values = {"joined_on": caller.today.isoformat()}
        return Offer(values=values, context={"boards": self._boards, "home": None})

    async def join(self, caller: Caller, fields: Fields, command_id: UUID) -> Response:
        """A home joins."""
        command = self._reader.from_form(fields)
        decided = await self._parts.directory.join(caller.viewer, command, command_id)
        if not decided.repeated:
            await self._parts.audit.note(AuditAction.HOME_JOINED, caller.viewer.account_id, decided.home_id)
        await self._parts.positions.wait_for(["directory"], decided.log_position, PATIENCE)
        return lead_to(f"/it/homes/{decided.home_id}", "home-joined")

    async def offer_amending(self, caller: Caller) -> Offer:
        """What is known of the home."""
        home = await find_home(self._parts.directory, caller)
        started = home.programme_started_on
        values = {
            "name": home.name,
            "cqc_location_id": home.cqc_location_id,
            "icb_ods_code": home.icb_ods_code,
            "programme_started_on": started.isoformat() if started else "",
        }
        boards = sorted(self._board_names(home).items(), key=lambda board: board[1])
        return Offer(values=values, context={"boards": boards, "home": home})

    async def amend(self, caller: Caller, command: AmendHome, command_id: UUID) -> Response:
        """Something else is known of a home."""
        home = await find_home(self._parts.directory, caller)
        decided = await self._parts.directory.amend(caller.viewer, home.home_id, command, command_id)
        if not decided.repeated:
            await self._parts.audit.note(AuditAction.HOME_AMENDED, caller.viewer.account_id, home.home_id)
        return lead_to(home_address(home), "home-amended")

    def _board_names(self, home: Home) -> Mapping[str, str]:
        """The boards of today, and the home's own where that is one of before."""
        return {home.icb_ods_code: home.icb_ods_code, **dict(self._boards)}


async def find_home(directory: Directory, caller: Caller) -> Home:
    """The home that the address names, as it is known now; raises `NotYours`."""
    given = caller.request.path_params["home"]
    for home in await directory.homes(caller.viewer):
        if given in (home.ref, str(home.home_id)):
            return home
    raise not_found()


def home_address(home: Home, below: str = "") -> str:
    """A home's page among network IT's; by its id, because a reference may hold any letter."""
    return f"/it/homes/{home.home_id}{below}"
