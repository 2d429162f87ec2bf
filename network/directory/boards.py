"""The codes of the integrated care boards, now or before: a home keeps the one it was recorded with."""

import csv
from pathlib import Path


def load_boards() -> frozenset[str]:
    """Every ODS code that a board has, or had since there are boards."""
    folder = Path(__file__).with_name("data")
    return frozenset(code for path in sorted(folder.glob("icb_[0-9]*.csv")) for code in _codes(path))


def _codes(path: Path) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row["ods_code"] for row in csv.DictReader(line for line in file if not line.startswith("#"))]
