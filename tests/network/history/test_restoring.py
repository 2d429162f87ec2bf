"""Taking events.jsonl in: whole or not at all, and never over records that are there."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from network.access.viewer import SYSTEM
from network.history.exporting import HomeUnknown, export_home
from network.history.findings import BadHistory
from network.history.journal import FILE
from network.history.opened import open_values
from network.services import Services
from tests.conftest import Cluster
from tests.network.history.conftest import FILES, bring_in, take_in, write
from tests.network.history.worlds import new_world

Lines = list[bytes]

WRONG: list[tuple[Callable[[Lines], Lines], str]] = [
    (lambda lines: lines[:3] + lines[4:], "events.jsonl:4: version: is 4 where 3 comes next"),
    (lambda lines: lines[1:], "events.jsonl:1: stream: no home-joined event says what home this is"),
    (lambda lines: [*lines, b"{}\n"], "events.jsonl:25: line: is not an event as an export writes it"),
    (lambda lines: [*lines, b"\xff\xfe\n"], "events.jsonl:25: line: is not an event as an export writes it"),
    (
        lambda lines: [lines[0].replace(b'"event":{', b'"event":{"ref":"ROSE",'), *lines[1:]],
        "events.jsonl:1: event.ref: is there twice",
    ),
    (
        lambda lines: [lines[0].replace(b"joined/1", b"joined/9"), *lines[1:]],
        "events.jsonl:1: event: No event has",
    ),
    (
        lambda lines: [lines[0].replace(b'"ref"', b'"fer"'), *lines[1:]],
        "events.jsonl:1: event: An event home-joi",
    ),
]
"""What is done to the lines of the small home, and how it is listed first."""


async def exported(services: Services, directory: Path) -> Lines:
    """The small home, in the network and taken out of it."""
    await bring_in(services, write(directory / "files", FILES))
    (directory / "out").mkdir()
    await export_home(services.store, services.keyring, services.audit, "ROSE", directory / "out")
    return (directory / "out" / FILE).read_bytes().splitlines(keepends=True)


async def test_a_broken_stream_is_named_and_nothing_is_written(
    services: Services, cluster: Cluster, tmp_path: Path
) -> None:
    lines = await exported(services, tmp_path)
    async with new_world(cluster) as new:
        for wrong, problem in WRONG:
            (tmp_path / FILE).write_bytes(b"".join(wrong(lines)))
            with pytest.raises(BadHistory) as bad:
                await take_in(new.services, tmp_path)
            assert str(bad.value).startswith(problem)
        assert await new.services.directory.homes(SYSTEM) == []


async def test_a_home_that_went_on_elsewhere_is_not_taken_in_over_its_records(
    services: Services, cluster: Cluster, tmp_path: Path
) -> None:
    lines = await exported(services, tmp_path)
    async with new_world(cluster) as new:
        await bring_in(
            new.services, write(tmp_path / "other", FILES | {"costs": FILES["costs"].replace("812", "1")})
        )
        (tmp_path / FILE).write_bytes(b"".join(lines).replace(b"2024-01-05", b"2024-01-06"))
        before = await new.services.store.read(await new.services.directory.resolve(SYSTEM, "ROSE"))
        assert await take_in(new.services, tmp_path) == 0
        assert await new.services.store.read(before[0].stream_id) == before


async def test_names_are_sealed_anew_and_can_be_read(
    services: Services, cluster: Cluster, tmp_path: Path
) -> None:
    await exported(services, tmp_path)
    async with new_world(cluster) as new:
        await take_in(new.services, tmp_path / "out")
        home_id = await new.services.directory.resolve(SYSTEM, "ROSE")
        opened = await open_values(new.services.keyring, home_id, await new.services.store.read(home_id))
        assert {"given_name": "Ada", "family_name": "Byrne"} in opened.values.values()


async def test_an_empty_network_keeps_the_times_of_recording_and_another_has_its_own(
    services: Services, cluster: Cluster, tmp_path: Path
) -> None:
    lines = await exported(services, tmp_path)
    old_day = datetime(2025, 3, 1, 9, 0, tzinfo=UTC)
    aged = [
        re.sub(rb'"recorded_at":"[^"]*"', b'"recorded_at":"2025-03-01T09:00:00Z"', line) for line in lines
    ]
    (tmp_path / FILE).write_bytes(b"".join(aged))
    async with new_world(cluster) as empty, new_world(cluster) as used:
        await bring_in(used.services, write(tmp_path / "elm", _another_home()))
        await take_in(empty.services, tmp_path)
        await take_in(used.services, tmp_path)
        home_id = await empty.services.directory.resolve(SYSTEM, "ROSE")
        assert {stored.recorded_at for stored in await empty.services.store.read(home_id)} == {old_day}
        recently = datetime.now(UTC) - timedelta(minutes=5)
        assert all(stored.recorded_at > recently for stored in await used.services.store.read(home_id))


def _another_home() -> dict[str, str]:
    homes = FILES["homes"].replace("ROSE,", "ELM,").replace("1-123456789", "1-123456780")
    return {"homes": homes}


async def test_a_command_that_was_recorded_before_is_known_afterwards(
    services: Services, cluster: Cluster, tmp_path: Path
) -> None:
    await exported(services, tmp_path)
    async with new_world(cluster) as new:
        await take_in(new.services, tmp_path / "out")
        assert await bring_in(new.services, tmp_path / "files") == 0


async def test_a_home_that_is_not_there_is_said_so(services: Services, tmp_path: Path) -> None:
    with pytest.raises(HomeUnknown, match="NOBODY"):
        await export_home(services.store, services.keyring, services.audit, "NOBODY", tmp_path)


async def test_who_takes_a_home_s_names_out_is_noted(services: Services, tmp_path: Path) -> None:
    await exported(services, tmp_path)
    home_id = await services.directory.resolve(SYSTEM, "ROSE")
    query = "SELECT account_id, subject_id FROM access.audit WHERE action = 'home_exported'"
    assert [tuple(row) for row in await services.pool.fetch(query)] == [(SYSTEM.account_id, home_id)]
