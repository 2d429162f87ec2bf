"""Finance's pages on the whole service, with a story of two homes behind them."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

import httpx
import pytest_asyncio

from network.access.viewer import Role
from network.main import create_app
from tests.conftest import Cluster
from tests.graphql_api.conftest import World, open_world


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody of finance before their pages."""

    world: World
    http: httpx.AsyncClient
    headers: Mapping[str, str]

    async def get(self, path: str, status: int = 200) -> httpx.Response:
        """A page, as it should answer."""
        answer = await self.http.get(path, headers=self.headers, follow_redirects=True)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:3000]}"
        return answer

    async def send(self, path: str, status: int = 200, /, **fields: str) -> httpx.Response:
        """A form, as a browser sends it, and the page that it leads to."""
        answer = await self.http.post(path, data=fields, headers=self.headers)
        if answer.status_code == 303:
            return await self.get(answer.headers["Location"], status)
        assert answer.status_code == status, f"{path}: {answer.status_code} {answer.text[:3000]}"
        return answer


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(cluster: Cluster) -> AsyncIterator[Desk]:
    """The story's world, for all tests of a file: each stands alone in it, and in any order."""
    async with open_world(cluster) as world:
        transport = httpx.ASGITransport(create_app(world.services))
        async with httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http:
            yield Desk(world, http, {"Authorization": f"Bearer {world.tokens[Role.FINANCE]}"})
