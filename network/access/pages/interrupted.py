"""A form that is sent after its session has ended: its person signs in, and it is still there."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.access.authentication import CHALLENGE, SIGN_IN
from network.access.pages.doorway import SECRETS, Doorway, empty_form
from network.access.sessions.cookies import session_token
from network.web.body import is_form, read_form
from network.web.form_state import FormState


class InterruptedForms:
    """Answers a browser that sends a form and is not signed in any more."""

    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway

    async def answer(self, request: Request) -> Response:
        """The page to sign in on, with what was typed sealed in it, where something was."""
        kept, account_id = None, await self._doorway.doors.sessions.whose(session_token(request))
        if account_id is not None and is_form(request):
            fields = await read_form(request)
            if not SECRETS & fields.keys():
                kept = self._doorway.kept_forms.seal(account_id, request.url.path, fields)
        if kept is None or account_id is None:
            return RedirectResponse(SIGN_IN, 303)
        form = empty_form(kept=kept, next=request.url.path)
        visitor = await self._doorway.visitor(request)
        if visitor.device is not None:
            people = await self._doorway.doors.devices.people(visitor.device)
            someone = next((one for one in people if one.account_id == account_id), None)
            if someone is not None and someone.has_pin:
                return self._ask(request, "pin.html", form, someone=someone)
        return self._ask(
            request,
            "password.html",
            form,
            is_shared=visitor.device is not None,
            shows_code=False,
        )

    def _ask(self, request: Request, template: str, form: FormState, **context: object) -> Response:
        response = self._doorway.show(request, template, form, 401, **context)
        response.headers.update(CHALLENGE)
        return response
