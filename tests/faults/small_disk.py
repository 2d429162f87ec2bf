"""Disks that have no room left for a test's PostgreSQL, by whatever this machine lets us do.

A tmpfs of a few megabytes is a real full disk, but takes the right to mount it. Everywhere else the
server's processes are told how large a file may become: each write beyond that fails, as on a full disk.
"""

import os
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

BALLAST = "ballast"
MEGABYTES = 220
LARGEST_FILE = 1 << 17
"""Bytes. A segment of the write-ahead log is a hundred times as large, the server's own log smaller."""


class Disk(ABC):
    """Where a cluster lies that a test takes the room from."""

    refusal: str
    """What the server then writes into its log."""

    def __init__(self, place: Path) -> None:
        self.place = place

    @abstractmethod
    def fill(self) -> None:
        """Leave no room for the server."""

    @abstractmethod
    def empty(self) -> None:
        """Give the room back."""

    @contextmanager
    def filled(self) -> Iterator[None]:
        """No room is left within the block; a server without any could not even be stopped."""
        self.fill()
        try:
            yield
        finally:
            self.empty()


class SmallDisk(Disk):
    """A tmpfs that is filled to the last byte."""

    refusal = "No space left on device"

    def fill(self) -> None:
        """Leave not a byte."""
        with (self.place / BALLAST).open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                _write_until_full(file.fileno(), size)

    def empty(self) -> None:
        """Give the room back."""
        (self.place / BALLAST).unlink()


class LimitedWriter(Disk):
    """A folder whose server may make no file larger than it is told (RLIMIT_FSIZE)."""

    refusal = "File too large"

    def fill(self) -> None:
        """Nothing can be written any more but the beginnings of files."""
        self._limit(str(LARGEST_FILE))

    def empty(self) -> None:
        """Whatever still runs may write again; what is started anew may anyhow."""
        self._limit("unlimited")

    def _limit(self, most: str) -> None:
        lock = self.place / "hearth" / "postgres" / "postmaster.pid"
        if not lock.exists():
            return
        owner = lock.stat()
        server = psutil.Process(int(lock.read_text().split("\n", 1)[0]))
        # It first, so that the sessions that it begins meanwhile have the limit from it.
        _limit(server.pid, most, owner)
        for process in server.children():
            _limit(process.pid, most, owner)


@contextmanager
def small_disk() -> Iterator[Disk]:
    """A disk with a few megabytes to spare beside an empty cluster; where none can be had, the other way."""
    with _folder() as place:
        if not _mount(place):
            yield LimitedWriter(place)
            return
        try:
            yield SmallDisk(place)
        finally:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def limited_writer() -> Iterator[Disk]:
    """A folder of the machine's own disk."""
    with _folder() as place:
        yield LimitedWriter(place)


@contextmanager
def _folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="hearth-disk-"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        place.rmdir()


def _write_until_full(file: int, size: int) -> None:
    while True:
        try:
            os.write(file, b"\0" * size)
        except OSError:
            return


def _limit(pid: int, most: str, owner: os.stat_result) -> None:
    """The soft limit alone, so that it can be lifted again; as the server's own user, who always may."""
    limiting = subprocess.run(
        ["prlimit", f"--pid={pid}", f"--fsize={most}:"],
        user=owner.st_uid,
        group=owner.st_gid,
        check=False,
        capture_output=True,
    )
    if limiting.returncode and psutil.pid_exists(pid):
        raise RuntimeError(limiting.stderr.decode())


def _mount(place: Path) -> bool:
    if os.geteuid() != 0:
        return False
    options = f"size={MEGABYTES}m,mode=0755"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=False, capture_output=True
    )
    return mounted.returncode == 0
