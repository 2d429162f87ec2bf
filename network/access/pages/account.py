"""One's own account: how one signs in, where one is signed in, and changing both.

Each change has a page of its own, which asks once more for password or PIN: a phone that lies
open on the table is not enough to lock its person out.
"""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.access.authentication import session_in, viewer_of
from network.access.pages.doorway import Doorway, Typed, empty_form, in_time, why
from network.access.secrets.attempts import TooManyAttempts
from network.access.secrets.rules import SecretUnfit
from network.access.sessions.cookies import browser_key
from network.access.sessions.sessions import Session, SessionUnknown, SignInMethod
from network.access.sign_in.browsers import BrowserUnknown
from network.access.sign_in.credentials import ProofMissing
from network.access.sign_in.passkeys import PasskeyUnknown
from network.access.viewer import AccessError, Viewer
from network.web.body import uuid_in_path
from network.web.form_state import FormState
from network.web.page import Page
from network.web.problem import Problem, ProblemKind, not_found

WRONG_PROOF = {
    SignInMethod.PIN: "That is not your PIN.",
    SignInMethod.PASSWORD: "That is not your password.",
    SignInMethod.PASSKEY: "Sign out and in again with your passkey, then do this within ten minutes.",
}
Change = Callable[[Request, Viewer, Session, Typed], Awaitable[Response]]


class AccountPages:
    """Answers people about their own accounts."""

    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway
        self._doors = doorway.doors

    def pages(self) -> list[Page]:
        """Their addresses."""
        return [
            Page(name="account", path="/account", endpoint=self.overview),
            self._page("account-pin", "/account/pin", "account_pin.html", self._pin),
            self._page("account-password", "/account/password", "account_password.html", self._password),
            self._page("account-browser", "/account/browsers/new", "account_browser.html", self._browser),
            self._page(
                "account-browser-remove",
                "/account/browsers/{browser}/remove",
                "account_remove.html",
                self._remove_browser,
            ),
            self._page(
                "account-passkey-remove",
                "/account/passkeys/{passkey}/remove",
                "account_remove.html",
                self._remove_passkey,
            ),
            self._page("account-sessions", "/account/sessions", "account_sessions.html", self._end_sessions),
        ]

    async def overview(self, request: Request) -> Response:
        """Everything about it at a look."""
        viewer, session = viewer_of(request), session_in(request)
        return self._doorway.show(
            request,
            "account.html",
            empty_form(),
            viewer=viewer,
            session=session,
            held=await self._doors.credentials.held(viewer.account_id),
            browsers=await self._doors.browsers.list_own(viewer, browser_key(request)),
            passkeys=await self._doors.passkeys.list_own(viewer),
            sessions=await self._doors.sessions.list_own(viewer),
            done=request.query_params.get("done", ""),
        )

    def _page(self, name: str, path: str, template: str, change: Change) -> Page:
        async def answer(request: Request) -> Response:
            viewer, session = viewer_of(request), session_in(request)
            await self._refuse_guest(session)
            if request.method == "GET":
                return await self._ask(request, viewer, session, template, empty_form())
            typed = await Typed.read(request)
            try:
                await self._doors.credentials.prove(session, typed["proof"])
                response = await change(request, viewer, session, typed)
                await self._doorway.renew(session, response)
            except (ProofMissing, TooManyAttempts, SecretUnfit) as error:
                form = typed.refused(await self._what_is_wrong(session, error))
                return in_time(await self._ask(request, viewer, session, template, form), error)
            except (BrowserUnknown, PasskeyUnknown, SessionUnknown):
                raise not_found() from None
            return response

        return Page(name=name, path=path, endpoint=answer, methods=("GET", "POST"))

    async def _refuse_guest(self, session: Session) -> None:
        if session.is_guest:
            raise Problem(
                ProblemKind.FORBIDDEN,
                "A guest's account is for one shift and stays as it is.",
                remedy="Sign out when you leave; the account ends by itself.",
            )

    async def _ask(
        self, request: Request, viewer: Viewer, session: Session, template: str, form: FormState
    ) -> Response:
        return self._doorway.show(
            request,
            template,
            form,
            200 if not form.errors else 422,
            proof=await self._doors.credentials.proof_of(session),
            held=await self._doors.credentials.held(viewer.account_id),
            sessions=await self._doors.sessions.list_own(viewer),
            session=session,
        )

    async def _what_is_wrong(self, session: Session, error: AccessError) -> dict[str, str]:
        if isinstance(error, ProofMissing):
            return {"proof": WRONG_PROOF[await self._doors.credentials.proof_of(session)]}
        if isinstance(error, TooManyAttempts):
            return {"proof": str(error)}
        return {f"new_{name}": said for name, said in why(error, "").items()}

    async def _pin(self, _request: Request, viewer: Viewer, session: Session, typed: Typed) -> Response:
        await self._doors.credentials.change(viewer, session, SignInMethod.PIN, typed["new_pin"])
        return _done("pin")

    async def _password(self, _request: Request, viewer: Viewer, session: Session, typed: Typed) -> Response:
        await self._doors.credentials.change(viewer, session, SignInMethod.PASSWORD, typed["new_password"])
        return _done("password")

    async def _browser(self, request: Request, viewer: Viewer, _: Session, __: Typed) -> Response:
        code = await self._doors.credentials.browser_code(viewer)
        held = await self._doors.credentials.held(viewer.account_id)
        return self._doorway.show(request, "account_code.html", empty_form(), code=code, held=held)

    async def _remove_browser(self, request: Request, viewer: Viewer, _: Session, __: Typed) -> Response:
        await self._doors.browsers.remove(viewer, uuid_in_path(request, "browser"))
        return _done("browser")

    async def _remove_passkey(self, request: Request, viewer: Viewer, session: Session, _: Typed) -> Response:
        await self._doors.passkeys.remove(viewer, session, uuid_in_path(request, "passkey"))
        return _done("passkey")

    async def _end_sessions(self, _: Request, viewer: Viewer, session: Session, typed: Typed) -> Response:
        wanted = set(typed.all("sessions"))
        for listed in await self._doors.sessions.list_own(viewer):
            if str(listed.session_id) in wanted and listed.session_id != session.session_id:
                await self._doors.sessions.end(viewer, listed.session_id)
        return _done("sessions")


def _done(what: str) -> Response:
    return RedirectResponse(f"/account?done={what}", 303)
