"""Writers that never give up on a command: the same key is sent again until there is an answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import httpx
import msgspec

from tests.small_network import RESIDENTS, fall_of

CALM = 0.05
ENOUGH = 50
BEFORE_ANYBODY_CAME = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Ledger:
    """What the service has said to us: nobody else knows."""

    acknowledged: dict[UUID, str] = field(default_factory=dict[UUID, str])
    """The id that a command was answered with."""
    refused: set[UUID] = field(default_factory=set[UUID])
    strange: list[str] = field(default_factory=list[str])
    """Answers that no caller should get."""

    async def is_telling(self) -> bool:
        """Whether enough has been answered, both ways, for the log to be judged by it."""
        return len(self.acknowledged) > ENOUGH and len(self.refused) > 0


class Writer:
    """Records falls in homes, one after another, until it is told to stop."""

    def __init__(
        self, client: httpx.AsyncClient, homes: Sequence[UUID], ledger: Ledger, random: Random
    ) -> None:
        self._client = client
        self._homes = homes
        self._ledger = ledger
        self._random = random

    async def run(self, stopping: asyncio.Event) -> None:
        """Send command after command; the last one is seen through."""
        while not stopping.is_set():
            await self._record(uuid4(), self._random.choice(self._homes))

    async def _record(self, command_id: UUID, home: UUID) -> None:
        body = self._body()
        while True:
            answer = await self._send(command_id, home, body)
            if answer is not None and answer.status_code in (200, 201):
                self._ledger.acknowledged[command_id] = answer.json()["id"]
                return
            if answer is not None and answer.status_code == 422:
                self._ledger.refused.add(command_id)
                return
            if answer is not None and answer.status_code != 503:
                self._ledger.strange.append(f"{answer.status_code} {answer.text[:300]}")
                return
            await asyncio.sleep(CALM)

    async def _send(self, command_id: UUID, home: UUID, body: object) -> httpx.Response | None:
        try:
            return await self._client.post(
                f"/homes/{home}/falls", json=body, headers={"Idempotency-Key": str(command_id)}
            )
        except httpx.TransportError:
            return None

    def _body(self) -> object:
        """A fall; one in ten is of a day before anybody lived there, and has to be refused."""
        occurred_at = datetime.now(UTC) - timedelta(minutes=self._random.randrange(60 * 24 * 30))
        if self._random.random() < 0.1:
            occurred_at = BEFORE_ANYBODY_CAME
        fall = fall_of(self._random.randrange(RESIDENTS), occurred_at)
        return msgspec.to_builtins(fall)
