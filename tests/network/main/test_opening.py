"""What the service insists on before it serves, and what it answers when the database has no room."""

import asyncio
import secrets
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from network.eventstore.errors import NetworkKeyUnfit
from network.eventstore.network_key import NetworkKey
from network.eventstore.wake_up import listening
from network.postgres.dsns import Dsns
from network.postgres.errors import RoleUnfit
from network.postgres.pool import connection
from network.services import CONNECTIONS, open_services, services_on
from network.settings import Settings
from tests.network.main.conftest import FALL, World, join


async def test_it_does_not_serve_as_the_owner_of_the_tables(database: Dsns) -> None:
    as_owner = Dsns(owner=database.owner, web=database.owner, projector=database.projector)
    with pytest.raises(RoleUnfit):
        async with open_services(as_owner, NetworkKey(secrets.token_bytes(32))):
            pass


async def test_it_does_not_serve_with_another_networks_key(database: Dsns) -> None:
    async with open_services(database, NetworkKey(secrets.token_bytes(32))):
        pass
    with pytest.raises(NetworkKeyUnfit):
        async with open_services(database, NetworkKey(secrets.token_bytes(32))):
            pass


async def test_it_goes_by_the_installation_s_small_group(database: Dsns, tmp_path: Path) -> None:
    NetworkKey.read_or_create(tmp_path / "network.key")
    settings = Settings(small_group=9, key_file=tmp_path / "network.key")
    async with services_on(database, settings) as services:
        assert services.small_group == 9
    assert Settings().small_group == 5


async def test_what_was_recorded_is_announced_even_if_the_server_fails_at_once(database: Dsns) -> None:
    async with connection(database.projector, application_name="tests") as hears, listening(hears) as news:
        with pytest.raises(ZeroDivisionError):
            await fail_after_recording(database)
        assert await news.wait(timedelta(seconds=5))


async def fail_after_recording(database: Dsns) -> None:
    async with open_services(database, NetworkKey(secrets.token_bytes(32))) as services:
        await join(services, "rosewood", "1-1000000001")
        raise ZeroDivisionError


def assert_come_again(answer: httpx.Response) -> None:
    assert answer.status_code == 503, answer.text
    assert answer.json()["type"] == "/problems/busy"
    assert int(answer.headers["Retry-After"]) >= 1


async def test_while_no_connection_is_free_it_says_when_to_come_again_and_then_goes_on(edith: World) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(CONNECTIONS):
            await stack.enter_async_context(edith.services.pool.acquire())
        edith.services.recognition.forget()
        assert_come_again(await edith.team.post("/homes/rosewood/falls", FALL))
    assert (await edith.team.post("/homes/rosewood/falls", FALL)).status_code == 201


async def test_commands_that_wait_for_a_connection_are_sent_away_in_time(edith: World) -> None:
    async with AsyncExitStack() as stack:
        for _ in range(CONNECTIONS):
            await stack.enter_async_context(edith.services.pool.acquire())
        async with asyncio.timeout(10):
            assert_come_again(await edith.team.post("/homes/rosewood/falls", FALL))
    assert (await edith.team.post("/homes/rosewood/falls", FALL)).status_code == 201
