"""How far each projection has read the log, and the compare-and-set that moves it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabaseConnection, DatabasePool
from network.projections.projection import Projection

QUERIES = NamedQueries.beside(__file__, "queries.sql")


class State(StrEnum):
    """What a projection is about."""

    LIVE = "live"
    """Follows the log."""
    REBUILDING = "rebuilding"
    """Reads the log from its beginning, or has not made its indexes yet."""
    FAILED = "failed"
    """Stopped at its place; see the error."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A projection's place in the log."""

    position: int
    state: State
    schema_digest: str


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of the log to be projected, from after `old` up to and with `new`."""

    old: int
    new: int
    state: State
    """Who takes it: the runner of live projections, or a rebuild. Neither moves what is the other's."""


@dataclass(frozen=True, slots=True)
class Status:
    """What `hearth projections status`, /health/ready and the metrics say of a projection."""

    name: str
    version: int
    position: int
    state: State
    error: str | None
    failed_at: datetime | None
    events_behind: int
    """Positions of the log still to be read; rolled-back appends leave a few that hold no event."""
    seconds_behind: float
    """How long the oldest of those events has been recorded."""


async def read_checkpoints(
    connection: DatabaseConnection | DatabasePool, projections: Sequence[Projection]
) -> dict[str, Checkpoint]:
    """The places of those that have tables already, by name."""
    rows = await connection.fetch(QUERIES["read_checkpoints"], *_names(projections))
    return {
        row["name"]: Checkpoint(row["position"], State(row["status"]), row["schema_digest"]) for row in rows
    }


async def move(
    connection: DatabaseConnection | DatabasePool, projections: Sequence[Projection], step: Step
) -> set[str]:
    """Move those that stand where the step begins; answers their names. The others were moved by another."""
    rows = await connection.fetch(
        QUERIES["move_checkpoints"], *_names(projections), step.old, step.new, step.state
    )
    return {row["name"] for row in rows}


async def stop(
    connection: DatabaseConnection | DatabasePool, projection: Projection, at: int, error: str
) -> None:
    """Note that a projection failed and stays where it is."""
    await connection.execute(QUERIES["stop_projection"], projection.name, projection.version, at, error)


async def read_status(
    connection: DatabaseConnection | DatabasePool, projections: Sequence[Projection]
) -> list[Status]:
    """Every projection that has tables, in order of names."""
    rows = await connection.fetch(QUERIES["read_status"], *_names(projections))
    return [
        Status(
            row["name"],
            row["version"],
            row["position"],
            State(row["status"]),
            row["error"],
            row["failed_at"],
            row["events_behind"],
            row["seconds_behind"],
        )
        for row in rows
    ]


async def have_reached(
    connection: DatabaseConnection | DatabasePool, projections: Sequence[Projection], position: int
) -> bool:
    """Whether all of them show everything up to and with a position."""
    return bool(await connection.fetchval(QUERIES["have_reached"], *_names(projections), position))


def _names(projections: Sequence[Projection]) -> tuple[list[str], list[int]]:
    return [projection.name for projection in projections], [projection.version for projection in projections]
