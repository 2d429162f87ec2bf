"""Balances as the schema shows them: what each payer owes each home on a day, and for how long."""

import asyncio
from datetime import date

import strawberry

from finance.books.balances import Ageing as AgeingRecord
from finance.books.balances import Sums
from finance.books.reading import AfterLine, Asked, Question, Total, place_of
from finance.books.reading import Line as LineRecord
from finance.pence import to_pounds
from graphql_api.context import Info
from graphql_api.homes import After, First
from graphql_api.paging import PageInfo, page_of, page_size, read_cursor, write_cursor
from graphql_api.payments import HomeName, Payer
from graphql_api.scalars import Money

MOST_LINES = 1000


def pounds(pence: int) -> Money:
    """Pence as the schema's money."""
    return Money(to_pounds(pence))


@strawberry.type(
    description="What is outstanding, in pounds, by how long it is past due. The ages add up to it."
)
class Ageing:
    """Of one line."""

    current: Money = strawberry.field(description="Not yet due, or due on the day itself.")
    days1_to30: Money = strawberry.field(name="days1To30", description="1 to 30 days past due.")
    days31_to60: Money = strawberry.field(name="days31To60", description="31 to 60 days past due.")
    days61_to90: Money = strawberry.field(name="days61To90", description="61 to 90 days past due.")
    over90: Money = strawberry.field(description="More than 90 days past due.")


@strawberry.type(
    description="What accounts come to at the end of a day, in pounds: charged less received is outstanding "
    "less credit."
)
class BalanceTotal:
    """Of all lines together."""

    charged: Money = strawberry.field(
        description="All that was charged up to that day, adjustments included."
    )
    received: Money = strawberry.field(description="All that was received up to that day, less reversals.")
    outstanding: Money = strawberry.field(description="What is charged and not paid.")
    credit: Money = strawberry.field(description="What was paid, or credited, and pays no charge yet.")


@strawberry.type(description="What one payer comes to in one home at the end of a day, in pounds.")
class BalanceLine:
    """Home and payer together have one line."""

    home: HomeName = strawberry.field(description="The home whose books it is in.")
    payer: Payer = strawberry.field(description="Who pays.")
    charged: Money = strawberry.field(
        description="All that was charged up to that day, adjustments included."
    )
    received: Money = strawberry.field(description="All that was received up to that day, less reversals.")
    outstanding: Money = strawberry.field(description="What is charged and not paid.")
    credit: Money = strawberry.field(description="What was paid, or credited, and pays no charge yet.")
    ageing: Ageing = strawberry.field(description="What is outstanding, by age.")


@strawberry.type(description="A line, and its place in the list.")
class BalanceEdge:
    """Relay's."""

    cursor: str = strawberry.field(description="Its place: send it as `after` to go on from here.")
    node: BalanceLine = strawberry.field(description="The line.")


@strawberry.type(description="A page of lines, by home and payer.")
class BalanceConnection:
    """Relay's."""

    total_count: int = strawberry.field(description="How many lines there are on all pages together.")
    edges: list[BalanceEdge] = strawberry.field(description="The lines of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")


@strawberry.type(description="What is owed and held in credit at the end of a day, as the books know it.")
class Balances:
    """One question about one day; the instant is the same for all of its parts."""

    question: strawberry.Private[Question]
    totals: strawberry.Private[list["asyncio.Task[Total]"]]
    closed_through: date | None = strawberry.field(
        description="The last closed day: no figure of it or before it moves. Null where no day is closed."
    )
    homes_behind: list[HomeName] = strawberry.field(
        description="Homes whose figures are older than what is recorded, because their books can't be "
        "worked out from it. Asked for alone, such a home is answered with an error."
    )

    @strawberry.field(description="What all lines come to.")
    async def total(self, info: Info) -> BalanceTotal:
        """Asked for only where it is wanted."""
        return _total((await self._total(info)).sums)

    @strawberry.field(description="Line by line, by home and payer.")
    async def lines(self, info: Info, first: First = 100, after: After = None) -> BalanceConnection:
        """Page by page."""
        context = info.context
        size = page_size(first, MOST_LINES)
        start = read_cursor(after, AfterLine)
        found = await context.services.balances.page(context.viewer, self.question, size + 1, start)
        entries, place = page_of(found, size, after, cursor_of)
        return BalanceConnection(
            total_count=(await self._total(info)).lines,
            edges=[BalanceEdge(cursor=cursor_of(line), node=_line(line)) for line in entries],
            page_info=place,
        )

    async def _total(self, info: Info) -> Total:
        """Count and sums come from one question, whichever is asked for first."""
        if not self.totals:
            context = info.context
            question = context.services.balances.total(context.viewer, self.question)
            self.totals.append(asyncio.create_task(question))
        return await self.totals[0]


async def balances_on(info: Info, asked: Asked) -> Balances:
    """What the books say of a day; the question's instant is fixed by what is returned with it."""
    context = info.context
    question = await context.services.balances.settle(context.viewer, asked)
    return Balances(
        question=question,
        totals=[],
        closed_through=question.closed_through,
        homes_behind=[HomeName(id=strawberry.ID(str(one.home_id)), name=one.name) for one in question.behind],
    )


def cursor_of(line: LineRecord) -> str:
    """Lines are in the order of homes' names and, within a home, of payers' ids."""
    return write_cursor(place_of(line))


def _total(sums: Sums) -> BalanceTotal:
    return BalanceTotal(
        charged=pounds(sums.charged),
        received=pounds(sums.received),
        outstanding=pounds(sums.outstanding),
        credit=pounds(sums.credit),
    )


def _line(line: LineRecord) -> BalanceLine:
    sums = line.sums
    return BalanceLine(
        home=HomeName(id=strawberry.ID(line.home.id), name=line.home.name),
        payer=Payer(id=strawberry.ID(line.payer.id), name=line.payer.name, kind=line.payer.kind),
        charged=pounds(sums.charged),
        received=pounds(sums.received),
        outstanding=pounds(sums.outstanding),
        credit=pounds(sums.credit),
        ageing=_ageing(line.ageing),
    )


def _ageing(ageing: AgeingRecord) -> Ageing:
    return Ageing(
        current=pounds(ageing.current),
        days1_to30=pounds(ageing.days_1_to_30),
        days31_to60=pounds(ageing.days_31_to_60),
        days61_to90=pounds(ageing.days_61_to_90),
        over90=pounds(ageing.over_90),
    )
