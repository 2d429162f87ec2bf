"""Network IT at its pages, over the real application, with the read models that the pages show kept up."""

import re
from collections.abc import AsyncIterator, Mapping
from html import unescape
from uuid import UUID

import httpx
import pytest

from households.activity.projection import PROJECTION as ACTIVITY
from network.access.viewer import Role
from network.directory.projection import PROJECTION as DIRECTORY
from network.directory.retention.projection import PROJECTION as RETENTION
from network.projections.checkpoints import State
from tests.network.main.conftest import World, edith, services, world
from tests.patience import PATIENCE
from tests.projected import Projected

__all__ = ["edith", "services", "world"]

COMMAND_ID = re.compile(r'name="command_id" value="([0-9a-f-]{36})"')
Fields = Mapping[str, str | list[str]]
SHOWN = (ACTIVITY, DIRECTORY, RETENTION)


class Browser:
    """Opens pages and sends their forms, as a browser without JavaScript does."""

    def __init__(self, world: World, role: Role = Role.NETWORK_IT) -> None:
        self.world = world
        self._client = world.clients[role]

    async def open(self, path: str, status: int = 200) -> str:
        """A page's HTML."""
        answer = await self._client.get(path, Accept="text/html")
        assert answer.status_code == status, answer.text
        return answer.text

    async def send(self, path: str, fields: Fields, command_id: str | None = None) -> httpx.Response:
        """A form's answer; it is opened first, for its command id."""
        if command_id is None:
            command_id = command_id_in(await self.open(path))
        return await self._client.post_form(
            path, {**fields, "command_id": command_id}, {"Accept": "text/html"}
        )

    async def found(self, path: str, fields: Fields) -> str:
        """What a search finds, whose words stand in no address."""
        answer = await self._client.post_form(path, fields, {"Accept": "text/html"})
        assert answer.status_code == 200, answer.text
        return answer.text

    async def led_to(self, path: str, fields: Fields) -> str:
        """The page that a search leads to, once ids say whom it means."""
        answer = await self._client.post_form(path, fields, {"Accept": "text/html"})
        assert answer.status_code == 303, answer.text
        address = answer.headers["Location"]
        assert not any(
            str(said) in address for name, said in fields.items() if name in ("q", "name") and said
        )
        return await self.open(address)

    async def done(self, path: str, fields: Fields) -> str:
        """The page that a form leads to when it went well."""
        answer = await self.send(path, fields)
        assert answer.status_code == 303, answer.text
        return await self.open(answer.headers["Location"])

    async def refused(self, path: str, fields: Fields) -> str:
        """The form again, where something is wrong with it."""
        answer = await self.send(path, fields)
        assert answer.status_code == 422, answer.text
        assert 'id="error-summary"' in answer.text
        return answer.text

    async def shown_at_once(self, path: str, fields: Fields, command_id: str | None = None) -> str:
        """What a form answers itself, with something that is shown once and kept by nobody."""
        answer = await self.send(path, fields, command_id)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.text

    async def caught_up(self) -> None:
        """Wait until the pages show everything that has been recorded."""
        services = self.world.services
        position = await services.log.last_position()
        names = [projection.name for projection in SHOWN]
        assert await services.positions.wait_for(names, position, PATIENCE)

    async def account(self, role: Role) -> UUID:
        """The account of the world's client of a role."""
        token = self.world.clients[role].headers["Authorization"].removeprefix("Bearer ")
        viewer = await self.world.services.recognition.recognise(token)
        assert viewer is not None
        return viewer.account_id


def command_id_in(html: str) -> str:
    """The id that a form came with."""
    found = COMMAND_ID.search(html)
    assert found is not None
    return found.group(1)


def text_of(html: str) -> str:
    """A page's words, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html.partition("<main")[2])).split())


@pytest.fixture
async def it(world: World, projected: Projected) -> AsyncIterator[Browser]:
    """Network IT at the pages of the small world."""
    async with projected.following(*SHOWN):
        for projection in SHOWN:
            assert await projected.comes_to_be(projection, State.LIVE)
        yield Browser(world)
