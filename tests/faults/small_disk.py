"""A real disk of a few megabytes that a test may fill: a tmpfs, which only root may mount."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BALLAST = "ballast"


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A folder with so much room and no more; skips the test where none can be had."""
    place = Path(tempfile.mkdtemp(prefix="hearth-disk-"))
    if not _mount(place, megabytes):
        place.rmdir()
        pytest.skip("Only root may mount the small disk that this test fills.")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()


def fill(place: Path) -> None:
    """Leave not a byte."""
    with (place / BALLAST).open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            _write_until_full(file.fileno(), size)


def empty(place: Path) -> None:
    """Give the room back."""
    (place / BALLAST).unlink()


def _write_until_full(file: int, size: int) -> None:
    while True:
        try:
            os.write(file, b"\0" * size)
        except OSError:
            return


def _mount(place: Path, megabytes: int) -> bool:
    if os.geteuid() != 0:
        return False
    options = f"size={megabytes}m,mode=0755"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=False, capture_output=True
    )
    return mounted.returncode == 0
