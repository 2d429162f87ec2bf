"""Where tests put their files: into memory where there is room, because a disk is what they wait for most."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30
"""Bytes. A run with four workers was seen to take a fifth of it; a container often has but 64 MB."""


def write_to_memory() -> None:
    """Have this process, and those that it starts, make temporary files in memory, unless told of a place."""
    if "TMPDIR" in os.environ or not _is_fit(MEMORY):
        return
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _is_fit(place: Path) -> bool:
    """Whether there is room, and tests can put programs there that they run."""
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return False
    return not os.statvfs(place).f_flag & os.ST_NOEXEC and shutil.disk_usage(place).free >= ROOM
