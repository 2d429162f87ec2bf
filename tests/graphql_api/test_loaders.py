# pyright: reportPrivateUsage=false
"""However many homes are asked for, a question goes to its context once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest
from starlette.requests import Request
from starlette.responses import Response

from graphql_api.comparisons import find_homes
from graphql_api.context import RequestContext
from graphql_api.loaders import Loaders
from households.reading.timeline import Timeline
from network.access.viewer import Role, Viewer
from network.directory.homes import Homes
from network.postgres.pool import create_pool
from outcomes.queries.falls_pattern import FallsPattern, FallsPatterns
from tests.graphql_api.conftest import TODAY, World

pytestmark = pytest.mark.asyncio(loop_scope="session")

PERIOD = (date(2025, 10, 1), date(2026, 3, 14))


class CountedPatterns(FallsPatterns):
    asked = 0

    async def of(
        self, viewer: Viewer, home_ids: Sequence[UUID], asked: tuple[date, date], today: date
    ) -> dict[UUID, FallsPattern]:
        self.asked += 1
        return await super().of(viewer, home_ids, asked, today)


class CountedTimeline(Timeline):
    asked = 0

    async def counts(self, viewer: Viewer, home_ids: Sequence[UUID]) -> dict[UUID, int]:
        self.asked += 1
        return await super().counts(viewer, home_ids)


async def test_the_patterns_and_counts_of_several_homes_are_one_question_each(world: World) -> None:
    services = world.app._services
    patterns = CountedPatterns(services.falls_patterns._pool, services.falls_patterns._tallies, small_group=1)
    timeline = CountedTimeline(services.timeline._pool, services.timeline._names, services.timeline._accounts)
    viewer = Viewer(uuid4(), "A coach of both", Role.COACH, frozenset({world.own, world.other}))
    loaders = Loaders(replace(services, falls_patterns=patterns, timeline=timeline), viewer, TODAY)

    closed = uuid4()
    homes = (world.own, world.other, closed)
    found = await asyncio.gather(*(loaders.falls_pattern(home, PERIOD) for home in homes))
    counts = await asyncio.gather(*(loaders.activity_count(home) for home in homes))

    assert (patterns.asked, timeline.asked) == (1, 1)
    assert [pattern and pattern.residents_who_fell for pattern in found] == [2, 1, None]
    assert [pattern and sum(hour.count for hour in pattern.by_hour) for pattern in found] == [4, 1, None]
    assert counts[0]
    assert counts[1]
    assert counts[0] > counts[1]
    assert counts[2] is None


async def test_however_many_homes_a_comparison_names_they_are_one_query(world: World) -> None:
    asked: list[str] = []
    viewer = Viewer(uuid4(), "A coach of both", Role.COACH, frozenset({world.own, world.other}))
    names = ["rosewood", str(world.own), "elmhurst", str(world.other).upper(), "nowhere", "\0"]
    async with await create_pool(world.dsns.web, application_name="tests one query", max_size=1) as pool:
        context = RequestContext(
            replace(world.app._services, homes=Homes(pool)), Request({"type": "http"}), Response()
        )
        context.recognise(viewer)
        async with pool.acquire() as connection:
            connection.add_query_logger(lambda query: asked.append(query.query))
        found = await find_homes(context, names)
    assert sorted(home.ref for home in found) == ["elmhurst", "rosewood"]
    # Beside it, the driver asks once what the types are that it meets.
    assert len([query for query in asked if "directory_1.home" in query]) == 1
