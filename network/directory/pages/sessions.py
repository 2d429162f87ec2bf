"""Who is signed in, on a page, and signing them out."""

from dataclasses import dataclass
from uuid import UUID

from starlette.responses import Response

from network.access.accounts.names import AccountNames
from network.access.authentication import session_of
from network.access.sessions.sessions import Sessions, SessionUnknown
from network.access.viewer import Viewer
from network.directory.pages.desk import Desk, Form, Nothing, Offer, Reading
from network.directory.pages.office import Caller, Office, lead_to
from network.directory.service import Directory
from network.web.body import uuid_or_none
from network.web.page import Page
from network.web.problem import not_found

ADDRESS = "/it/sessions"
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionParts:
    """What the pages of sessions work with."""

    office: Office
    desk: Desk
    sessions: Sessions
    names: AccountNames
    directory: Directory


def session_pages(parts: SessionParts) -> list[Page]:
    """The list, and ending one."""
    pages = SessionPages(parts)
    may = Viewer.may_keep_accounts
    return [
        parts.office.page("it-sessions", ADDRESS, may, pages.list_sessions),
        parts.desk.page(
            Form(
                name="it-end-session",
                path=f"{ADDRESS}/{{session}}/end",
                template="directory/session_end.html",
                may=may,
                offer=pages.offer,
                act=Reading(Nothing, pages.end),
            )
        ),
    ]


class SessionPages:
    """Answers them."""

    def __init__(self, parts: SessionParts) -> None:
        self._parts = parts

    async def list_sessions(self, caller: Caller) -> Response:
        """Sessions that last: all, those of an account, or those of a home's people and devices."""
        account_id = uuid_or_none(caller.asked("account"))
        homes = await self._parts.directory.homes(caller.viewer)
        home = next((home for home in homes if str(home.home_id) == caller.asked("home")), None)
        sessions = await self._parts.sessions.list_all(
            caller.viewer, account_id=account_id, home_id=home.home_id if home else None, limit=MOST
        )
        names = await self._parts.names.of([account_id]) if account_id else {}
        own = session_of(caller.request)
        context = {
            "sessions": sessions,
            "home": home,
            "account_id": account_id,
            "account_name": account_id and names.get(account_id, "an unknown account"),
            "own_id": own.session_id if own else None,
            "is_whole": len(sessions) < MOST,
        }
        return self._parts.office.show(caller, "directory/sessions.html", context)

    async def offer(self, caller: Caller) -> Offer:
        """The session that the address names, while it lasts."""
        session_id = uuid_or_none(caller.request.path_params["session"])
        if session_id is None:
            raise not_found()
        try:
            return Offer(context={"session": await self._parts.sessions.find(caller.viewer, session_id)})
        except SessionUnknown:
            raise not_found() from None

    async def end(self, caller: Caller, _: Nothing, __: UUID) -> Response:
        """Sign somebody out in one place; where it has ended by itself, all is as wanted."""
        session_id = uuid_or_none(caller.request.path_params["session"])
        if session_id is None:
            raise not_found()
        try:
            await self._parts.sessions.end(caller.viewer, session_id)
        except SessionUnknown:
            raise not_found() from None
        return lead_to(ADDRESS, "sessions-ended")
