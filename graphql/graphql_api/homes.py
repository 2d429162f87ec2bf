"""Homes as the schema shows them, each field as far as the viewer may know.

A resolver that hands on what a loader promises is no coroutine, because every coroutine
of a page of homes would cost a task; the cast says what the promise is of.
"""

from datetime import date, datetime
from typing import Annotated, cast

import strawberry

from graphql_api.activity import ActivityConnection, page_of_activity
from graphql_api.charts import RunChart
from graphql_api.coaching import MOST_ENTRIES, Support, support_of
from graphql_api.context import Info
from graphql_api.enums import Measure, Unit
from graphql_api.errors import Unanswerable
from graphql_api.paging import PageInfo, page_of, page_size, read_cursor, write_cursor
from graphql_api.rates import FallsPattern, Rate
from network.directory.homes import AfterHome
from network.directory.homes import Home as HomeRecord
from network.directory.homes import Household as HouseholdRecord
from outcomes.periods import Period
from outcomes.queries.run_charts import Asked

MOST_HOMES = 200

From = Annotated[date, strawberry.argument(name="from", description="The first day, included.")]
To = Annotated[
    date, strawberry.argument(description="The last day, included; nothing counts after yesterday.")
]
First = Annotated[int, strawberry.argument(description="How many at most on this page.")]
After = Annotated[str | None, strawberry.argument(description="The endCursor of the page before.")]


@strawberry.type(description="An integrated care board: who commissions care in the area.")
class Area:
    """Answered by its namesake in `network.directory.homes`."""

    code: str = strawberry.field(description="Its ODS code.")
    name: str = strawberry.field(description="Its name.")


@strawberry.type(description="Somebody who lives in a household today.")
class Resident:
    """Answered by its namesake in `households.reading.residences`."""

    id: strawberry.ID = strawberry.field(
        description="The resident's id, the same in every home of the network."
    )
    display_name: str | None = strawberry.field(description="Given and family name. Null where erased.")
    room: str | None = strawberry.field(description="The room, where one is recorded.")
    moved_in_on: date = strawberry.field(description="The day of moving in to this home.")
    away_from: date | None = strawberry.field(
        description="The first night away, while the resident is away. Null while in."
    )


@strawberry.type(description="A household: bedrooms around a shared kitchen and living space.")
class Household:
    """Its residents are looked up with those of the whole home."""

    record: strawberry.Private[HouseholdRecord]
    id: strawberry.ID = strawberry.field(description="The household's id.")
    name: str = strawberry.field(description="What people call it.")
    beds: int = strawberry.field(description="Beds in service today.")

    @strawberry.field(description="Who lives here today, by room. Null outside the home's team.")
    def residents(self, info: Info) -> list[Resident] | None:
        """Closed to everybody but the team."""
        household = (self.record.home_id, self.record.household_id)
        return cast("list[Resident] | None", info.context.loaders.residents(household))


