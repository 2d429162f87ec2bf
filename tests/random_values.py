"""Values that a random source chooses, and the homes that random facts are about."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

FIRST_DAY = date(2025, 1, 1)
DAYS = 400
T = TypeVar("T")
Fact = tuple[UUID, Event]
"""A stream and its next event."""


class RandomValues:
    """Draws values, and remembers what later facts can be about."""

    def __init__(self, random: Random, homes: int = 2) -> None:
        self._random = random
        self._versions: dict[UUID, int] = {}
        self._homes = [self._id() for _ in range(homes)]
        self._households = {home: [self._id(), self._id()] for home in self._homes}
        self._accounts = [self._id() for _ in range(3)]
        self._stays: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}
        self._absences: dict[UUID, list[tuple[UUID, int, int]]] = {home: [] for home in self._homes}
        self._falls: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}
        self._staff: dict[UUID, list[UUID]] = {home: [] for home in self._homes}
        self._joinings: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}
        self._spells: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}
        self._payers: dict[UUID, list[UUID]] = {home: [] for home in self._homes}
        self._contributions: dict[UUID, list[tuple[UUID, UUID, int]]] = {home: [] for home in self._homes}
        self._payments: dict[UUID, list[tuple[UUID, int]]] = {home: [] for home in self._homes}

        self._life: dict[UUID, dict[str, list[int]]] = {home: {} for home in self._homes}

    def _fact(self, stream: UUID, event: Event) -> Fact:
        self._versions[stream] = self._next(stream)
        return stream, event

    def _next(self, stream: UUID) -> int:
        """The version that the stream's next event gets."""
        return self._versions.get(stream, 0) + 1

    def _said(self, about: int | None = None) -> dict[str, Any]:
        hours = timedelta(hours=self._random.randrange(24 * DAYS))
        return {
            "occurred_at": datetime(2025, 1, 1, tzinfo=UTC) + hours,
            "recorded_by": self._account(),
            "command_id": self._id(),
            "about": about,
        }

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128))

    def _account(self) -> UUID:
        return self._random.choice(self._accounts)

    def _household(self, home: UUID) -> UUID:
        return self._random.choice(self._households[home])

    def _day(self) -> date:
        return FIRST_DAY + timedelta(days=self._random.randrange(DAYS))

    def _flag(self) -> bool:
        return self._random.random() < 0.5

    def _amount(self) -> Decimal:
        return Decimal(self._random.randrange(1, 100_000)) / 100

    def _maybe(self, value: T) -> T | None:
        return value if self._flag() else None

    def _sealed(self, value: object, person: UUID, record_class: RecordClass, label: str) -> Sealed:
        return Sealed.of(value, person, record_class, label)
