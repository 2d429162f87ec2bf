"""Who is signed in on a device, and what it may keep so that they can go on without a signal."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, Protocol
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import session_in, viewer_of
from network.access.homes import KnownHomes
from network.access.sessions.cookies import device_key
from network.access.viewer import Role, Viewer
from network.web.answer import json_answer
from network.web.operation import Answer, Operation
from network.web.problem import ProblemKind

TAG = "Outbox"


class Grants(Protocol):
    """Who signs what a device says later of who made a record."""

    def issue(self, viewer: Viewer, device_id: UUID | None, signed_in_at: datetime) -> str:
        """A grant for whoever is signed in now, and since when."""
        ...


Recognise = Callable[[str | None], Awaitable[object | None]]
"""The shared device with a key, None where there is none or it was revoked."""


class Way(msgspec.Struct, frozen=True, array_like=True):
    """A form that is used often: where it is and what it is for."""

    address: str
    words: str


class PersonHere(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in, and what their device keeps, sealed, to go on without a signal."""

    account: UUID
    name: str
    grant: Annotated[
        str,
        msgspec.Meta(description="Says, signed, who made a record. It lets nobody in. Counts for 14 days."),
    ]
    device: Annotated[bool, msgspec.Meta(description="Whether this is a tablet that a home shares.")]
    idle: Annotated[int, msgspec.Meta(description="After how many idle seconds they are signed out.")]
    forms: Annotated[list[str], msgspec.Meta(description="Pages to keep, without the names in them.")]
    ways: Annotated[list[Way], msgspec.Meta(description="The forms to offer first, with their words.")]


class DeviceHere(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the browser is a home's tablet as far as the service knows."""

    enrolled: bool


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered without a signal, as addresses with `{home}` in them."""

    forms: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]
    """Words and address."""


def here_operations(grants: Grants, homes: KnownHomes, recognise: Recognise, kept: Kept) -> list[Operation]:
    """Telling a device who is there, and whether it is still one of ours."""
    here = Here(grants, homes, recognise, kept)
    return [
        Operation(
            name="outbox-person",
            method="GET",
            path="/outbox/person",
            endpoint=here.person,
            tag=TAG,
            summary="Who is signed in, and what their device keeps to go on without a signal.",
            answers={200: Answer(description="The person.", kind=PersonHere)},
            problems=(ProblemKind.FORBIDDEN,),
        ),
        Operation(
            name="outbox-device",
            method="GET",
            path="/outbox/device",
            endpoint=here.device,
            tag=TAG,
            summary="Whether this browser is still a home's tablet: one that was revoked forgets its people.",
            answers={200: Answer(description="Yes or no.", kind=DeviceHere)},
            is_public=True,
        ),
    ]


class Here:
    """Answers about who is at a device."""

    def __init__(self, grants: Grants, homes: KnownHomes, recognise: Recognise, kept: Kept) -> None:
        self._grants = grants
        self._homes = homes
        self._recognise = recognise
        self._kept = kept

    async def person(self, request: Request) -> Response:
        """The person with a fresh grant."""
        viewer, session = viewer_of(request), session_in(request)
        device_id = session.device_id
        refs = await self._refs(viewer)
        return json_answer(
            PersonHere(
                account=viewer.account_id,
                name=viewer.name,
                grant=self._grants.issue(viewer, device_id, session.signed_in_at),
                device=device_id is not None,
                idle=int(session.idle_for.total_seconds()),
                forms=[form.replace("{home}", ref) for ref in refs for form in self._kept.forms],
                ways=[
                    Way(way.replace("{home}", ref), words if len(refs) == 1 else f"{words} ({ref})")
                    for ref in refs
                    for words, way in self._kept.ways
                ],
            )
        )

    async def device(self, request: Request) -> Response:
        """Whether the device's key is one of a tablet that was not revoked."""
        return json_answer(DeviceHere(enrolled=await self._recognise(device_key(request)) is not None))

    async def _refs(self, viewer: Viewer) -> list[str]:
        """The homes in which the viewer records."""
        if viewer.role is not Role.HOME_TEAM:
            return []
        return [home.ref for home in await self._homes.homes(viewer) if viewer.may_record_for(home.home_id)]
