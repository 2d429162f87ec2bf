"""Published code lists, as files beside this module; each names its source in its first line."""

import csv
from functools import cache
from importlib.resources import files


def sickness_reasons() -> dict[str, str]:
    """The NHS reason codes for sickness absence, with their labels."""
    return {row["code"]: row["label"] for row in _rows("sickness_reasons.csv")}


def integrated_care_boards() -> dict[str, str]:
    """ODS codes of integrated care boards with their names: those of today and those before 1 April 2026."""
    former = _rows("icb_42_2022-07-01_to_2026-03-31.csv")
    return {row["ods_code"]: row["name"] for row in (*former, *_rows("icb_36_from_2026-04-01.csv"))}


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = (files(__name__) / name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
