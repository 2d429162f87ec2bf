"""What a home recorded, as the schema shows it."""

from datetime import datetime
from typing import cast

import strawberry

from graphql_api.context import Info
from graphql_api.enums import ActivityKind
from graphql_api.paging import PageInfo, page_of, page_size, read_cursor, write_cursor
from households.reading.timeline import Activity
from network.directory.homes import Home as HomeRecord

MOST_ACTIVITY = 200
Before = tuple[int]


@strawberry.type(description="One thing that a home recorded.")
class ActivityEntry:
    """Answered by `households.reading.timeline.Activity`."""

    id: strawberry.ID = strawberry.field(description="The record's public id.")
    kind: ActivityKind = strawberry.field(description="What was recorded.")  # pyright: ignore[reportInvalidTypeForm]
    occurred_at: datetime = strawberry.field(description="When it happened, as the team says.")
    recorded_at: datetime = strawberry.field(description="When it reached the centre, by the centre's clock.")
    recorded_by: str | None = strawberry.field(
        description="The account that recorded it. Null outside the home's team."
    )
    sent_by: str | None = strawberry.field(
        description="The account whose device sent it, where somebody else recorded it. "
        "Null outside the home's team."
    )
    summary: str = strawberry.field(
        description="A sentence for a person; it names residents and staff to the home's own team only."
    )


@strawberry.type(description="One thing that was recorded, and its place in the list.")
class ActivityEdge:
    """Relay's."""

    cursor: str = strawberry.field(description="Its place: send it as `after` to go on from here.")
    node: ActivityEntry = strawberry.field(description="What was recorded.")


@strawberry.type(description="A page of what a home recorded, newest first.")
class ActivityConnection:
    """Relay's."""

    home: strawberry.Private[HomeRecord]
    edges: list[ActivityEdge] = strawberry.field(description="The entries of this page.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")

    @strawberry.field(description="How many entries there are on all pages together.")
    async def total_count(self, info: Info) -> int:
        """Asked for only where it is wanted."""
        return await info.context.loaders.activity_count(self.home.home_id) or 0


async def page_of_activity(
    info: Info, home: HomeRecord, first: int, after: str | None
) -> ActivityConnection | None:
    """A home's activity, or None where the viewer may not follow it."""
    size = page_size(first, MOST_ACTIVITY)
    before = read_cursor(after, Before)
    found = await info.context.loaders.activity(home.home_id, size + 1, before[0] if before else None)
    if found is None:
        return None
    entries, place = page_of(found, size, after, cursor_of)
    edges = [ActivityEdge(cursor=cursor_of(entry), node=shown(entry)) for entry in entries]
    return ActivityConnection(home=home, edges=edges, page_info=place)


def cursor_of(activity: Activity) -> str:
    """A home's activity is ordered by its stream."""
    return write_cursor((activity.version,))


def shown(activity: Activity) -> ActivityEntry:
    """The record itself answers: its attributes are the fields."""
    return cast("ActivityEntry", activity)
