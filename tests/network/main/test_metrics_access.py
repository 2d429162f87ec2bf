"""Who may read the metrics: this machine, and from elsewhere whoever brings a token of network IT."""

import httpx
import pytest

from network.access.viewer import Role
from tests.network.main.conftest import World


async def ask(world: World, client: str, headers: dict[str, str] | None = None) -> httpx.Response:
    """The answer to somebody at an address."""
    transport = httpx.ASGITransport(world.app, raise_app_exceptions=False, client=(client, 5_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http:
        return await http.get("/metrics", headers=headers)


@pytest.mark.parametrize("client", ["127.0.0.1", "127.0.0.7", "::1", "::ffff:127.0.0.1"])
async def test_this_machine_reads_them(world: World, client: str) -> None:
    answer = await ask(world, client)
    assert answer.status_code == 200
    assert "hearth_database_up 1.0" in answer.text


@pytest.mark.parametrize("client", ["192.0.2.7", "2001:db8::7", "::ffff:192.0.2.7", "testclient"])
async def test_another_machine_is_asked_for_a_token(world: World, client: str) -> None:
    answer = await ask(world, client)
    assert answer.status_code == 401
    assert "hearth_" not in answer.text
    assert "token of network IT" in answer.json()["detail"]


async def test_from_elsewhere_a_token_of_network_it_opens_them_and_no_other(world: World) -> None:
    for role, client in world.clients.items():
        answer = await ask(world, "192.0.2.7", client.headers)
        assert answer.status_code == (200 if role is Role.NETWORK_IT else 403), role
    unknown = {"Authorization": "Bearer hearth_" + "A" * 43}
    assert (await ask(world, "192.0.2.7", unknown)).status_code == 401
