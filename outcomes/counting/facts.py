"""Reads what is counted from: rows of the read models, packed by the database and unpacked as arrays.

A driver makes an object of each value; for a thousand homes that took longer than to count.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool
from outcomes.counting.windows import Windows

QUERIES = NamedQueries.beside(__file__, "facts.sql")

_HOME, _DAY, _VERSION, _ID, _NUMBER = ">i4", ">i4", ">i8", ">u8", ">f8"

LAYOUTS: Mapping[str, np.dtype[np.void]] = {
    "stays": np.dtype(
        [("home", _HOME), ("version", _VERSION), ("resident", _ID), ("begins", _DAY), ("ends", _DAY)]
    ),
    "absences": np.dtype([("home", _HOME), ("stay", _VERSION), ("begins", _DAY), ("ends", _DAY)]),
    "falls": np.dtype([("home", _HOME), ("resident", _ID), ("day", _DAY), ("injurious", ">i4")]),
    "beds": np.dtype([("home", _HOME), ("household", _ID), ("day", _DAY), ("beds", ">i4")]),
    "moments": np.dtype([("home", _HOME), ("resident", _ID), ("day", _DAY)]),
    "volunteering": np.dtype([("home", _HOME), ("day", _DAY), ("hours", _NUMBER)]),
    "joinings": np.dtype([("home", _HOME), ("staff", _ID), ("version", _VERSION), ("day", _DAY)]),
    "leavings": np.dtype([("home", _HOME), ("staff", _ID), ("day", _DAY)]),
    "weekly_hours": np.dtype(
        [("home", _HOME), ("staff", _ID), ("version", _VERSION), ("day", _DAY), ("hours", _NUMBER)]
    ),
    "full_time_hours": np.dtype([("home", _HOME), ("day", _DAY), ("hours", _NUMBER)]),
    "spells": np.dtype([("home", _HOME), ("staff", _ID), ("begins", _DAY), ("ends", _DAY)]),
    "baseline_months": np.dtype(
        [
            ("home", _HOME), ("begins", _DAY), ("ends", _DAY), ("occupied_bed_days", _NUMBER),
            ("falls", _NUMBER), ("injurious", _NUMBER), ("lost", _NUMBER), ("available", _NUMBER),
        ]
    ),
}  # fmt: skip
"""The columns of each query's rows, in its order."""


class Rows:
    """Columns of packed rows, each as an array of this machine's numbers."""

    def __init__(self, packed: NDArray[np.void]) -> None:
        self._packed = packed

    def __len__(self) -> int:
        return len(self._packed)

    def days(self, column: str) -> NDArray[np.int64]:
        """A column of days, versions or counts."""
        return self._packed[column].astype(np.int64)

    def ids(self, column: str) -> NDArray[np.uint64]:
        """A column of ids."""
        return self._packed[column].astype(np.uint64)

    def numbers(self, column: str) -> NDArray[np.float64]:
        """A column of numbers."""
        return self._packed[column].astype(np.float64)

    @property
    def home(self) -> NDArray[np.int64]:
        """The place of each row's home among those asked for, from 0."""
        return self.days("home") - 1


def unpacked(query: str, packed: bytes | None) -> Rows:
    """The rows of a query's one value; None: there are none."""
    return Rows(np.frombuffer(packed or b"", dtype=LAYOUTS[query]))


class Facts:
    """Asks the read models occupancy, falls and sickness: one query a kind of row, however many homes."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self._recorded_from: dict[UUID, date] = {}

    async def recorded_from(self, home_ids: Sequence[UUID]) -> dict[UUID, date]:
        """The day on which each of these homes began to record. It never changes, so it is asked for once."""
        missing = [home_id for home_id in home_ids if home_id not in self._recorded_from]
        if missing:
            rows = await self._pool.fetch(QUERIES["recorded_from"], missing)
            self._recorded_from.update((row["home_id"], row["recorded_from"]) for row in rows)
        known = self._recorded_from
        return {home_id: known[home_id] for home_id in home_ids if home_id in known}

    async def recorded_from_of_all(self) -> dict[UUID, date]:
        """The same of every home of the network."""
        rows = await self._pool.fetch(QUERIES["recorded_from_of_all"])
        return {row["home_id"]: row["recorded_from"] for row in rows}

    async def read(self, windows: Windows, *queries: str) -> list[Rows]:
        """The rows of these kinds that the windows need."""
        return list(await asyncio.gather(*(self._read(windows, query, windows.span) for query in queries)))

    async def read_baseline(self, windows: Windows) -> Rows:
        """Months known as totals, of which any may be asked for."""
        if not windows.reaches_before_recording:
            return unpacked("baseline_months", None)
        return await self._read(windows, "baseline_months", windows.asked_span)

    @staticmethod
    def none(query: str) -> Rows:
        """No rows of a kind that is not needed."""
        return unpacked(query, None)

    async def _read(self, windows: Windows, query: str, span: tuple[date, date]) -> Rows:
        if span[0] > span[1]:
            return unpacked(query, None)
        return unpacked(query, await self._pool.fetchval(QUERIES[query], windows.homes, *span))
