"""Debt: who is late and for how long, the oldest first, and what was promised."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import msgspec
from starlette.responses import Response

from finance.books.closing import Promise, PromiseState
from finance.books.overview import Debt
from finance.pages.overview import payer_of
from finance.pages.parts import FinanceParts
from finance.pages.room import Caller, Form, NoFields, Room, lead_to
from finance.pages.turning import A_PAGE, after_debt, place
from finance.payments.received import Payer
from finance.settings.commands import NotePromise, TakeBackPromise
from network.web.form_offer import Offer
from network.web.page import Page
from network.web.problem import not_found

SOON = timedelta(days=7)


class Promised(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A promise as the form has it; whose it is stands in the address."""

    amount: Decimal
    pay_by: date
    promised_on: date | None = None
    home: str | None = None


def debt_pages(room: Room, parts: FinanceParts) -> list[Page]:
    """The list, and the forms of a promise: to note it, and to take it back."""
    pages = DebtPages(room, parts)
    promising = Form(
        name="finance-promise",
        path="/finance/payers/{payer}/promise",
        template="finance/promise.html",
        kind=Promised,
        offer=pages.offer,
        act=pages.act,
        labels={"amount": "Amount", "pay_by": "To be paid by", "promised_on": "Promised on", "home": "Home"},
    )
    taking_back = Form(
        name="finance-promise-taken-back",
        path="/finance/payers/{payer}/promises/{promise}/take-back",
        template="finance/promise_taken_back.html",
        kind=NoFields,
        offer=pages.offer_taking_back,
        act=pages.take_back,
        labels={"promise": "The promise"},
    )
    return [
        room.page("finance-debt", "/finance/debt", pages.show),
        room.form(promising),
        room.form(taking_back),
    ]


class DebtPages:
    """Answers them."""

    def __init__(self, room: Room, parts: FinanceParts) -> None:
        self._room = room
        self._parts = parts

    async def show(self, caller: Caller) -> Response:
        """Aged debt with the last promise of each payer; broken ones show first of all."""
        on, wanted, overview = caller.day(), caller.asked("find"), self._parts.overview
        some = await self._parts.search.find(caller.viewer, wanted)
        after = after_debt(caller.asked("after"))
        debts = await overview.debts(caller.viewer, on, A_PAGE + 1, after, some)
        page, last = debts[:A_PAGE], debts[A_PAGE - 1 : A_PAGE]
        latest: dict[UUID, Promise] = {}
        for promise in await self._parts.closing.promises_of(caller.viewer, None, caller.today):
            latest.setdefault(promise.payer_id, promise)
        context = {
            "debts": page,
            "following": place(last[0].oldest_due_on, last[0].payer.id) if len(debts) > A_PAGE else None,
            "total": await overview.debts_total(caller.viewer, on, some),
            "promises": latest,
            "broken": [] if after or wanted else await self._broken(caller, on, latest),
            "find": wanted,
            "on": on,
        }
        return self._room.show(caller, "finance/debt.html", context)

    async def _broken(self, caller: Caller, on: date, latest: Mapping[UUID, Promise]) -> Sequence[Debt]:
        """Those who are late and did not keep what they promised last."""
        some = [payer for payer, promise in latest.items() if promise.state is PromiseState.BROKEN]
        return await self._parts.overview.debts(caller.viewer, on, len(some), None, some)

    async def offer(self, caller: Caller) -> Offer:
        """The payer, and what is late."""
        payer, ref = await payer_of(self._parts.overview, caller)
        accounts = await self._parts.overview.accounts(caller.viewer, caller.today, payer_id=payer.payer_id)
        values = {"promised_on": caller.today.isoformat(), "pay_by": (caller.today + SOON).isoformat()}
        return Offer(values=values, context={"payer": payer, "ref": ref, "accounts": accounts})

    async def act(self, caller: Caller, sent: Promised, command_id: UUID) -> Response:
        """Note it."""
        payer, _ = await payer_of(self._parts.overview, caller)
        command = NotePromise(payer_id=payer.payer_id, **msgspec.structs.asdict(sent))
        decided = await self._parts.decisions.decide(caller.viewer, command, command_id)
        done = "promised" if decided.recorded else "held-before"
        return lead_to(f"/finance/payers/{payer.payer_id}", done)

    async def offer_taking_back(self, caller: Caller) -> Offer:
        """The payer, and the promise if it stands."""
        payer, ref = await payer_of(self._parts.overview, caller)
        return Offer(
            values={}, context={"payer": payer, "ref": ref, "promise": await self._promise(caller, payer)}
        )

    async def take_back(self, caller: Caller, _sent: NoFields, command_id: UUID) -> Response:
        """A second time nothing changes."""
        payer, _ = await payer_of(self._parts.overview, caller)
        state = await self._parts.decisions.state(caller.viewer)
        said = caller.path("promise")
        version = int(said) if said.isdecimal() and len(said) < 9 else 0
        made = state.promises.get(version)
        if version not in state.promises_taken_back and (made is None or made.payer_id != payer.payer_id):
            raise not_found()
        await self._parts.decisions.decide(caller.viewer, TakeBackPromise(promise=version), command_id)
        return lead_to(f"/finance/payers/{payer.payer_id}", "promise-taken-back")

    async def _promise(self, caller: Caller, payer: Payer) -> Promise:
        """The one that the address names, if it is the payer's and stands."""
        promises = await self._parts.closing.promises_of(caller.viewer, payer.payer_id, caller.today)
        for promise in promises:
            if str(promise.version) == caller.path("promise"):
                return promise
        raise not_found()
