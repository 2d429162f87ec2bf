"""Who did what, on a page: filtered by person, action and day; names and homes put to the ids."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, cast
from urllib.parse import urlencode
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from network.access.accounts.names import AccountNames
from network.access.accounts.people_search import FoundPerson, PeopleSearch, PeopleSought
from network.access.audit.records import AuditFilter, AuditRecord, AuditRecords
from network.access.audit.trail import AuditAction
from network.access.devices.devices import Devices
from network.access.viewer import Viewer
from network.days import start_of
from network.directory.pages.accounts import role_choices
from network.directory.pages.office import Caller, Office
from network.directory.service import Directory
from network.web.body import uuid_or_none
from network.web.page import Page

ADDRESS = "/it/audit"
FILTERS = ("action", "from", "to", "account")
A_PAGE = 50
MOST_NAMED = 20
DAY = timedelta(days=1)
HOMES_IN = ("home", "homes")
ACCOUNTS_IN = ("account", "vouched_by")
OF_SESSIONS = (AuditAction.SIGNED_IN, AuditAction.SIGNED_OUT, AuditAction.SESSION_ENDED)
WORDS_IN = ("role", "record_class", "method")
ROLE_NAMES = {value: name for value, name, _ in role_choices()}


class Shown(NamedTuple):
    """A line as the page shows it."""

    happened_at: datetime
    who: str
    who_id: UUID | None
    action: str
    about: str
    about_path: str | None
    details: list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditParts:
    """What the page of the audit works with."""

    office: Office
    records: AuditRecords
    search: PeopleSearch
    names: AccountNames
    devices: Devices
    directory: Directory


NOBODY: Mapping[UUID, str] = {}


class Named(NamedTuple):
    """What is known under ids."""

    accounts: Mapping[UUID, str]
    homes: Mapping[UUID, str]
    devices: Mapping[UUID, str]


def audit_pages(parts: AuditParts) -> list[Page]:
    """One page."""
    page = AuditPage(parts)
    return [parts.office.search_page("it-audit", ADDRESS, Viewer.may_keep_accounts, page.show)]


class AuditPage:
    """Answers it."""

    def __init__(self, parts: AuditParts) -> None:
        self._parts = parts

    async def show(self, caller: Caller) -> Response:
        """A page of lines, and the way to the next."""
        name = caller.typed.get("name", "").strip()
        named = await self._people_named(caller, name)
        must_choose = bool(name) and len(named) != 1
        if caller.typed and not must_choose:
            return RedirectResponse(_lines_of(caller, named[0].account_id if named else None), 303)
        wanted, wrong = wanted_by(caller)
        before = _number(caller.asked("before"))
        lines = (
            [] if must_choose else await self._parts.records.page(caller.viewer, wanted, before, A_PAGE + 1)
        )
        shown, more = lines[:A_PAGE], lines[A_PAGE:]
        filters = {name: caller.asked(name) for name in FILTERS}
        context = {
            "lines": await self._named(caller, shown),
            "filters": filters,
            "name": name,
            "wrong": wrong,
            "account_name": await self._account_name(wanted.account_id),
            "named": named if must_choose else None,
            "actions": [(action.value, worded(action.value)) for action in sorted(AuditAction)],
            "older": _lines_of(caller, before=str(shown[-1].audit_id)) if more else None,
            "is_first": before is None,
        }
        return self._parts.office.show(caller, "directory/audit.html", context)

    async def _people_named(self, caller: Caller, text: str) -> list[FoundPerson]:
        """Whom a part of a name may mean."""
        if not text:
            return []
        return await self._parts.search.page(
            caller.viewer, PeopleSought(text=text), after=None, first=MOST_NAMED
        )

    async def _account_name(self, account_id: UUID | None) -> str | None:
        if account_id is None:
            return None
        return (await self._parts.names.of([account_id])).get(account_id, "an unknown account")

    async def _named(self, caller: Caller, lines: Sequence[AuditRecord]) -> list[Shown]:
        accounts = {line.account_id for line in lines if line.account_id}
        accounts |= {line.subject_id for line in lines if line.subject_id}
        accounts |= {found for line in lines if (found := uuid_or_none(str(line.details.get("account"))))}
        names = await self._parts.names.of(accounts)
        homes = {home.home_id: home.name for home in await self._parts.directory.homes(caller.viewer)}
        subjects = {line.subject_id for line in lines if line.subject_id}
        others = subjects - names.keys() - homes.keys()
        named = Named(names, homes, await self._devices_of(caller, homes) if others else NOBODY)
        return [_shown(line, named) for line in lines]

    async def _devices_of(self, caller: Caller, homes: Mapping[UUID, str]) -> Mapping[UUID, str]:
        listed = await self._parts.devices.list_devices(caller.viewer)
        return {one.device_id: f"{one.name}, {homes.get(one.home_id, 'an unknown home')}" for one in listed}


def _lines_of(caller: Caller, account_id: UUID | None = None, before: str = "") -> str:
    """The address of what was chosen, which names people by their ids alone."""
    kept = {name: caller.asked(name) for name in FILTERS}
    if account_id is not None:
        kept["account"] = str(account_id)
    chosen = {name: value for name, value in {**kept, "before": before}.items() if value}
    return ADDRESS + (f"?{urlencode(chosen)}" if chosen else "")


def wanted_by(caller: Caller) -> tuple[AuditFilter, str | None]:
    """What the address asks for, and a sentence where a part of it can't be read."""
    begins, ends = _day(caller.asked("from")), _day(caller.asked("to"))
    action = caller.asked("action")
    is_known = action in {one.value for one in AuditAction}
    unread = [name for name, day in (("from", begins), ("to", ends)) if caller.asked(name) and day is None]
    if action and not is_known:
        unread.append("action")
    wrong = f"These can't be read, and were left out: {', '.join(unread)}." if unread else None
    wanted = AuditFilter(
        account_id=uuid_or_none(caller.asked("account")),
        action=AuditAction(action) if is_known else None,
        since=begins and start_of(begins),
        until=ends and start_of(ends + DAY),
    )
    return wanted, wrong


