"""Tells whoever watches this process whether it lives, whether it is ready, and what it has counted."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from finance.books.stuck import read_stuck
from network.access.authentication import bearer_token, unrecognised
from network.access.recognition import Recognition
from network.metrics import CONTENT_TYPE, Metrics
from network.postgres.migrate import Migration, find_pending, read_applied
from network.postgres.pool import DRIVER_ERRORS, DatabasePool
from network.postgres.transactions import OldestTransaction, TransactionWatch
from network.projections.checkpoints import State, Status, read_status
from network.projections.projection import Projection
from network.web.answer import json_answer
from network.web.operation import Answer, Operation

TAG = "Health"
PATIENCE = timedelta(seconds=3)
"""How long a probe waits for the database."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Beyond these, a process is not ready."""

    projection_lag: timedelta
    oldest_transaction: timedelta


@dataclass(slots=True)
class Readiness:
    """Whether requests should come here, and every reason why not."""

    reasons: list[str] = field(default_factory=list[str])
    projections: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def is_ready(self) -> bool:
        """Nothing speaks against it."""
        return not self.reasons


class Health:
    """Looks at the database on behalf of the probes."""

    def __init__(
        self,
        pool: DatabasePool,
        *,
        projections: Sequence[Projection],
        migrations: Sequence[Migration],
        metrics: Metrics,
        limits: Limits,
    ) -> None:
        self._pool = pool
        self._projections = projections
        self._migrations = migrations
        self._metrics = metrics
        self._limits = limits
        self._watch = TransactionWatch()

    async def find_readiness(self) -> Readiness:
        """Ask the database everything that readiness depends on."""
        readiness = Readiness()
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()), self._pool.acquire() as connection:
                applied = await read_applied(connection)
                statuses = await read_status(connection, self._projections)
                oldest = await self._watch.find_oldest(connection)
                migrated = not find_pending(self._migrations, applied)
                stuck = len(await read_stuck(connection)) if migrated else 0
        except (OSError, TimeoutError, *DRIVER_ERRORS):
            readiness.reasons.append("The database does not answer.")
            return readiness
        # A newer schema is no reason: a release goes on working until the next one has taken over.
        if not migrated:
            readiness.reasons.append("The schema is older than this release: run hearth migrate.")
        self._judge_projections(readiness, statuses)
        if stuck:
            homes = "one home" if stuck == 1 else f"{stuck} homes"
            readiness.reasons.append(
                f"The books of {homes} can't be worked out: see hearth projections status."
            )
        self._judge_transaction(readiness, oldest)
        return readiness

    async def find_reasons(self) -> list[str]:
        """Every reason why requests should not come here, for a page."""
        return (await self.find_readiness()).reasons

    async def render_metrics(self) -> bytes:
        """All metrics, those of the database as they are now."""
        try:
            async with asyncio.timeout(PATIENCE.total_seconds()), self._pool.acquire() as connection:
                self._metrics.set_projections(await read_status(connection, self._projections))
                self._metrics.set_books_stuck(len(await read_stuck(connection)))
                oldest = await self._watch.find_oldest(connection)
                self._metrics.set_oldest_transaction(
                    *((oldest.pid, oldest.seconds) if oldest else (None, 0.0))
                )
                self._metrics.set_database_up(up=True)
        except (OSError, TimeoutError, *DRIVER_ERRORS):
            self._metrics.set_database_up(up=False)
        return self._metrics.render()

    def _judge_projections(self, readiness: Readiness, statuses: Sequence[Status]) -> None:
        found = {status.name: status for status in statuses}
        for projection in self._projections:
            word, reason = self._judge(found.get(projection.name), projection.name)
            readiness.projections[projection.name] = word
            if reason:
                readiness.reasons.append(reason)

    def _judge(self, status: Status | None, name: str) -> tuple[str, str | None]:
        if status is None:
            return "missing", f"The projection {name} has not been built: run hearth projections run."
        if status.state is State.FAILED:
            return "failed", f"The projection {name} has stopped: see hearth projections status."
        if status.state is State.REBUILDING:
            return "rebuilding", f"The projection {name} is being built."
        if status.seconds_behind > self._limits.projection_lag.total_seconds():
            return "behind", f"The projection {name} is {status.seconds_behind:.0f} seconds behind."
        return "live", None

    def _judge_transaction(self, readiness: Readiness, oldest: OldestTransaction | None) -> None:
        if oldest and oldest.seconds > self._limits.oldest_transaction.total_seconds():
            readiness.reasons.append(
                f"The transaction of process {oldest.pid} has been open for {oldest.seconds:.0f} seconds; "
                "projections wait for it."
            )


class Liveness(msgspec.Struct, frozen=True):
    """That this process lives."""

    status: str


class ReadinessSaid(msgspec.Struct, frozen=True):
    """Whether requests should be sent here, and if not, why."""

    status: str
    reasons: list[str]
    projections: dict[str, str]


class HealthEndpoints:
    """Answers the probes."""

    def __init__(self, health: Health, recognition: Recognition) -> None:
        self._health = health
        self._recognition = recognition

    async def live(self, _request: Request) -> Response:
        """Whether this process lives."""
        return json_answer(Liveness("live"))

    async def ready(self, _request: Request) -> Response:
        """Whether it is ready."""
        found = await self._health.find_readiness()
        said = ReadinessSaid("ready" if found.is_ready else "not ready", found.reasons, found.projections)
        return json_answer(said, 200 if found.is_ready else 503)

    async def metrics(self, request: Request) -> Response:
        """What it has counted: to this machine, and to whoever brings a token of network IT."""
        if not is_from_this_machine(request):
            await self._check_token(request)
        return Response(await self._health.render_metrics(), media_type=CONTENT_TYPE)

    async def _check_token(self, request: Request) -> None:
        token = bearer_token(request.scope)
        viewer = None if token is None else await self._recognition.recognise(token)
        if viewer is None:
            raise unrecognised("From another machine, the metrics need a token of network IT.")
        viewer.check(viewer.may_keep_projections())


def is_from_this_machine(request: Request) -> bool:
    """Whether the other end is this machine; for a proxy on it, uvicorn has put the address of its client."""
    if request.client is None:
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def health_operations(health: Health, recognition: Recognition) -> list[Operation]:
    """`/health/live`, `/health/ready` and `/metrics`: on this machine they need no token, and name nobody."""
    endpoints = HealthEndpoints(health, recognition)
    return [
        Operation(
            name="live",
            method="GET",
            path="/health/live",
            endpoint=endpoints.live,
            tag=TAG,
            summary="Whether this process lives.",
            answers={200: Answer(description="It does.", kind=Liveness)},
            is_public=True,
        ),
        Operation(
            name="ready",
            method="GET",
            path="/health/ready",
            endpoint=endpoints.ready,
            tag=TAG,
            summary="Whether requests should be sent here, and if not, why.",
            answers={
                200: Answer(description="They should.", kind=ReadinessSaid),
                503: Answer(description="They should not.", kind=ReadinessSaid),
            },
            is_public=True,
        ),
        Operation(
            name="metrics",
            method="GET",
            path="/metrics",
            endpoint=endpoints.metrics,
            tag=TAG,
            summary="Metrics in Prometheus's text format.",
            answers={200: Answer(description="The metrics.", media_type="text/plain")},
            is_public=True,
        ),
    ]
