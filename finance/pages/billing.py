"""Billing periods: what will be charged and why, raising, and what was raised."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from starlette.responses import Response

from finance.books.periods import LENGTH, Periods
from finance.pages.parts import FinanceParts
from finance.pages.room import Caller, Form, NoFields, Room, lead_to
from finance.settings.commands import RaiseInvoices
from network.web.form_offer import Offer
from network.web.page import Page
from network.web.problem import not_found

BACK, AHEAD = 14, 2
"""Periods that are listed, before and after today's."""


def billing_pages(room: Room, parts: FinanceParts) -> list[Page]:
    """The periods, one of them, and raising it."""
    pages = BillingPages(room, parts)
    raising = Form(
        name="finance-raise",
        path="/finance/billing/{period}/raise",
        template="finance/raise.html",
        kind=NoFields,
        offer=pages.offer,
        act=pages.act,
        labels={"period_starts_on": "The period"},
    )
    return [
        room.page("finance-billing", "/finance/billing", pages.periods),
        room.page("finance-period", "/finance/billing/{period}", pages.period),
        room.form(raising),
    ]


class BillingPages:
    """Answers them."""

    def __init__(self, room: Room, parts: FinanceParts) -> None:
        self._room = room
        self._parts = parts

    async def periods(self, caller: Caller) -> Response:
        """The last ones and the next, what each comes to, and which are raised."""
        state = await self._parts.decisions.state(caller.viewer)
        periods, here = state.periods, state.periods.number(caller.today)
        first, last = periods.charged_on(here - BACK), periods.charged_on(here + AHEAD)
        charged = {
            one.charged_on: one for one in await self._parts.billing.periods(caller.viewer, first, last)
        }
        numbers = range(here + AHEAD, here - BACK - 1, -1)
        context = {
            "periods": [
                (periods.start(number), periods.end(number), charged.get(periods.charged_on(number)))
                for number in numbers
            ],
            "state": state,
        }
        return self._room.show(caller, "finance/periods.html", context)

    async def period(self, caller: Caller) -> Response:
        """What it charges in each home, or in one home line by line."""
        context = await self._context(caller)
        home = await self._parts.overview.find_home(caller.viewer, caller.asked("home"))
        if home is None:
            if caller.asked("home"):
                raise not_found()
            return self._room.show(caller, "finance/period.html", context)
        lines = await self._parts.billing.lines(caller.viewer, context["charged_on"], home.home_id)
        return self._room.show(caller, "finance/period_home.html", {**context, "home": home, "lines": lines})

    async def offer(self, caller: Caller) -> Offer:
        """What would be fixed."""
        return Offer(values={}, context=await self._context(caller))

    async def act(self, caller: Caller, _: NoFields, command_id: UUID) -> Response:
        """Raise it; a second time nothing changes, and the page says so."""
        starts_on, _periods = await self._asked(caller)
        command = RaiseInvoices(period_starts_on=starts_on)
        decided = await self._parts.decisions.decide(caller.viewer, command, command_id)
        await self._parts.positions.wait_for(["ledger"], decided.log_position, self._room.patience)
        done = "raised" if decided.recorded and not decided.repeated else "raised-before"
        return lead_to(f"/finance/billing/{starts_on}", done)

    async def _asked(self, caller: Caller) -> tuple[date, Periods]:
        periods = (await self._parts.decisions.state(caller.viewer)).periods
        try:
            day = date.fromisoformat(caller.path("period"))
            starts_on = periods.start(periods.number(day))
        except (ValueError, OverflowError):
            raise not_found() from None
        if starts_on != day:
            raise not_found()
        return starts_on, periods

    async def _context(self, caller: Caller) -> dict[str, Any]:
        starts_on, periods = await self._asked(caller)
        state = await self._parts.decisions.state(caller.viewer)
        charged_on = periods.charged_on(periods.number(starts_on))
        return {
            "starts_on": starts_on,
            "ends_on": charged_on - timedelta(days=1),
            "charged_on": charged_on,
            "whole": LENGTH,
            "is_over": charged_on <= caller.today,
            "is_raised": state.is_raised(starts_on, None),
            "raised_at": state.raised_at.get(starts_on),
            "is_closed": state.closed_through is not None and charged_on <= state.closed_through,
            "homes": await self._parts.billing.homes(caller.viewer, charged_on),
            "behind": await self._parts.billing.behind(caller.viewer),
        }
