"""Passwords, PINs and codes as argon2 keeps them; in threads of their own, because it takes a core."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

AT_ONCE = 2
"""Hashes in work at a time: more would take the processor, and 19 MiB each, from everybody else."""
TIME_COST, MEMORY_COST, PARALLELISM = 3, 19 * 1024, 1
"""One pass more than OWASP asks for with 19 MiB: some 40 ms on the machines that homes have."""


T = TypeVar("T")


class Hashing:
    """Hashes and verifies. Verifying against nothing takes as long as against something."""

    def __init__(self) -> None:
        self._passwords = _passwords()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hashing")
        self._nobodys = _nobodys()

    async def hash(self, secret: str) -> str:
        """What is kept of a secret."""
        return await self.beside(lambda: self._passwords.hash(secret))

    async def verify(self, secret: str, kept: str | None) -> bool:
        """Whether it is the secret that was kept; never, but as slowly, where nothing was."""
        matches = await self.beside(lambda: self._passwords.verify(secret, kept or self._nobodys))
        return matches and kept is not None

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def beside(self, work: Callable[[], T]) -> T:
        """What takes a processor for long, beside the event loop, on which everybody else waits."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def _passwords() -> PasswordHash:
    hasher = Argon2Hasher(time_cost=TIME_COST, memory_cost=MEMORY_COST, parallelism=PARALLELISM)
    return PasswordHash((hasher,))


@cache
def _nobodys() -> str:
    return _passwords().hash("nobody's")