def worded(word: str) -> str:
    """An action or a detail as people read it: Account created."""
    first, *others = word.split("_")
    return " ".join(["PIN" if first == "pin" else first.capitalize(), *others])


def _shown(line: AuditRecord, named: Named) -> Shown:
    about, path = _about(line, named)
    details = [(worded(name), _detail(name, value, named)) for name, value in line.details.items() if value]
    known = named.accounts
    who = "Nobody who was recognised" if line.account_id is None else known.get(line.account_id, "Unknown")
    return Shown(line.happened_at, who, line.account_id, worded(line.action), about, path, details)


def _about(line: AuditRecord, named: Named) -> tuple[str, str | None]:
    subject_id = line.subject_id
    if subject_id is None:
        return "", None
    if subject_id in named.homes:
        return named.homes[subject_id], f"/it/homes/{subject_id}"
    if subject_id in named.accounts:
        return named.accounts[subject_id], f"/it/people/{subject_id}"
    if subject_id in named.devices:
        return named.devices[subject_id], "/it/devices"
    # Enough of it to tell one sign-in from another.
    return (f"Session {subject_id.hex[:8]}" if line.action in OF_SESSIONS else str(subject_id)), None


def _detail(name: str, value: object, named: Named) -> str:
    """Ids of homes and accounts by their names; anything else as it was kept."""
    kept = cast("list[object]", value) if isinstance(value, list) else [value]
    texts = [str(one) for one in kept]
    if name in WORDS_IN:
        return ", ".join(ROLE_NAMES.get(text) or worded(text) for text in texts)
    known = named.homes if name in HOMES_IN else named.accounts if name in ACCOUNTS_IN else NOBODY
    return ", ".join(known.get(found, text) if (found := uuid_or_none(text)) else text for text in texts)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
