"""What teams do differently, in their own words, as marks on their charts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "practice.sql")


class ChangeOfPractice(NamedTuple):
    """Something that is done differently from a day on."""

    on: date
    text: str


class ChangesOfPractice:
    """Asks the read model `occupancy`, one query for however many homes."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def changes(
        self, home_ids: Sequence[UUID], first: date, last: date
    ) -> dict[UUID, list[ChangeOfPractice]]:
        """Each home's changes from the first day through the last, in order."""
        found: defaultdict[UUID, list[ChangeOfPractice]] = defaultdict(list)
        for row in await self._pool.fetch(QUERIES["changes_of_practice"], home_ids, first, last):
            found[row["home_id"]].append(ChangeOfPractice(row["changed_on"], row["text"]))
        return found