@strawberry.type(description="A care home of the network.")
class Home:
    """What is not the viewer's to know answers null."""

    record: strawberry.Private[HomeRecord]
    id: strawberry.ID = strawberry.field(description="The home's id; opaque.")
    ref: str = strawberry.field(description="What people and files call it.")
    name: str = strawberry.field(description="Its name.")
    cqc_location_id: str = strawberry.field(description="Its CQC location.")
    area: Area | None = strawberry.field(
        description="The integrated care board it is in, as of today. Null where the recorded code is "
        "unknown."
    )

    @strawberry.field(description="When its team last recorded anything. Null where it never did.")
    def last_recorded_at(self, info: Info) -> datetime | None:
        """Silence is for everybody to see."""
        return cast("datetime | None", info.context.loaders.last_recorded(self.record.home_id))

    @strawberry.field(description="Its households that are open today, in the order of their opening.")
    def households(self, info: Info) -> list[Household]:
        """Names and beds are no secret."""
        known = self.record.households
        if known is not None:
            return [household_of(record) for record in known]
        return cast("list[Household]", self._look_up_households(info))

    async def _look_up_households(self, info: Info) -> list[Household]:
        found = await info.context.loaders.households(self.record.home_id)
        return [household_of(record) for record in found or ()]

    @strawberry.field(description="What it recorded, newest first. Null but for its team and its coaches.")
    async def activity(self, info: Info, first: First = 20, after: After = None) -> ActivityConnection | None:
        """Coaches follow it without names, and nothing of sickness or money."""
        return await page_of_activity(info, self.record, first, after)

    @strawberry.field(
        description="Rates over a period, in the order asked for. Nothing counts before the home began "
        "to record, "
        "but whole months known as totals do. Null but for its team and its coaches."
    )
    def rates(
        self,
        info: Info,
        from_: From,
        to: To,
        measures: Annotated[list[Measure], strawberry.argument(description="Which; each at most once.")],
    ) -> list[Rate] | None:
        """All homes of a page are asked for at once."""
        if len(set(measures)) < len(measures):
            raise Unanswerable("measures names one twice.", "Ask for each once.")
        found = info.context.loaders.rates(self.record.home_id, (from_, to), tuple(measures))
        return cast("list[Rate] | None", found)

    @strawberry.field(
        description="Where and when residents fell in a period, how badly, and how many of them. Null "
        "but for its "
        "team and its coaches."
    )
    def falls_pattern(self, info: Info, from_: From, to: To) -> FallsPattern | None:
        """Counts alone; all homes of a page are asked for at once."""
        found = info.context.loaders.falls_pattern(self.record.home_id, (from_, to))
        return cast("FallsPattern | None", found)

    @strawberry.field(description="When a coach last visited it. Null but for its team and its coaches.")
    def last_visited_on(self, info: Info) -> date | None:
        """All homes of a page are asked for at once."""
        return cast("date | None", info.context.loaders.last_visited(self.record.home_id))

    @strawberry.field(
        description="The newest visit notes, actions and questions, and all open actions. Null but for its "
        "team and its coaches."
    )
    async def support(self, info: Info, first: First = 20) -> Support | None:
        """All homes of a page are asked for at once."""
        size = page_size(first, MOST_ENTRIES)
        return support_of(await info.context.loaders.support(self.record.home_id, size))

    @strawberry.field(
        description="A measure over time, on the chart that suits it. Sickness outside the home is told for "
        "whole quarters of teams large enough. Null but for its team and its coaches."
    )
    def run_chart(
        self,
        info: Info,
        measure: Annotated[Measure, strawberry.argument(description="Which.")],
        from_: From,
        to: To,
        period: Annotated[Unit, strawberry.argument(description="What a point is to stand for.")] = Unit.AUTO,
    ) -> RunChart | None:
        """No home's chart depends on another home; all homes of a page are asked for at once."""
        asked = Asked(measure, Period(from_, to), period)
        return cast("RunChart | None", info.context.loaders.run_chart(self.record.home_id, asked))


@strawberry.type(description="A home, and its place in the list.")
class HomeEdge:
    """Relay's."""

    cursor: str = strawberry.field(description="Its place: send it as `after` to go on from here.")
    node: Home = strawberry.field(description="The home.")


@strawberry.type(description="A page of the homes that are yours to see, by name.")
class HomeConnection:
    """Relay's."""

    edges: list[HomeEdge] = strawberry.field(description="The homes of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")

    @strawberry.field(description="How many homes there are on all pages together.")
    async def total_count(self, info: Info) -> int:
        """Asked for only where it is wanted."""
        context = info.context
        return await context.services.homes.count(context.viewer)


def household_of(record: HouseholdRecord) -> Household:
    """A household whose residents are looked up when they are asked for."""
    household_id = strawberry.ID(str(record.household_id))
    return Household(record=record, id=household_id, name=record.name, beds=record.beds)


def home_of(record: HomeRecord) -> Home:
    """A home whose further fields are looked up when they are asked for."""
    return Home(
        record=record,
        id=strawberry.ID(str(record.home_id)),
        ref=record.ref,
        name=record.name,
        cqc_location_id=record.cqc_location_id,
        area=cast("Area | None", record.area),
    )


async def page_of_homes(info: Info, first: int, after: str | None) -> HomeConnection:
    """The viewer's homes by name."""
    context = info.context
    size = page_size(first, MOST_HOMES)
    found = await context.services.homes.page(
        context.viewer, size + 1, read_cursor(after, AfterHome), context.today
    )
    entries, place = page_of(found, size, after, cursor_of)
    edges = [HomeEdge(cursor=cursor_of(entry), node=home_of(entry)) for entry in entries]
    return HomeConnection(edges=edges, page_info=place)


def cursor_of(home: HomeRecord) -> str:
    """Homes are in the order of names and, under one name, of ids."""
    return write_cursor((home.name, home.home_id))
