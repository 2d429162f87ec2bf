"""Writes what a batch came to: rows and checkpoint in one short transaction, or nothing of either."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import asyncpg
import structlog

from network.postgres.pool import DatabaseConnection
from network.projections import checkpoints
from network.projections.changes import Columns, Key, TableChanges
from network.projections.checkpoints import State, Step
from network.projections.errors import ProjectionError, ProjectionMisdeclared
from network.projections.folding import Folded, ReadModel, describe_error
from network.projections.packing import copy, pack
from network.projections.projection import Projection
from network.projections.sessions import together
from network.projections.tables import Table

COPY_FROM = 50
"""From so many new rows on, COPY is faster than a statement with arrays."""


LOG = structlog.stdlib.get_logger(__name__)

AT_FAULT = (
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.SyntaxOrAccessError,
    ProjectionMisdeclared,
    LookupError,
    # A value that is not of its column's type: where rows are copied, the driver says it in these words.
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
)
"""Errors of the projection itself: trying again would end the same way. All others are the database's."""


class Overtaken(ProjectionError):
    """Another runner has moved this projection: read its checkpoint and go on from there."""


async def write_all(
    connections: Sequence[DatabaseConnection], folded: Sequence[Folded], through: int, state: State
) -> list[ReadModel]:
    """Take these projections to a position, each in a transaction of its own; answers those that moved.

    Who failed is stopped with its error stored. Who was overtaken is left as it is. Each connection takes
    the next projection as soon as it is free, those with the most rows first.
    """
    idle = [one for one in folded if one.failure is None and not one.changes]
    moved = await _move_idle(connections[0], idle, through, state)
    busy = [one for one in folded if one.failure is not None or one.changes]
    waiting = iter(sorted(busy, key=lambda one: one.changes.rows, reverse=True))

    async def work(connection: DatabaseConnection) -> None:
        for one in waiting:
            if one.failure is not None:
                await stop(connection, one.model.projection, one.since, one.failure)
            elif await _write_or_stop(connection, one, Step(one.since, through, state)):
                moved.append(one.model)

    await together(*map(work, connections))
    return moved


async def stop(connection: DatabaseConnection, projection: Projection, at: int, error: str) -> None:
    """Stop a projection loudly, where it is."""
    LOG.error("projection stopped", projection=projection.schema, position=at, reason=error)
    await checkpoints.stop(connection, projection, at, error)


async def write(connection: DatabaseConnection, folded: Folded, step: Step) -> None:
    """Write what a step changes in one projection. Raises `Overtaken`.

    The checkpoint goes first: its row lock keeps a second runner waiting, and then it sees that it came late.
    """
    transaction: AbstractAsyncContextManager[object] = connection.transaction()
    async with transaction:
        if not await checkpoints.move(connection, [folded.model.projection], step):
            raise Overtaken
        for name, changes in folded.changes.tables.items():
            if changes:
                await _write_table(connection, folded.model.tables[name], changes)


async def _move_idle(
    connection: DatabaseConnection, idle: list[Folded], through: int, state: State
) -> list[ReadModel]:
    moved: list[ReadModel] = []
    for since in sorted({one.since for one in idle}):
        here = [one.model for one in idle if one.since == since]
        step = Step(since, through, state)
        names = await checkpoints.move(connection, [model.projection for model in here], step)
        moved += [model for model in here if model.projection.name in names]
    return moved


async def _write_or_stop(connection: DatabaseConnection, one: Folded, step: Step) -> bool:
    try:
        await write(connection, one, step)
    except Overtaken:
        return False
    except AT_FAULT as error:
        reason = describe_error(error)
        where = f"between the positions {step.old} and {step.new} of the log"
        await stop(connection, one.model.projection, step.old, f"{reason}, {where}")
        return False
    return True


def pack_new_rows(folded: Folded) -> None:
    """Turn new rows, where there are enough, into what COPY takes, while they are in the processor's cache.

    Kept as objects until they are written, they cost as much again. What is wrong with one is told then.
    """
    for name, changes in folded.changes.tables.items():
        table = folded.model.tables[name]
        if changes.new_rows >= COPY_FROM and table.is_packable:
            try:
                rows = table.new_records(changes)
                lines = pack(rows, table.types)
            except AT_FAULT:
                continue
            if lines is None:
                changes.set_aside(rows)
            else:
                changes.pack(lines)


async def _write_table(connection: DatabaseConnection, table: Table, changes: TableChanges) -> None:
    if changes.packed:
        await _copy(connection, table, changes.packed)
    if changes.unfit:
        await _copy_by_driver(connection, table, changes.unfit)
    if changes.new_rows:
        await _insert(connection, table, table.new_records(changes))
    if changes.deleted:
        await connection.execute(table.delete, *table.arrays(table.key, list(changes.deleted)))
    if changes.put:
        await connection.execute(table.upsert, *table.arrays(table.columns, table.records(changes.put)))
    for names, records in _by_columns(changes.set).items():
        await connection.execute(table.update(names), *table.arrays(table.columns_named(names), records))


async def _insert(connection: DatabaseConnection, table: Table, records: Sequence[tuple[Any, ...]]) -> None:
    if len(records) < COPY_FROM:
        await connection.execute(table.insert, *table.arrays(table.columns, records))
    elif table.is_packable and (lines := pack(records, table.types)) is not None:
        await _copy(connection, table, [lines])
    else:
        await _copy_by_driver(connection, table, records)


async def _copy(connection: DatabaseConnection, table: Table, packed: Sequence[bytes]) -> None:
    await copy(connection, table.schema, table.name, table.names, packed)


async def _copy_by_driver(
    connection: DatabaseConnection, table: Table, records: Sequence[tuple[Any, ...]]
) -> None:
    await connection.copy_records_to_table(
        table.name, schema_name=table.schema, columns=table.names, records=records
    )


def _by_columns(rows: dict[Key, Columns]) -> dict[Sequence[str], list[tuple[Any, ...]]]:
    """Rows of which the same columns are set go into one statement."""
    groups: dict[Sequence[str], list[tuple[Any, ...]]] = {}
    for key, row in rows.items():
        groups.setdefault(tuple(row), []).append((*key, *row.values()))
    return groups
