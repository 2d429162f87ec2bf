"""How processes that share one embedded server know of each other: by locks that the system gives back."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SharedUse:
    """One process's part in using what lies in a directory.

    The system releases the locks of a process that was killed, so nobody counts on the dead.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._in_use: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this process uses it."""
        return self._in_use is not None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold off every other process that begins or ends its use."""
        file = self._open("postgres.lock")
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        finally:
            os.close(file)

    def hold(self) -> None:
        """Begin to use it."""
        if self._in_use is None:
            self._in_use = self._open("postgres.in-use")
            fcntl.flock(self._in_use, fcntl.LOCK_SH)

    def let_go(self) -> bool:
        """End this process's use; whether nobody else is left. To be called alone."""
        file, self._in_use = self._in_use, None
        if file is None:
            return False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(file)

    def _open(self, name: str) -> int:
        return os.open(self._directory / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
