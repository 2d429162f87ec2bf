"""Closing days: what is still open, then closed; what changed late; what the books said at a moment."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from starlette.responses import Response

from finance.books.balances import NOTHING
from finance.books.homes import reference_meant
from finance.books.reading import AfterLine, Asked, Line, place_of
from finance.export.errors import ExportError, NoSuchHome
from finance.pages.parts import FinanceParts
from finance.pages.room import Caller, Form, Room, last_month, lead_to
from finance.settings.commands import CloseBooks
from network.days import day_meant, in_london
from network.web.form_offer import Offer
from network.web.form_state import FormState
from network.web.page import Page

MOST_LATE = 100
A_PAGE = 100
NOT_SENT = UUID(int=0)
"""Nothing is recorded by asking."""


class Through(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Through which day."""

    through: date


def closing_pages(room: Room, parts: FinanceParts) -> list[Page]:
    """Closing, and asking what the books said."""
    pages = ClosingPages(room, parts)
    closing = Form(
        name="finance-closing",
        path="/finance/closing",
        template="finance/closing.html",
        kind=Through,
        offer=pages.offer,
        act=pages.act,
        labels={"through": "Through"},
    )
    return [room.form(closing), room.page("finance-known-at", "/finance/known-at", pages.known_at)]


class ClosingPages:
    """Answers them."""

    def __init__(self, room: Room, parts: FinanceParts) -> None:
        self._room = room
        self._parts = parts

    async def offer(self, caller: Caller) -> Offer:
        """What is open of the days to be closed, and what changed since the last close."""
        state = await self._parts.decisions.state(caller.viewer)
        through = caller.day("through") if caller.asked("through") else last_month(caller.today)[1]
        context: dict[str, object] = {
            "through": through,
            "state": state,
            "open": await self._parts.closing.still_open(caller.viewer, through),
            "late": [],
            "late_money": (0, 0),
        }
        if state.closed_through is not None:
            context["late"] = await self._parts.closing.late(
                caller.viewer, state.closed_through, caller.today, MOST_LATE
            )
            context["late_money"] = await self._parts.closing.late_money(caller.viewer, state.closed_through)
        return Offer(values={"through": through.isoformat()}, context=context)

    async def act(self, caller: Caller, sent: Through, command_id: UUID) -> Response:
        """Close; a second time nothing changes, and the page says so."""
        decided = await self._parts.decisions.decide(
            caller.viewer, CloseBooks(through=sent.through), command_id
        )
        await self._parts.positions.wait_for(
            ["ledger", "payments"], decided.log_position, self._room.patience
        )
        done = "closed" if decided.recorded and not decided.repeated else "closed-before"
        return lead_to(f"/finance/closing?through={sent.through}", done)

    async def known_at(self, caller: Caller) -> Response:
        """Balances on a day as the books had them at a moment, to the penny."""
        homes = await self._parts.homes.all(caller.viewer)
        on, at, home = caller.asked("on"), caller.asked("at"), reference_meant(homes, caller.asked("home"))
        values = {"on": on or caller.today.isoformat(), "at": at, "home": home}
        form = FormState.empty(NOT_SENT, **values)
        context: dict[str, object] = {
            "form": form,
            "homes": homes,
            "question": None,
            "lines": [],
            "total": NOTHING,
        }
        status = 200
        if on or at:
            try:
                context |= await self._ask(caller, on, at, home)
            except (ExportError, ValueError) as error:
                said = (
                    str(error) if isinstance(error, ExportError) else "Give a day, and a moment that is past."
                )
                context["form"] = FormState.refused({n: [v] for n, v in values.items()}, {"at": said})
                status = 422
        return self._room.show(caller, "finance/known_at.html", context, status)

    async def _ask(self, caller: Caller, on: str, at: str, home: str) -> dict[str, object]:
        found = None
        if home:
            found = await self._parts.overview.find_home(caller.viewer, home)
            if found is None:
                raise NoSuchHome
        known_at = in_london(datetime.fromisoformat(at)) if at else None
        asked = Asked(day_meant(on), known_at, None if found is None else found.home_id)
        question = await self._parts.balances.settle(caller.viewer, asked)
        total = await self._parts.balances.total(caller.viewer, question)
        lines: list[Line] = await self._parts.balances.page(
            caller.viewer, question, A_PAGE + 1, _after(caller)
        )
        following = place_of(lines[A_PAGE - 1]) if len(lines) > A_PAGE else None
        return {"question": question, "total": total, "lines": lines[:A_PAGE], "following": following}


def _after(caller: Caller) -> AfterLine | None:
    """The place that the address goes on from."""
    name, home_id, payer_id = (caller.asked(f"after_{part}") for part in ("name", "home", "payer"))
    if not (home_id and payer_id):
        return None
    return AfterLine(name, UUID(home_id), UUID(payer_id))
