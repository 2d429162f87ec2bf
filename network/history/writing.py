"""Writes rows as the files that `reading` reads, each whole or not at all."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from network.history.columns import COLUMNS
from network.history.rows import Row
from network.whole_file import whole_file


def write_file(directory: Path, kind: type[Row], rows: Iterable[Row]) -> None:
    """One file, under its final name only when it is complete."""
    columns = COLUMNS[kind]
    with whole_file(directory / kind.file) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns])
        writer.writerows([column.write(getattr(row, column.field)) for column in columns] for row in rows)
        text.flush()
        text.detach()
