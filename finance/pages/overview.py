"""The network's money: charged, received, outstanding, in credit and late; by home, payer and kind."""

from uuid import UUID

from starlette.responses import Response

from finance.books.overview import HomeCalled, Overview, total_of
from finance.export.errors import NoSuchHome
from finance.pages.parts import FinanceParts
from finance.pages.room import Caller, Room
from finance.pages.turning import A_PAGE, after_payer, place, turn
from finance.payments.received import Payer
from network.web.page import Page
from network.web.problem import not_found


def overview_pages(room: Room, parts: FinanceParts) -> list[Page]:
    """The network's, a home's, the payers' and a payer's."""
    pages = OverviewPages(room, parts)
    return [
        room.page("finance", "/finance", pages.network),
        room.page("finance-home", "/finance/homes/{home}", pages.home),
        room.page("finance-payers", "/finance/payers", pages.payers),
        room.page("finance-payer", "/finance/payers/{payer}", pages.payer),
    ]


class OverviewPages:
    """Answers them."""

    def __init__(self, room: Room, parts: FinanceParts) -> None:
        self._room = room
        self._parts = parts

    async def network(self, caller: Caller) -> Response:
        """All of it on one day."""
        on = caller.day()
        found = await self._parts.overview.network(caller.viewer, on)
        state = await self._parts.decisions.state(caller.viewer)
        context = {"found": found, "total": found.total, "on": on, "closed_through": state.closed_through}
        return self._room.show(caller, "finance/overview.html", context)

    async def home(self, caller: Caller) -> Response:
        """A home's accounts, by payer; all, or those in which something is found."""
        home = await home_of(self._parts.overview, caller)
        on, wanted = caller.day(), caller.asked("find")
        accounts = await self._parts.overview.accounts(caller.viewer, on, home_id=home.home_id)
        found = await self._parts.search.find(caller.viewer, wanted)
        known = None if found is None else frozenset(found)
        chosen = [one for one in accounts if known is None or one.payer.payer_id in known]
        page, following = turn(chosen, lambda one: one.payer.id, caller.asked("after"))
        context = {
            "home": home,
            "accounts": page,
            "following": following,
            "find": wanted,
            "number": len(chosen),
            "found": total_of([one.standing for one in chosen]),
            "total": total_of([one.standing for one in accounts]),
            "on": on,
        }
        return self._room.show(caller, "finance/home.html", context)

    async def payers(self, caller: Caller) -> Response:
        """Who pays, whoever owes most first; all, or those in whom something is found."""
        on, wanted, overview = caller.day(), caller.asked("find"), self._parts.overview
        some = await self._parts.search.find(caller.viewer, wanted)
        after = after_payer(caller.asked("after"))
        found, total = await overview.payers(caller.viewer, on, A_PAGE + 1, after, some)
        page, last = found[:A_PAGE], found[A_PAGE - 1 : A_PAGE]
        context = {
            "payers": page,
            "following": place(last[0].standing.sums.outstanding, last[0].payer.id)
            if len(found) > A_PAGE
            else None,
            "total": total,
            "find": wanted,
            "on": on,
        }
        return self._room.show(caller, "finance/payers.html", context)

    async def payer(self, caller: Caller) -> Response:
        """One payer in every home, and what was promised."""
        payer, ref = await payer_of(self._parts.overview, caller)
        on = caller.day()
        accounts = await self._parts.overview.accounts(caller.viewer, on, payer_id=payer.payer_id)
        context = {
            "payer": payer,
            "ref": ref,
            "accounts": accounts,
            "total": total_of([account.standing for account in accounts]),
            "on": on,
            "promises": await self._parts.closing.promises_of(caller.viewer, payer.payer_id, caller.today),
        }
        return self._room.show(caller, "finance/payer.html", context)


async def home_of(overview: Overview, caller: Caller) -> HomeCalled:
    """The home that an address names. Raises `NoSuchHome`."""
    home = await overview.find_home(caller.viewer, caller.path("home"))
    if home is None:
        raise NoSuchHome
    return home


async def payer_of(overview: Overview, caller: Caller) -> tuple[Payer, str]:
    """The payer that an address names, and their code. Raises `Problem`."""
    try:
        found = await overview.find_payer(caller.viewer, UUID(caller.path("payer")))
    except ValueError:
        found = None
    if found is None:
        raise not_found()
    return found
