"""Rosewood's team and coach, another home's team, and the read models of what they say to each other."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from network.access.viewer import Role, Viewer
from network.coaching.learning.projection import PROJECTION as LEARNING
from network.coaching.support.projection import PROJECTION as SUPPORT
from network.directory.projection import PROJECTION as DIRECTORY
from network.projections.checkpoints import State
from network.web.idempotency import HEADER
from outcomes.read_models.occupancy.projection import PROJECTION as OCCUPANCY
from tests.network.main.conftest import Client, World, services, token_for, world
from tests.patience import PATIENCE
from tests.projected import Projected
from tests.seen_page import SeenPage

__all__ = ["services", "world"]
SHOWN = (SUPPORT, LEARNING, DIRECTORY, OCCUPANCY)


@dataclass(frozen=True, slots=True)
class Talk:
    """The people, and what is shown to them."""

    world: World
    coach: Client
    team: Client
    others: Client
    """Elmhurst's team."""

    async def say(self, who: Client, path: str, said: object, key: str | None = None) -> dict[str, Any]:
        """Say something, and wait until pages show it; its receipt."""
        answer = await who.post(path, said, {HEADER: key or str(uuid4())})
        assert answer.status_code == 201, answer.text
        receipt: dict[str, Any] = answer.json()
        names = [projection.name for projection in SHOWN]
        positions = self.world.services.positions
        assert await positions.wait_for(names, receipt["log_position"], PATIENCE)
        return receipt

    async def viewer(self, who: Client) -> Viewer:
        """Who that is to the service."""
        token = who.headers["Authorization"].removeprefix("Bearer ")
        viewer = await self.world.services.recognition.recognise(token)
        assert viewer is not None
        return viewer

    async def refused(self, who: Client, path: str, said: object, status: int = 422) -> dict[str, Any]:
        """Why something can't be said."""
        answer = await who.post(path, said)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def see(self, who: Client, path: str, status: int = 200) -> SeenPage:
        """A page."""
        answer = await who.get(path, Accept="text/html")
        assert answer.status_code == status, answer.text
        return SeenPage(answer)

    async def send(self, who: Client, path: str, fields: dict[str, str], status: int = 303) -> SeenPage:
        """A page's form as a browser sends it; the page that it leads to, or the form again."""
        opened = await self.see(who, path)
        hidden = {"command_id": opened.fields["command_id"][0]}
        answer = await who.post_form(path, {**hidden, **fields}, {"Accept": "text/html"})
        assert answer.status_code == status, answer.text
        return await self.see(who, answer.headers["Location"]) if status == 303 else SeenPage(answer)


@pytest.fixture
async def talk(world: World, projected: Projected) -> AsyncIterator[Talk]:
    """Everybody, with read models that follow."""
    others = Client(world.http, await token_for(world.services, Role.HOME_TEAM, "elmhurst"))
    async with projected.following(*SHOWN):
        for projection in SHOWN:
            assert await projected.comes_to_be(projection, State.LIVE)
        yield Talk(world, world.clients[Role.COACH], world.team, others)
