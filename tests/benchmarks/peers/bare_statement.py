"""The limit of recording: the same two rows by one prepared asyncpg statement, and nothing else."""

import asyncio
import os
from random import Random
from time import perf_counter
from uuid import UUID, uuid4

import asyncpg

from tests.benchmarks.load import HOMES, Outcome, Turn

INSERT = """
WITH event AS (
    INSERT INTO eventstore.events (originator_id, originator_version, topic, state) VALUES ($1, $2, $3, $4)
    RETURNING position
)
INSERT INTO eventstore.commands (originator_id, command_id, digest, answer, position)
SELECT $1, $5, $6, $7, position FROM event RETURNING position
"""
TOPIC = "fall-recorded/1"


async def run(dsn: str, turn: Turn, state_bytes: int) -> Outcome:
    """Insert from so many connections for so long, into streams of its own."""
    streams = [uuid4() for _ in range(HOMES)]
    versions = dict.fromkeys(streams, 0)
    connections = [await asyncpg.connect(dsn) for _ in range(turn.writers)]
    began = perf_counter()
    outcome = Outcome(turn.seconds)
    state = os.urandom(state_bytes)
    await asyncio.gather(
        *(
            _write(connection, streams, versions, began + turn.seconds, state, outcome)
            for connection in connections
        )
    )
    outcome.seconds = perf_counter() - began
    for connection in connections:
        await connection.close()
    return outcome


async def _write(
    connection: "asyncpg.Connection[asyncpg.Record]",
    streams: list[UUID],
    versions: dict[UUID, int],
    until: float,
    state: bytes,
    outcome: Outcome,
) -> None:
    statement = await connection.prepare(INSERT)
    random = Random()
    digest, answer = bytes(32), b"[1]"
    while (began := perf_counter()) < until:
        stream = random.choice(streams)
        versions[stream] += 1
        await statement.fetchval(stream, versions[stream], TOPIC, state, uuid4(), digest, answer)
        outcome.latencies.append(perf_counter() - began)
