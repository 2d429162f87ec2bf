"""Connections of the pool are not reset between uses, so whoever has used one must leave nothing there."""

from contextlib import AsyncExitStack

from network.access.viewer import Role
from network.postgres.dsns import Dsns
from network.postgres.pool import DatabaseConnection
from network.read_models import PROJECTIONS, open_projector
from network.services import CONNECTIONS
from tests.network.main.conftest import FALL, World

QUERY = "query Names($home: ID!) { home(id: $home) { households { residents { displayName } } } }"
CHANGED = "SELECT name FROM pg_settings WHERE source = 'session' AND setting <> reset_val"
SCOPE = "SELECT coalesce(current_setting($1, true), '')"
LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
LISTENS = "SELECT count(*) FROM pg_listening_channels()"


async def what_is_left(connection: DatabaseConnection) -> list[object]:
    return [
        *(row[0] for row in await connection.fetch(CHANGED)),
        await connection.fetchval(SCOPE, "hearth.homes"),
        await connection.fetchval(SCOPE, "hearth.classes"),
        await connection.fetchval(LOCKS),
        await connection.fetchval(LISTENS),
        connection.is_in_transaction(),
    ]


async def test_recording_reading_and_exporting_leave_nothing_in_a_connection(
    edith: World, database: Dsns
) -> None:
    assert (await edith.team.post("/homes/rosewood/falls", FALL)).status_code == 201
    async with open_projector(database.projector, lambda _position: None) as projector:
        await projector.rebuild.anew(PROJECTIONS)
    answer = await edith.team.post("/graphql", {"query": QUERY, "variables": {"home": str(edith.own)}})
    assert "Edith" in answer.text
    finance = edith.clients[Role.FINANCE]
    exported = await finance.get("/finance/payments.csv?from=2024-01-01&to=2024-12-31")
    assert exported.status_code == 200, exported.text

    # Keys come from the cache here; in a process that has none at hand, from the database as this does.
    await edith.services.keyring.find_homes(edith.own)

    async with AsyncExitStack() as stack:
        for _ in range(CONNECTIONS):
            connection = await stack.enter_async_context(edith.services.pool.acquire())
            assert await what_is_left(connection) == ["", "", 0, 0, False]
