"""Gathers what the resolvers of one request ask for, so that each question goes to its context once for all homes."""

from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from strawberry.dataloader import DataLoader

from graphql_api.services import Services
from households.residences import Resident
from households.timeline import Activity
from network.access.viewer import Viewer
from network.directory.homes import Household
from outcomes.rates import Rate
from outcomes.terms import Measure

Answer = TypeVar("Answer")
ByHome = Callable[[Sequence[UUID]], Awaitable[dict[UUID, Answer]]]


class Loaders:
    """One request's. Nothing is kept after an answer: over a WebSocket requests follow each other for hours."""

    def __init__(self, services: Services, viewer: Viewer, today: date) -> None:
        self._services = services
        self._viewer = viewer
        self._today = today
        self._by_question: dict[Hashable, DataLoader[UUID, object]] = {}

    async def last_recorded(self, home_id: UUID) -> datetime | None:
        """When a home last recorded anything."""
        return await self._load(
            "last_recorded", home_id, lambda homes: self._services.timeline.last_recorded(self._viewer, homes)
        )

    async def households(self, home_id: UUID) -> list[Household]:
        """A home's households that are open today."""
        households = await self._load(
            "households", home_id, lambda homes: self._services.homes.households(homes, self._today)
        )
        return households or []

    async def residents(self, home_id: UUID) -> dict[UUID, list[Resident]] | None:
        """Who lives in a home, by household; None where the viewer may not know."""
        return await self._load("residents", home_id, self._residents_by_home)

    async def activity(self, home_id: UUID, first: int, before: int | None) -> list[Activity] | None:
        """A page of what a home recorded; None where the viewer may not know."""
        return await self._load(
            ("activity", first, before),
            home_id,
            lambda homes: self._services.timeline.page(self._viewer, homes, first, before),
        )

    async def rates(
        self, home_id: UUID, period: tuple[date, date], measures: tuple[Measure, ...]
    ) -> list[Rate] | None:
        """A home's rates; None where the viewer may not know."""
        return await self._load(
            ("rates", period, measures),
            home_id,
            lambda homes: self._services.rates.of(self._viewer, homes, period, measures, today=self._today),
        )

    async def _residents_by_home(self, homes: Sequence[UUID]) -> dict[UUID, dict[UUID, list[Resident]]]:
        open_to_viewer = [home for home in dict.fromkeys(homes) if self._viewer.may_read_names(home)]
        found = await self._services.residences.of(self._viewer, open_to_viewer)
        by_home: dict[UUID, dict[UUID, list[Resident]]] = {home: {} for home in open_to_viewer}
        for (home, household), residents in found.items():
            by_home[home][household] = residents
        return by_home

    async def _load(self, question: Hashable, home_id: UUID, ask: ByHome[Answer]) -> Answer | None:
        loader = self._by_question.get(question)
        if loader is None:

            async def load(homes: list[UUID]) -> Sequence[object]:
                found = await ask(list(dict.fromkeys(homes)))
                return [found.get(home) for home in homes]

            loader = DataLoader[UUID, object](load, cache=False)
            self._by_question[question] = loader
        return await loader.load(home_id)  # pyright: ignore[reportReturnType]
