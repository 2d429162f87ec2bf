"""Billing periods: what will be charged and why, raising, and what was raised."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from starlette.responses import RedirectResponse, Response

from finance.books.billing import PeriodCharged
from finance.books.periods import LENGTH, Periods
from finance.pages.parts import FinanceParts
from finance.pages.room import Caller, Form, NoFields, Room, lead_to
from finance.settings.commands import RaiseInvoices
from network.web.form_offer import Offer
from network.web.form_state import FormState
from network.web.page import Page
from network.web.problem import not_found

A_PAGE, AHEAD = 17, 2
"""Periods of a page, and how many of the first page are still to come."""
NOT_A_FORM = UUID(int=0)
"""Nothing is recorded by asking."""
NO_DAY = "Give a day of the period, as 31/03/2026."


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
        """Page by page back to the first that was charged: what each comes to, and which are raised.

        With a day, its period.
        """
        state = await self._parts.decisions.state(caller.viewer)
        form, wanted = FormState.empty(NOT_A_FORM), caller.asked("day")
        if wanted:
            starts_on = _period_of(state.periods, wanted)
            if starts_on is not None:
                return RedirectResponse(f"/finance/billing/{starts_on}", status_code=303)
            form = FormState.refused({"day": [wanted]}, {"day": NO_DAY})
        numbers, first, newest = await self._listed(caller, state.periods)
        context = {
            "form": form,
            "periods": await self._charged(caller, state.periods, numbers),
            "state": state,
            "earlier": state.periods.start(numbers[-1] - 1) if numbers[-1] > first else None,
            "later": state.periods.start(min(numbers[0] + A_PAGE, newest)) if numbers[0] < newest else None,
        }
        return self._room.show(caller, "finance/periods.html", context, 422 if form.errors else 200)

    async def _listed(self, caller: Caller, periods: Periods) -> tuple[range, int, int]:
        """The numbers of a page's periods, the latest first, and of the first and the last of all pages."""
        here, charged_on = periods.number(caller.today), await self._parts.billing.first(caller.viewer)
        first = here if charged_on is None else min(periods.last_charged_through(charged_on), here)
        newest = here + AHEAD
        asked = _period_of(periods, caller.asked("latest"))
        latest = newest if asked is None else min(max(periods.number(asked), first), newest)
        return range(latest, max(latest - A_PAGE, first - 1), -1), first, newest

    async def _charged(
        self, caller: Caller, periods: Periods, numbers: range
    ) -> list[tuple[date, date, PeriodCharged | None]]:
        """First and last night of periods, and what is charged for them."""
        first, last = periods.charged_on(numbers[-1]), periods.charged_on(numbers[0])
        found = {one.charged_on: one for one in await self._parts.billing.periods(caller.viewer, first, last)}
        return [
            (periods.start(number), periods.end(number), found.get(periods.charged_on(number)))
            for number in numbers
        ]

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
        starts_on = _period_of(periods, caller.path("period"))
        if starts_on is None or starts_on.isoformat() != caller.path("period"):
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
            "before": starts_on - timedelta(days=LENGTH),
            "whole": LENGTH,
            "is_over": charged_on <= caller.today,
            "is_raised": state.is_raised(starts_on, None),
            "raised_at": state.raised_at.get(starts_on),
            "is_closed": state.closed_through is not None and charged_on <= state.closed_through,
            "homes": await self._parts.billing.homes(caller.viewer, charged_on),
            "behind": await self._parts.billing.behind(caller.viewer),
        }


def _period_of(periods: Periods, day: str) -> date | None:
    """The first night of the period that a day lies in; None where it is no day with others around."""
    try:
        number = periods.number(date.fromisoformat(day))
        _before, starts_on, _after = (periods.start(one) for one in (number - 1, number, number + 2))
    except (ValueError, OverflowError):
        return None
    return starts_on
