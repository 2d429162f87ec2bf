"""What every page at the door needs: who is there, how a session goes to the browser, and where it leads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.access.authentication import session_of
from network.access.devices.visitor import Visitor, client_in_words
from network.access.secrets.attempts import TooManyAttempts
from network.access.sessions.cookies import browser_key, device_key, give_browser, give_device, give_session
from network.access.sessions.kept_forms import KeptForm, KeptForms
from network.access.sessions.sessions import OWN, SHARED, NotAllowedIn, Session
from network.access.sign_in.doors import Doors
from network.access.sign_in.signing_in import SignedIn, SignInRefused
from network.access.viewer import SYSTEM, AccessError
from network.days import LONDON
from network.web.body import read_form
from network.web.form_state import WHOLE_FORM, FormState
from network.web.pages import Pages
from network.web.problem import ProblemKind

SECRETS = frozenset({"password", "pin", "new_password", "new_pin", "vouching_pin", "proof", "code"})
"""Fields that are never shown again."""
MOST_CHARACTERS = 1000
"""Of one field; what is longer is cut off, and matches nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doorway:
    """Shared by the pages at the door."""

    doors: Doors
    pages: Pages
    kept_forms: KeptForms
    now: Callable[[], datetime]

    async def home_name(self, home_id: UUID) -> str:
        """What the home of a tablet is called."""
        homes = await self.doors.homes.homes(SYSTEM)
        return next((home.name for home in homes if home.home_id == home_id), "")

    async def visitor(self, request: Request) -> Visitor:
        """Who is at the door."""
        return Visitor(
            address=request.client.host if request.client else "",
            client=client_in_words(request.headers.get("user-agent", "")),
            browser=browser_key(request),
            device=await self.doors.devices.recognise(device_key(request)),
        )

    def show(
        self, request: Request, template: str, form: FormState, status: int = 200, **context: object
    ) -> Response:
        """A page with a form."""
        return self.pages.render(
            request, f"access/{template}", status=status, form=form, london=LONDON, **context
        )

    async def renew(self, session: Session, response: Response) -> None:
        """Give the browser another token for its session, after it was proved again whose it is."""
        token = await self.doors.sessions.renew(session)
        give_session(response, token, (OWN if session.device_id is None else SHARED).most)

    async def welcome(
        self, request: Request, visitor: Visitor, signed_in: SignedIn, then: str, kept: str = ""
    ) -> Response:
        """Give the browser its session, end the one it had, and lead on: to a form that was kept first."""
        before = session_of(request)
        if before is not None:
            await self.doors.sessions.sign_out(before)
        form = self.kept_forms.open(signed_in.account_id, kept)
        response = RedirectResponse(then, 303) if form is None else self._resume(request, form)
        give_session(response, signed_in.token, (OWN if visitor.device is None else SHARED).most)
        if signed_in.browser is not None:
            give_browser(response, signed_in.browser)
        elif visitor.browser is not None:
            give_browser(response, visitor.browser)
        key = device_key(request)
        if visitor.device is not None and key is not None:
            give_device(response, key)
        return response

    def _resume(self, request: Request, kept: KeptForm) -> Response:
        return self.show(request, "resume.html", empty_form(), kept=kept)


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of a form, one value each."""

    fields: Mapping[str, list[str]]

    @classmethod
    async def read(cls, request: Request) -> "Typed":
        """What was sent."""
        return cls(await read_form(request))

    def __getitem__(self, name: str) -> str:
        return (self.fields.get(name) or [""])[-1][:MOST_CHARACTERS]

    @property
    def kept(self) -> str:
        """A form that was kept while its person signed in."""
        return (self.fields.get("kept") or [""])[-1]

    def all(self, name: str) -> list[str]:
        """Everything that was chosen under a name."""
        return [value for value in self.fields.get(name, []) if value]

    def refused(self, errors: Mapping[str, str]) -> FormState:
        """The form as it was sent, without what is secret, and what is wrong with it."""
        shown = {name: sent for name, sent in self.fields.items() if name not in SECRETS}
        return FormState.refused(shown, errors)


def empty_form(**values: str) -> FormState:
    """A form that nobody wrote in yet."""
    return FormState.empty(uuid4(), **values)


def why(error: AccessError, refused: str) -> dict[str, str]:
    """The sentence for what let nobody in; `refused` says it where nothing more may be said."""
    match error:
        case SignInRefused():
            return {WHOLE_FORM: refused}
        case NotAllowedIn():
            return {WHOLE_FORM: refused}
        case _:
            field = getattr(error, "field", WHOLE_FORM)
            return {field: str(error)}


def in_time(response: Response, error: AccessError) -> Response:
    """The answer to what let nobody in; where one has to wait, it says to programs too how long."""
    if isinstance(error, TooManyAttempts):
        response.status_code = ProblemKind.TOO_MANY_ATTEMPTS.status
        response.headers["Retry-After"] = str(error.seconds)
    return response


def local_path(wanted: str) -> str:
    """Where to go on, if that is an address of ours; else the start."""
    is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\"))
    return wanted if is_ours and wanted.isprintable() and "\\" not in wanted else "/"
