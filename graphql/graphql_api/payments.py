"""Payments as the schema shows them: with payers, and with a home from which nothing leads to a person."""

import asyncio
from datetime import date, datetime
from typing import cast

import strawberry

from finance.export.selection import Selection
from finance.payments.received import AfterPayment, Totals
from finance.payments.received import Payment as PaymentRecord
from graphql_api.context import Info
from graphql_api.enums import PayerKind
from graphql_api.paging import PageInfo, page_of, page_size, read_cursor, write_cursor
from graphql_api.scalars import Money

MOST_PAYMENTS = 1000


@strawberry.type(description="A home by its name alone. Ask `home` for more of a home that is yours.")
class HomeName:
    """Answered by whatever has these."""

    id: strawberry.ID = strawberry.field(description="The home's id.")
    name: str = strawberry.field(description="What people call it.")


@strawberry.type(description="Who pays for a resident's care.")
class Payer:
    """Answered by its namesake in `finance.payments.received`."""

    id: strawberry.ID = strawberry.field(
        description="The payer's id: of a public body one in the whole network, of a private payer one "
        "in its home."
    )
    name: str | None = strawberry.field(description="What the payer is called. Null where it was erased.")
    kind: PayerKind = strawberry.field(description="What kind of payer it is.")


@strawberry.type(description="A payment, or a reversal: a row of its own, negative.")
class Payment:
    """Answered by its namesake in `finance.payments.received`."""

    id: strawberry.ID = strawberry.field(description="The payment's public id.")
    home: HomeName = strawberry.field(description="The home whose books it is in.")
    payer: Payer = strawberry.field(description="Who paid.")
    received_on: date = strawberry.field(description="The day it was received, or reversed.")
    posted_on: date = strawberry.field(
        description="The day of the books: the day it was received or, where that was closed when it "
        "was recorded, "
        "the first open day."
    )
    amount: Money = strawberry.field(description="Pounds; negative for a reversal.")
    reference: str | None = strawberry.field(description="As the bank shows it. Null for a reversal.")
    method: str | None = strawberry.field(description="How it was paid, where that was said.")
    remittance: str | None = strawberry.field(
        description="Shared by the payments that one remittance makes to several homes."
    )
    recorded_at: datetime = strawberry.field(description="When it reached the centre, by the centre's clock.")
    reverses: strawberry.ID | None = strawberry.field(
        description="The id of the payment that this row takes back. Null for a payment."
    )


@strawberry.type(description="A payment, and its place in the list.")
class PaymentEdge:
    """Relay's."""

    cursor: str = strawberry.field(description="Its place: send it as `after` to go on from here.")
    node: Payment = strawberry.field(description="The payment.")


@strawberry.type(
    description="A page of payments in the order of the books. A payment that may be the same as an "
    "earlier one is "
    "not among them until somebody has settled that."
)
class PaymentConnection:
    """Relay's."""

    selection: strawberry.Private[Selection]
    counted: strawberry.Private[list["asyncio.Task[Totals]"]]
    edges: list[PaymentEdge] = strawberry.field(description="The payments of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")

    @strawberry.field(
        description="How many payments there are on all pages together, reversals counted as well."
    )
    async def total_count(self, info: Info) -> int:
        """Asked for only where it is wanted."""
        return (await self._totals(info)).payments

    @strawberry.field(description="What the payments on all pages add up to, in pounds.")
    async def total_amount(self, info: Info) -> Money:
        """Asked for only where it is wanted."""
        return Money((await self._totals(info)).amount)

    async def _totals(self, info: Info) -> Totals:
        """Count and sum come from one question, whichever is asked for first."""
        if not self.counted:
            context = info.context
            question = context.services.payments.totals(context.viewer, self.selection)
            self.counted.append(asyncio.create_task(question))
        return await self.counted[0]


async def page_of_payments(
    info: Info, selection: Selection, first: int, after: str | None
) -> PaymentConnection:
    """Payments of a selection; the selection's instant is fixed by what is returned with it."""
    context = info.context
    size = page_size(first, MOST_PAYMENTS)
    start = read_cursor(after, AfterPayment)
    settled = await context.services.payments.settle(context.viewer, selection)
    found = await context.services.payments.page(context.viewer, settled, size + 1, start)
    entries, place = page_of(found, size, after, cursor_of)
    edges = [PaymentEdge(cursor=cursor_of(entry), node=cast("Payment", entry)) for entry in entries]
    return PaymentConnection(selection=settled, counted=[], edges=edges, page_info=place)


def cursor_of(payment: PaymentRecord) -> str:
    """The books are in the order of days and, within one, of the log."""
    return write_cursor((payment.posted_on, payment.position))
