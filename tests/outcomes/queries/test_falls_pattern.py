"""Which numbers of residents who fell are told to whom."""

from uuid import UUID, uuid5

import pytest

from network.access.viewer import Role, Viewer
from network.postgres.pool import DatabasePool
from outcomes.counting.tallies import Tallies
from outcomes.queries.falls_pattern import FallsPatterns
from tests.outcomes.filling import fill
from tests.outcomes.slow import House, Stay, day

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOME = UUID(int=0xF0)
TEAM = Viewer(UUID(int=1), "Team", Role.HOME_TEAM, frozenset({HOME}))
COACH = Viewer(UUID(int=2), "Coach", Role.COACH, frozenset({HOME}))
RESIDENTS = [uuid5(HOME, f"r{n}") for n in range(8)]


@pytest.mark.parametrize(
    ("falls", "inside", "outside"),
    [
        ([1, 1, 1, 1], (4, 0), (None, 0)),
        ([2, 1, 1, 1, 1], (5, 1), (5, None)),
        ([2, 2, 3, 2, 2, 1], (6, 5), (6, 5)),
        ([], (0, 0), (0, 0)),
    ],
)
async def test_outside_the_home_few_residents_are_not_counted_apart(
    read_models: DatabasePool,
    falls: list[int],
    inside: tuple[int, int],
    outside: tuple[int | None, int | None],
) -> None:
    fell = [(RESIDENTS[who], 10 + time, False) for who, times in enumerate(falls) for time in range(times)]
    stays = [Stay(who, 0, None) for who in RESIDENTS]
    await fill(read_models, {HOME: House(0, stays, fell, [(0, 8)], [], [], [(-1000, 37)], {0})})
    patterns = FallsPatterns(read_models, Tallies(read_models), small_group=5)
    for viewer, told in ((TEAM, inside), (COACH, outside)):
        pattern = (await patterns.of(viewer, [HOME], (day(0), day(99)), day(200)))[HOME]
        assert (pattern.residents_who_fell, pattern.residents_who_fell_twice_or_more) == told
        assert sum(place.count for place in pattern.by_place) == sum(falls), "falls are all told"
