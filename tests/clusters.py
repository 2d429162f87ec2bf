"""A PostgreSQL cluster that a fault test or a bench has to itself: killed, starved and thrown away."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psutil

from network.postgres.dsns import Dsns
from network.postgres.embedded import EmbeddedServer
from network.postgres.migrate import MIGRATIONS, load_migrations
from network.postgres.server import create_database, migrate_database

UNSAFE_BUT_FAST: Mapping[str, str] = {"fsync": "off", "full_page_writes": "off"}
"""For tests that kill processes, never the machine: what a process wrote is in the kernel's cache."""


class Cluster:
    """One server with a data directory of its own, as the service brings it along, and ways to hurt it."""

    def __init__(self, server: EmbeddedServer) -> None:
        self.server = server

    def kill(self) -> None:
        """SIGKILL the server and every process of it, as a power cut does, and wait until they are gone."""
        postmaster = psutil.Process(self._pid())
        processes = [postmaster, *postmaster.children(recursive=True)]
        for process in processes:
            _kill(process)
        psutil.wait_procs(processes, timeout=10)

    def start(self) -> None:
        """Start it again, through its crash recovery."""
        self.server.restart_if_stopped()

    @property
    def log(self) -> str:
        """What the server has logged since the cluster was made."""
        return self.server.log_file.read_text(errors="replace")

    async def new_database(self, name: str) -> Dsns:
        """An empty database at this release's schema, and the ways into it."""
        await create_database(self.server, name)
        dsns = self.server.dsns(name)
        await migrate_database(dsns, load_migrations(MIGRATIONS))
        return dsns

    def _pid(self) -> int:
        pid = self.server.postmaster_pid()
        if pid is None:
            raise RuntimeError("The cluster is not running.")
        return pid


@contextmanager
def own_cluster(settings: Mapping[str, str], place: Path | None = None) -> Iterator[Cluster]:
    """A running cluster, gone with everything in it afterwards; `place` where the disk matters."""
    home = place or Path(tempfile.mkdtemp(prefix="hearth-"))
    server = EmbeddedServer(home / "hearth", settings)
    try:
        server.open()
        yield Cluster(server)
    finally:
        server.close()
        shutil.rmtree(home / "hearth", ignore_errors=True)
        if place is None:
            home.rmdir()


@asynccontextmanager
async def own_database(settings: Mapping[str, str]) -> AsyncIterator[tuple[Cluster, Dsns]]:
    """A cluster with one migrated database."""
    with own_cluster(settings) as cluster:
        yield cluster, await cluster.new_database("hearth")


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return
