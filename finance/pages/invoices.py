"""An invoice as a page and on paper, and all of a period in one archive."""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from datetime import date
from io import BytesIO
from uuid import UUID

from starlette.responses import Response, StreamingResponse

from finance.books.invoices import AfterInvoice, Invoice, Wanted
from finance.letters.invoice import PaidTo, invoice_letter
from finance.pages.answers import pdf_answer
from finance.pages.overview import home_of
from finance.pages.parts import FinanceParts
from finance.pages.room import Caller, Room
from finance.pence import to_pounds
from network.access.audit.trail import AuditAction
from network.web.body import uuid_or_none
from network.web.file_names import file_name
from network.web.page import Page
from network.web.problem import not_found

AT_ONCE = 50


def invoice_pages(room: Room, parts: FinanceParts) -> list[Page]:
    """One invoice, its PDF, and a period's."""
    pages = InvoicePages(room, parts)
    return [
        room.page("finance-invoice-letter", "/finance/homes/{home}/invoices/{number:path}.pdf", pages.letter),
        room.page("finance-invoice", "/finance/homes/{home}/invoices/{number:path}", pages.show),
        room.page("finance-invoice-letters", "/finance/billing/{period}/invoices.zip", pages.letters),
    ]


class InvoicePages:
    """Answers them."""

    def __init__(self, room: Room, parts: FinanceParts) -> None:
        self._room = room
        self._parts = parts

    async def show(self, caller: Caller) -> Response:
        """An invoice with its lines."""
        home = await home_of(self._parts.overview, caller)
        invoice = await self._find(caller, home.home_id)
        rows = await self._parts.accounts.rows(
            caller.viewer, home.home_id, invoice.payer.payer_id, max(caller.today, invoice.charged_on)
        )
        lines = [row for row in rows if row.invoice == invoice.number and row.line is not None]
        context = {"home": home, "invoice": invoice, "lines": lines}
        return self._room.show(caller, "finance/invoice.html", context)

    async def letter(self, caller: Caller) -> Response:
        """The same on paper."""
        home = await home_of(self._parts.overview, caller)
        invoice = await self._find(caller, home.home_id)
        await self._note(caller, 1, invoice.pence, invoice.charged_on)
        return pdf_answer(invoice.number, await self._write(caller, invoice))

    async def letters(self, caller: Caller) -> Response:
        """All invoices of a period, each a PDF, in one archive that is written while it is sent."""
        try:
            starts_on = date.fromisoformat(caller.path("period"))
        except ValueError:
            raise not_found() from None
        state = await self._parts.decisions.state(caller.viewer)
        charged_on = state.periods.charged_on(state.periods.number(starts_on))
        home = await self._parts.overview.find_home(caller.viewer, caller.asked("home"))
        wanted = Wanted(charged_on, charged_on, None if home is None else home.home_id)
        totals = await self._parts.invoices.totals(caller.viewer, wanted)
        if not totals.invoices or (caller.asked("home") and home is None):
            raise not_found()
        await self._note(caller, totals.invoices, totals.pence, charged_on)
        name = file_name(f"invoices-{starts_on}{'' if home is None else '-' + home.ref}")
        headers = {"Content-Disposition": f'attachment; filename="{name}.zip"'}
        return StreamingResponse(self._archive(caller, wanted), media_type="application/zip", headers=headers)

    async def _archive(self, caller: Caller, wanted: Wanted) -> AsyncIterator[bytes]:
        sent = BytesIO()
        with zipfile.ZipFile(Pipe(sent), "w", zipfile.ZIP_STORED) as archive:
            after: AfterInvoice | None = None
            taken: set[str] = set()
            while invoices := await self._parts.invoices.page(
                caller.viewer, wanted, AT_ONCE, after, caller.today
            ):
                for invoice in invoices:
                    name = _name_beside(invoice, taken)
                    archive.writestr(f"{name}.pdf", await self._write(caller, invoice))
                    yield _taken(sent)
                last = invoices[-1]
                after = AfterInvoice(last.charged_on, last.home.home_id, last.payer.payer_id, last.number)
        yield _taken(sent)

    async def _write(self, caller: Caller, invoice: Invoice) -> bytes:
        credit = await self._parts.accounts.credit(
            caller.viewer, invoice.home.home_id, invoice.payer.payer_id, caller.today
        )
        paid_to = PaidTo(invoice.home.name, credit)
        return await asyncio.to_thread(invoice_letter, invoice, paid_to, caller.now)

    async def _find(self, caller: Caller, home_id: UUID) -> Invoice:
        number = caller.path("number")
        payer = caller.asked("payer")
        payer_id = uuid_or_none(payer)
        if payer and payer_id is None:
            raise not_found()
        place = await self._parts.billing.place_of(caller.viewer, home_id, number, payer_id)
        if place is None:
            raise not_found()
        wanted = Wanted(place[0], place[0], home_id, place[1], number)
        (invoice,) = await self._parts.invoices.page(caller.viewer, wanted, 1, None, caller.today)
        return invoice

    async def _note(self, caller: Caller, rows: int, pence: int, charged_on: date) -> None:
        await self._parts.audit.note(
            AuditAction.INVOICES_EXPORTED,
            caller.viewer.account_id,
            format="pdf",
            to=charged_on.isoformat(),
            rows=str(rows),
            control_total=str(to_pounds(pence)),
        )


class Pipe:
    """A way into a buffer from which nothing is read back, so that what is sent need not be kept."""

    def __init__(self, into: BytesIO) -> None:
        self._into = into

    def write(self, data: bytes, /) -> int:
        """On to the buffer."""
        return self._into.write(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The buffer is its owner's."""


def _name_beside(invoice: Invoice, taken: set[str]) -> str:
    """A file's name that no other has: numbers may be alike, or differ in signs that no name can hold."""
    name = file_name(invoice.number)
    if name.casefold() in taken:
        name = f"{name}-{invoice.payer.payer_id.hex}"
    taken.add(name.casefold())
    return name


def _taken(buffer: BytesIO) -> bytes:
    taken = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return taken
