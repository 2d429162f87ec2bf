"""Gathers what a request's resolvers ask, so that each question goes to its context once for all homes."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from graphql_api.services import Services
from households.reading.residences import HouseholdKey, Resident
from households.reading.timeline import Activity
from network.access.viewer import Viewer
from network.coaching.learning.library import Reply
from network.coaching.support.records import HomeSupport
from network.directory.homes import Household
from outcomes.queries.falls_pattern import FallsPattern
from outcomes.queries.rates import Rate
from outcomes.queries.run_charts import Asked, RunChart
from outcomes.terms import Measure

Answer = TypeVar("Answer")
Key = TypeVar("Key", bound=Hashable)
AskAll = Callable[[Sequence[Key]], Awaitable[dict[Key, Answer]]]


class Loaders:
    """One request's. Nothing is kept: over a WebSocket, requests follow each other for hours."""

    def __init__(self, services: Services, viewer: Viewer, today: date) -> None:
        self._services = services
        self._viewer = viewer
        self._today = today
        self._by_question: dict[Hashable, DataLoader[Any, Any]] = {}

    def last_recorded(self, home_id: UUID) -> Awaitable[datetime | None]:
        """When a home last recorded anything."""
        return self._load(
            "last_recorded", home_id, lambda homes: self._services.timeline.last_recorded(self._viewer, homes)
        )

    def households(self, home_id: UUID) -> Awaitable[list[Household] | None]:
        """A home's households that are open today."""
        return self._load(
            "households", home_id, lambda homes: self._services.homes.households(homes, self._today)
        )

    def residents(self, household: HouseholdKey) -> Awaitable[list[Resident] | None]:
        """Who lives in a household; None where the viewer may not know."""
        return self._load("residents", household, self._residents)

    def activity(self, home_id: UUID, first: int, before: int | None) -> Awaitable[list[Activity] | None]:
        """A page of what a home recorded; None where the viewer may not know."""
        return self._load(
            ("activity", first, before),
            home_id,
            lambda homes: self._services.timeline.page(self._viewer, homes, first, before),
        )

    def activity_count(self, home_id: UUID) -> Awaitable[int | None]:
        """How much a home recorded; None where the viewer may not know."""
        return self._load(
            "activity_count", home_id, lambda homes: self._services.timeline.counts(self._viewer, homes)
        )

    def falls_pattern(self, home_id: UUID, period: tuple[date, date]) -> Awaitable[FallsPattern | None]:
        """The pattern in a home's falls; None where the viewer may not know."""
        return self._load(
            ("falls_pattern", period),
            home_id,
            lambda homes: self._services.falls_patterns.of(self._viewer, homes, period, self._today),
        )

    def rates(
        self, home_id: UUID, period: tuple[date, date], measures: tuple[Measure, ...]
    ) -> Awaitable[list[Rate] | None]:
        """A home's rates; None where the viewer may not know."""
        return self._load(
            ("rates", period, measures),
            home_id,
            lambda homes: self._services.rates.of(self._viewer, homes, period, measures, today=self._today),
        )

    def run_chart(self, home_id: UUID, asked: Asked) -> Awaitable[RunChart | None]:
        """A home's measure over time; None where the viewer may not know."""
        return self._load(
            ("run_chart", asked),
            home_id,
            lambda homes: self._services.run_charts.of(self._viewer, homes, asked, self._today),
        )

    def last_visited(self, home_id: UUID) -> Awaitable[date | None]:
        """When a coach last visited a home; None where the viewer may not know."""
        return self._load(
            "last_visited", home_id, lambda homes: self._services.support.last_visits(self._viewer, homes)
        )

    def support(self, home_id: UUID, first: int) -> Awaitable[HomeSupport | None]:
        """What was said in a home's support; None where the viewer may not know."""
        return self._load(
            ("support", first), home_id, lambda homes: self._services.support.of(self._viewer, homes, first)
        )

    def learning_replies(self, learning_id: UUID) -> Awaitable[list[Reply] | None]:
        """What was answered to something that was shared."""
        return self._load(
            "learning_replies",
            learning_id,
            lambda learnings: self._services.library.replies(self._viewer, learnings),
        )

    async def _residents(self, households: Sequence[HouseholdKey]) -> dict[HouseholdKey, list[Resident]]:
        homes = {home for home, _ in households if self._viewer.may_read_names(home)}
        found = await self._services.residences.of(self._viewer, list(homes)) if homes else {}
        return {household: found.get(household, []) for household in households if household[0] in homes}

    def _load(self, question: Hashable, key: Key, ask: AskAll[Key, Answer]) -> Awaitable[Answer | None]:
        loader = self._by_question.get(question)
        if loader is None:

            async def load(keys: list[Key]) -> Sequence[object]:
                found = await ask(list(dict.fromkeys(keys)))
                return [found.get(key) for key in keys]

            loader = DataLoader[Any, Any](load, cache=False)
            self._by_question[question] = loader
        return loader.load(key)
