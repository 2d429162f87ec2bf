"""Invoices as the schema shows them, each with its lines."""

import asyncio
from datetime import date
from uuid import UUID

import strawberry

from finance.books.invoices import AfterInvoice, Totals, Wanted
from finance.books.invoices import Invoice as InvoiceRecord
from graphql_api.balances import pounds
from graphql_api.context import Info
from graphql_api.errors import Unanswerable
from graphql_api.paging import PageInfo, page_of, page_size, read_cursor, write_cursor
from graphql_api.payments import HomeName, Payer
from graphql_api.scalars import Money

MOST_INVOICES = 500


@strawberry.type(description="A line of an invoice: a contribution's nights, or what a later fact adjusts.")
class InvoiceLine:
    """One line."""

    description: str = strawberry.field(description="For whom and for which nights; nobody is named.")
    nights: int = strawberry.field(
        description="Nights of which any share is charged; of an adjustment, how many more or fewer. 0 for "
        "an opening balance."
    )
    weekly_amount: Money = strawberry.field(description="Pounds a week. 0 for an opening balance.")
    amount: Money = strawberry.field(description="Pounds; negative for an adjustment in the payer's favour.")
    adjusts: date | None = strawberry.field(
        description="The first day of the period that it adjusts. Null for a first charge."
    )


@strawberry.type(description="What a payer is charged in a home for a period, whether raised or not.")
class Invoice:
    """One a period for each home and payer."""

    id: strawberry.ID = strawberry.field(description="Its number with the ids of its home and its payer.")
    number: str = strawberry.field(
        description="Home code, period start and payer code, or an opening balance's document; never reused."
    )
    home: HomeName = strawberry.field(description="The home whose books it is in.")
    payer: Payer = strawberry.field(description="Who is to pay.")
    charged_on: date = strawberry.field(description="Its charge date, the day after the period ends.")
    due_on: date = strawberry.field(description="When it is due.")
    amount: Money = strawberry.field(description="What its lines add up to, in pounds.")
    outstanding: Money = strawberry.field(description="What is not paid of it today, in pounds.")
    lines: list[InvoiceLine] = strawberry.field(description="Contribution by contribution.")


@strawberry.type(description="An invoice, and its place in the list.")
class InvoiceEdge:
    """Relay's."""

    cursor: str = strawberry.field(description="Its place: send it as `after` to go on from here.")
    node: Invoice = strawberry.field(description="The invoice.")


@strawberry.type(description="A page of invoices by charge date.")
class InvoiceConnection:
    """Relay's."""

    wanted: strawberry.Private[Wanted]
    counted: strawberry.Private[list["asyncio.Task[Totals]"]]
    edges: list[InvoiceEdge] = strawberry.field(description="The invoices of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")

    @strawberry.field(description="How many invoices there are on all pages together.")
    async def total_count(self, info: Info) -> int:
        """Asked for only where it is wanted."""
        return (await self._totals(info)).invoices

    @strawberry.field(description="What the invoices on all pages add up to, in pounds.")
    async def total_amount(self, info: Info) -> Money:
        """Asked for only where it is wanted."""
        return pounds((await self._totals(info)).pence)

    async def _totals(self, info: Info) -> Totals:
        if not self.counted:
            context = info.context
            question = context.services.invoices.totals(context.viewer, self.wanted)
            self.counted.append(asyncio.create_task(question))
        return await self.counted[0]


async def page_of_invoices(info: Info, wanted: Wanted, first: int, after: str | None) -> InvoiceConnection:
    """Invoices by charge date, home and payer."""
    context = info.context
    size = page_size(first, MOST_INVOICES)
    start = read_cursor(after, AfterInvoice)
    found = await context.services.invoices.page(context.viewer, wanted, size + 1, start, context.today)
    entries, place = page_of(found, size, after, cursor_of)
    edges = [InvoiceEdge(cursor=cursor_of(entry), node=_invoice(entry)) for entry in entries]
    return InvoiceConnection(wanted=wanted, counted=[], edges=edges, page_info=place)


def payer_given(text: str) -> UUID:
    """The payer of an id. Raises `Unanswerable` for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Unanswerable("payer is not a payer's id.", "Send an id as it came in an answer.") from None


def cursor_of(invoice: InvoiceRecord) -> str:
    """Invoices are in the order of charge dates, homes and payers."""
    return write_cursor(
        AfterInvoice(invoice.charged_on, invoice.home.home_id, invoice.payer.payer_id, invoice.number)
    )


def _invoice(invoice: InvoiceRecord) -> Invoice:
    return Invoice(
        id=strawberry.ID(f"{invoice.home.home_id.hex}/{invoice.payer.payer_id.hex}/{invoice.number}"),
        number=invoice.number,
        home=HomeName(id=strawberry.ID(invoice.home.id), name=invoice.home.name),
        payer=Payer(id=strawberry.ID(invoice.payer.id), name=invoice.payer.name, kind=invoice.payer.kind),
        charged_on=invoice.charged_on,
        due_on=invoice.due_on,
        amount=pounds(invoice.pence),
        outstanding=pounds(invoice.outstanding),
        lines=[
            InvoiceLine(
                description=line.description,
                nights=line.nights,
                weekly_amount=pounds(line.weekly),
                amount=pounds(line.pence),
                adjusts=line.adjusts,
            )
            for line in invoice.lines
        ],
    )
