"""Signing in: by password or passkey on one's own, by PIN on the home's tablet; and signing out."""

from urllib.parse import quote
from uuid import UUID

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from network.access.authentication import session_of
from network.access.devices.devices import Colleague
from network.access.devices.visitor import Visitor
from network.access.pages.doorway import Doorway, Typed, empty_form, in_time, local_path, why
from network.access.secrets.attempts import TooManyAttempts
from network.access.sessions.cookies import session_token, take_session
from network.access.sessions.sessions import NotAllowedIn
from network.access.sign_in.passkeys import Site
from network.access.sign_in.signing_in import SignInRefused
from network.web.body import uuid_in_path
from network.web.form_state import FormState
from network.web.page import Page
from network.web.problem import not_found

REFUSED = (
    "That did not let you in. Check your sign-in name and your password. On a phone or computer that you "
    "have not used before, a code is needed too."
)
WRONG_PIN = "That is not the PIN. Try again, or sign in with your password."
LET_IN = (SignInRefused, TooManyAttempts, NotAllowedIn)


class SignInPages:
    """Answers at the door."""

    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway
        self._doors = doorway.doors

    def pages(self) -> list[Page]:
        """Their addresses."""
        both = ("GET", "POST")
        return [
            Page(name="sign-in", path="/sign-in", endpoint=self.start, is_public=True),
            Page(
                name="sign-in-password",
                path="/sign-in/password",
                endpoint=self.password,
                methods=both,
                is_public=True,
            ),
            Page(
                name="sign-in-pin",
                path="/sign-in/people/{account}",
                endpoint=self.pin,
                methods=both,
                is_public=True,
            ),
            Page(
                name="sign-in-passkey-options",
                path="/sign-in/passkey/options",
                endpoint=self.passkey_options,
                methods=("POST",),
                is_public=True,
            ),
            Page(
                name="sign-in-passkey",
                path="/sign-in/passkey",
                endpoint=self.passkey,
                methods=("POST",),
                is_public=True,
            ),
            Page(
                name="sign-out",
                path="/sign-out",
                endpoint=self.sign_out,
                methods=("POST",),
                is_public=True,
            ),
        ]

    async def start(self, request: Request) -> Response:
        """The people of the home on its tablet; elsewhere the form for one's password."""
        visitor = await self._doorway.visitor(request)
        then = request.query_params.get("next", "")
        if visitor.device is None:
            return self._ask_password(request, visitor, empty_form(next=then))
        return self._doorway.show(
            request,
            "people.html",
            empty_form(next=then),
            people=await self._doors.devices.people(visitor.device),
            home=await self._doorway.home_name(visitor.device.home_id),
            device=visitor.device,
            query=f"?next={quote(then, safe='/')}" if then else "",
        )

    async def password(self, request: Request) -> Response:
        """By password."""
        visitor = await self._doorway.visitor(request)
        if request.method == "GET":
            return self._ask_password(request, visitor, empty_form(next=request.query_params.get("next", "")))
        typed = await Typed.read(request)
        try:
            signed_in = await self._doors.signing_in.with_password(
                visitor, typed["sign_in_name"], typed["password"], typed["code"]
            )
        except LET_IN as error:
            form = typed.refused(why(error, REFUSED))
            return in_time(self._ask_password(request, visitor, form, needs_code=True), error)
        then = await self._then(request, signed_in.account_id, typed["next"])
        return await self._doorway.welcome(request, visitor, signed_in, then, typed.kept)

    async def pin(self, request: Request) -> Response:
        """By PIN, on the home's tablet, as somebody who was chosen there."""
        visitor = await self._doorway.visitor(request)
        person = await self._person(visitor, uuid_in_path(request, "account"))
        if request.method == "GET":
            return self._ask_pin(request, person, empty_form(next=request.query_params.get("next", "")))
        typed = await Typed.read(request)
        try:
            signed_in = await self._doors.signing_in.with_pin(visitor, person.account_id, typed["pin"])
        except LET_IN as error:
            said = {"pin": next(iter(why(error, WRONG_PIN).values()))}
            return in_time(self._ask_pin(request, person, typed.refused(said)), error)
        then = await self._then(request, signed_in.account_id, typed["next"])
        return await self._doorway.welcome(request, visitor, signed_in, then, typed.kept)

    async def passkey_options(self, request: Request) -> Response:
        """What a passkey is to sign."""
        visitor = await self._doorway.visitor(request)
        options = await self._doors.passkeys.ask(site_of(request), visitor)
        return Response(options, media_type="application/json")

    async def passkey(self, request: Request) -> Response:
        """By what a passkey signed; a script asks, so the answer says where to go."""
        visitor = await self._doorway.visitor(request)
        try:
            signed_in = await self._doors.passkeys.let_in(
                site_of(request), visitor, (await request.body()).decode(errors="replace")
            )
        except LET_IN:
            said = "This passkey is not known here. Use your password, or ask network IT for a code."
            return JSONResponse({"error": said}, 403)
        then = await self._then(request, signed_in.account_id, request.query_params.get("next", ""))
        welcome = await self._doorway.welcome(request, visitor, signed_in, then)
        answer = JSONResponse({"next": then})
        for name, value in welcome.raw_headers:
            if name == b"set-cookie":
                answer.raw_headers.append((name, value))
        return answer

    async def sign_out(self, request: Request) -> Response:
        """End the session, here and for whoever copied its cookie."""
        session = session_of(request)
        if session is not None:
            await self._doors.sessions.sign_out(session)
        response = RedirectResponse("/sign-in", 303)
        take_session(response)
        return response

    def _ask_password(
        self, request: Request, visitor: Visitor, form: FormState, *, needs_code: bool = False
    ) -> Response:
        is_known = visitor.browser is not None or visitor.device is not None
        return self._doorway.show(
            request,
            "password.html",
            form,
            200 if not form.errors else 422,
            is_shared=visitor.device is not None,
            shows_code=not is_known or (needs_code and visitor.device is None),
        )

    def _ask_pin(self, request: Request, person: Colleague, form: FormState) -> Response:
        status = 200 if not form.errors else 422
        return self._doorway.show(request, "pin.html", form, status, someone=person)

    async def _person(self, visitor: Visitor, account_id: UUID) -> Colleague:
        if visitor.device is None:
            raise not_found()
        people = await self._doors.devices.people(visitor.device)
        found = next((person for person in people if person.account_id == account_id), None)
        if found is None:
            raise not_found()
        return found

    async def _then(self, request: Request, account_id: UUID, wanted: str) -> str:
        """Back to where the same person was; somebody else begins at their start."""
        before = await self._doors.sessions.whose(session_token(request))
        return local_path(wanted) if before in (None, account_id) else "/"


def site_of(request: Request) -> Site:
    """The host that a passkey has to be for."""
    return Site(host=request.url.hostname or "", origin=f"{request.url.scheme}://{request.url.netloc}")
