"""The whole service with the story in it, in a process of its own: see `tests.network.main.live`."""

import asyncio
import json
import sys

from network.postgres.dsns import Dsns
from tests.graphql_api.conftest import world_in
from tests.network.main.live import serve


async def _serve(dsns: Dsns) -> None:
    async with world_in(dsns) as world:
        await serve(world.services, world.tokens)


if __name__ == "__main__":
    asyncio.run(_serve(Dsns(**json.loads(sys.stdin.readline()))))
