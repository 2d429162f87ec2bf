"""Published code lists, as files beside this module; each names its source in its first line."""

import csv
from functools import cache
from importlib.resources import files


@cache
def sickness_reasons() -> dict[str, str]:
    """The NHS reason codes for sickness absence, with their labels."""
    text = (files(__name__) / "sickness_reasons.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: row["label"] for row in csv.DictReader(lines)}
