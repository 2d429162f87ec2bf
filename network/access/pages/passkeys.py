"""Adding a passkey: a page with a button, and what its script asks for."""

from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from network.access.authentication import session_in, viewer_of
from network.access.pages.account import WRONG_PROOF
from network.access.pages.doorway import Doorway, empty_form
from network.access.pages.sign_in import site_of
from network.access.sign_in.credentials import ProofMissing
from network.access.sign_in.passkeys import PasskeyUnfit
from network.web.body import read_json
from network.web.page import Page
from network.web.parser import Parser

NOT_ADDED = "The passkey could not be added. Reload the page and try once more."


class ProofTyped(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody typed to prove that it is still them."""

    proof: Annotated[str, Meta(max_length=1000)] = ""


class PasskeyPages:
    """Answers who adds a passkey."""

    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway
        self._doors = doorway.doors
        self._proof = Parser(ProofTyped)

    def pages(self) -> list[Page]:
        """Their addresses."""
        return [
            Page(name="account-passkey", path="/account/passkeys/new", endpoint=self.ask),
            Page(
                name="account-passkey-options",
                path="/account/passkeys/options",
                endpoint=self.options,
                methods=("POST",),
            ),
            Page(name="account-passkey-add", path="/account/passkeys", endpoint=self.add, methods=("POST",)),
        ]

    async def ask(self, request: Request) -> Response:
        """The page with the button."""
        session = session_in(request)
        proof = await self._doors.credentials.proof_of(session)
        return self._doorway.show(request, "account_passkey.html", empty_form(), proof=proof)

    async def options(self, request: Request) -> Response:
        """What the browser is to make a passkey of; given only to who proves who they are."""
        session, typed = session_in(request), await read_json(request, self._proof)
        viewer, credentials = viewer_of(request), self._doors.credentials
        try:
            await credentials.prove(session, typed.proof)
        except ProofMissing:
            return _refused(WRONG_PROOF[await credentials.proof_of(session)])
        held = await credentials.held(viewer.account_id)
        options = await self._doors.passkeys.ask_for_new(
            site_of(request), viewer, held.sign_in_name or viewer.name
        )
        return Response(options, media_type="application/json")

    async def add(self, request: Request) -> Response:
        """Keep what the browser made."""
        session, viewer = session_in(request), viewer_of(request)
        made = (await request.body()).decode(errors="replace")
        name = f"Passkey from {(await self._doorway.visitor(request)).client}"
        try:
            await self._doors.passkeys.add(site_of(request), viewer, session, made, name)
        except PasskeyUnfit:
            return _refused(NOT_ADDED)
        response = JSONResponse({"next": "/account?done=passkey-added"})
        await self._doorway.renew(session, response)
        return response


def _refused(said: str) -> Response:
    return JSONResponse({"error": said}, 403)
