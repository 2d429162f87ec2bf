"""Gives a home its own record: the files that an import reads, and the whole stream."""

from pathlib import Path

from network.access.audit.trail import Audit, AuditAction
from network.access.viewer import SYSTEM
from network.directory.events import NETWORK_STREAM, HomeAmended, HomeJoined
from network.directory.network import Network
from network.eventstore.keyring import Keyring
from network.eventstore.store import EventStore
from network.history.findings import HistoryError
from network.history.gathering import OpenedStream, gather
from network.history.journal import FILE, write_journal
from network.history.opened import open_values
from network.history.writing import write_file


class HomeUnknown(HistoryError):
    """There is no such home in the network."""

    def __init__(self, home: str) -> None:
        super().__init__(f"There is no home “{home}” in the network.")


def _make(directory: Path) -> None:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)


async def export_home(
    store: EventStore, keyring: Keyring, audit: Audit, home: str, directory: Path
) -> dict[str, int]:
    """Writes a home's files into a directory, made where it is missing; how many rows each has.

    It is noted before any name is opened. Raises `HomeUnknown`, and then there is no directory.
    """
    network = Network()
    about_homes = await store.read(NETWORK_STREAM)
    for stored in about_homes:
        network.evolve(stored.event, stored.version)
    found = network.find(home)
    if found is None:
        raise HomeUnknown(home)
    await audit.note(AuditAction.HOME_EXPORTED, SYSTEM.account_id, found.home_id)
    entries = await store.read(found.home_id)
    opened = await open_values(keyring, found.home_id, entries)
    files = gather(found, OpenedStream(entries, opened.values))
    _make(directory)
    for kind, rows in files.items():
        write_file(directory, kind, rows)
    about = [
        stored
        for stored in about_homes
        if isinstance(stored.event, HomeJoined | HomeAmended) and stored.event.home_id == found.home_id
    ]
    write_journal(directory, [*about, *entries], opened)
    return {kind.file: len(rows) for kind, rows in files.items()} | {FILE: len(about) + len(entries)}
