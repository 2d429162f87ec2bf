"""Payments that may be there twice: both side by side, and what finance can do about them."""

from uuid import UUID

from starlette.responses import Response

from finance.books.doubles import Double
from finance.pages.parts import FinanceParts
from finance.pages.room import Caller, Form, NoFields, Room, lead_to
from network.eventstore.record_id import RecordId, RecordIdMalformed
from network.web.form_offer import Offer
from network.web.page import Page
from network.web.problem import not_found

ADDRESS = "/finance/doubles"


def doubles_pages(room: Room, parts: FinanceParts) -> list[Page]:
    """The list, and one of them with its form."""
    pages = DoublesPages(room, parts)
    both_paid = Form(
        name="finance-double",
        path=ADDRESS + "/{double}",
        template="finance/double.html",
        kind=NoFields,
        offer=pages.offer,
        act=pages.act,
        labels={"payment": "The payment"},
    )
    return [room.page("finance-doubles", ADDRESS, pages.show), room.form(both_paid)]


class DoublesPages:
    """Answers them."""

    def __init__(self, room: Room, parts: FinanceParts) -> None:
        self._room = room
        self._parts = parts

    async def show(self, caller: Caller) -> Response:
        """All that nobody has settled, and what they come to."""
        found = await self._parts.doubles.open(caller.viewer)
        total = sum(one.second.amount for one in found)
        return self._room.show(caller, "finance/doubles.html", {"doubles": found, "total": total})

    async def offer(self, caller: Caller) -> Offer:
        """Both, and what to write to the home."""
        double = await self._find(caller)
        if double is None:
            raise not_found()
        address = caller.request.url.replace(path=f"/payments/{double.id}/found-out", query="")
        return Offer(values={}, context={"double": double, "address": str(address)})

    async def act(self, caller: Caller, _sent: NoFields, command_id: UUID) -> Response:
        """Both were paid; where it is in doubt no longer nothing changes, and the page says so."""
        double = await self._find(caller)
        if double is None:
            return lead_to(ADDRESS, "settled-before")
        version = RecordId.parse(double.id).version
        position = await self._parts.both_paid(caller.viewer, double.home.home_id, version, command_id)
        await self._parts.positions.wait_for(["payments", "ledger"], position, self._room.patience)
        return lead_to(ADDRESS, "both-paid")

    async def _find(self, caller: Caller) -> Double | None:
        """The one that the address names, while it is in doubt. Raises `Problem` where it names none."""
        try:
            payment = RecordId.parse(caller.path("double"))
        except RecordIdMalformed:
            raise not_found() from None
        return await self._parts.doubles.find(caller.viewer, payment)
