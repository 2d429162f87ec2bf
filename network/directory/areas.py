"""Commissioning areas: which integrated care board a recorded code means on which day.

The files in `data` are published reference data: the boards in force before and after 1 April 2026, and
which succeeded which.
"""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import dropwhile
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).with_name("data")
BEFORE = "icb_42_2022-07-01_to_2026-03-31.csv"
AFTER = "icb_36_from_2026-04-01.csv"
SUCCESSION = "icb_succession_2026-04-01.csv"
REORGANISED_ON = date(2026, 4, 1)


class Area(NamedTuple):
    """What a recorded code means from a day up to, not with, another; date.min and date.max are open."""

    recorded_code: str
    from_on: date
    to_on: date
    code: str
    name: str
    successors: list[str]


def read_areas() -> list[Area]:
    """One row for every day and code that was ever in force.

    A board that was merged into another is that other one since. One that was split between several stays
    what it was, because nothing recorded says in whose part a home lies; its successors are named.
    """
    before = {row["ods_code"]: row["name"] for row in _read(BEFORE)}
    after = {row["ods_code"]: row["name"] for row in _read(AFTER)}
    successors = _read_successors()
    areas = [Area(code, date.min, date.max, code, name, []) for code, name in after.items()]
    for code, name in before.items():
        if code not in after:
            areas.append(Area(code, date.min, REORGANISED_ON, code, name, []))
            areas.append(_since(code, name, successors[code], after))
    return sorted(areas)


def read_boards_of_today() -> list[tuple[str, str]]:
    """The boards in force, by name: code and name."""
    return sorted(((row["ods_code"], row["name"]) for row in _read(AFTER)), key=lambda board: board[1])


def _since(code: str, name: str, successors: list[str], after: dict[str, str]) -> Area:
    if len(successors) == 1:
        return Area(code, REORGANISED_ON, date.max, successors[0], after[successors[0]], successors)
    return Area(code, REORGANISED_ON, date.max, code, name, successors)


def _read_successors() -> dict[str, list[str]]:
    successors: dict[str, list[str]] = {}
    for row in _read(SUCCESSION):
        successors.setdefault(row["predecessor_ods"], []).append(row["successor_ods"])
    return successors


def _read(file_name: str) -> Iterator[dict[str, str]]:
    with (DATA / file_name).open(encoding="utf-8", newline="") as lines:
        # The first line says where the data comes from.
        yield from csv.DictReader(dropwhile(lambda line: line.startswith("#"), lines))
