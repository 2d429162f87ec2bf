"""Tells the page's scripts who is signed in, and gives them the grant for records made offline."""

from datetime import datetime
from uuid import UUID

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from network.access.authentication import viewer_of
from network.access.grants import Grants
from network.access.pages.account import session_in
from network.access.viewer import Role
from network.web.answer import json_answer
from network.web.page import Page


class WhoIsIn(msgspec.Struct, frozen=True, kw_only=True):
    """Who is signed in."""

    account_id: UUID
    name: str
    role: Role
    homes: list[UUID]
    device_id: UUID | None
    is_shared: bool
    is_guest: bool
    idle_seconds: int
    """Without anything done for so long, the session ends."""
    expires_at: datetime
    grant: str
    """Who made a record, for what is made without a connection; signs nobody in."""


class WhoPages:
    """Answers `GET /session`. A script that asks does not keep the session alive by it."""

    def __init__(self, grants: Grants) -> None:
        self._grants = grants

    def pages(self) -> list[Page]:
        """Its address."""
        return [Page(name="session", path="/session", endpoint=self.session)]

    async def session(self, request: Request) -> Response:
        """Who it is."""
        viewer, session = viewer_of(request), session_in(request)
        return json_answer(
            WhoIsIn(
                account_id=viewer.account_id,
                name=viewer.name,
                role=viewer.role,
                homes=sorted(viewer.homes),
                device_id=session.device_id,
                is_shared=session.device_id is not None,
                is_guest=session.is_guest,
                idle_seconds=int(session.idle_for.total_seconds()),
                expires_at=session.expires_at,
                grant=self._grants.issue(viewer, session.device_id),
            )
        )
