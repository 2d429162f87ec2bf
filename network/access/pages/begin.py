"""Beginning: with a code from network IT, as a guest for a shift, and a tablet as the home's."""

from datetime import datetime, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from network.access.accounts.accounts import AccountUnfit
from network.access.accounts.people import KnownPerson
from network.access.devices.devices import Device
from network.access.pages.doorway import Doorway, Typed, empty_form, in_time, why
from network.access.secrets.attempts import TooManyAttempts
from network.access.secrets.codes import FoundCode
from network.access.secrets.rules import SecretUnfit
from network.access.sessions.cookies import give_device
from network.access.sessions.sessions import NotAllowedIn
from network.access.sign_in.guests import LONGEST_SHIFT, NewGuest
from network.access.sign_in.signing_in import SignInRefused
from network.access.viewer import SYSTEM, Role, Viewer
from network.days import LONDON, local_date
from network.web.form_state import FormState
from network.web.page import Page
from network.web.problem import not_found

WRONG_CODE = (
    "This code does not work: it may be mistyped, used before, or too old. Ask network IT for a new one."
)
WRONG_VOUCHER = "That is not your colleague’s PIN, or they can’t vouch for somebody."
ASKED_OF_GUESTS = {
    "name": "Write your name.",
    "pin": "Choose a PIN of six to eight figures.",
    "vouched_by": "Choose your colleague.",
    "vouching_pin": "Your colleague types their PIN here.",
}
"""What is said of each that was left empty, all at once: two people stand there."""
USUAL_SHIFT = 12
"""Hours."""


class BeginPages:
    """Answers those who come for the first time."""

    def __init__(self, doorway: Doorway) -> None:
        self._doorway = doorway
        self._doors = doorway.doors

    def pages(self) -> list[Page]:
        """Their addresses."""
        both = ("GET", "POST")
        return [
            Page(name="sign-in-code", path="/sign-in/code", endpoint=self.code, methods=both, is_public=True),
            Page(
                name="sign-in-begin",
                path="/sign-in/begin",
                endpoint=self.begin,
                methods=("POST",),
                is_public=True,
            ),
            Page(
                name="sign-in-guest", path="/sign-in/guest", endpoint=self.guest, methods=both, is_public=True
            ),
            Page(
                name="sign-in-tablet",
                path="/sign-in/tablet",
                endpoint=self.tablet,
                methods=both,
                is_public=True,
            ),
        ]

    async def code(self, request: Request) -> Response:
        """Take the code, then ask for a password and a PIN."""
        if request.method == "GET":
            return self._doorway.show(request, "code.html", empty_form())
        typed = await Typed.read(request)
        try:
            _, person = await self._find(request, typed["code"])
        except (SignInRefused, TooManyAttempts) as error:
            form = typed.refused({"code": _only(why(error, WRONG_CODE))})
            return in_time(self._doorway.show(request, "code.html", form, 422), error)
        return self._choose(request, person, empty_form(), typed["code"])

    async def begin(self, request: Request) -> Response:
        """Keep what was chosen, and go in."""
        typed, visitor = await Typed.read(request), await self._doorway.visitor(request)
        try:
            code, person = await self._find(request, typed["code"])
        except (SignInRefused, TooManyAttempts) as error:
            form = typed.refused({"code": _only(why(error, WRONG_CODE))})
            return in_time(self._doorway.show(request, "code.html", form, 422), error)
        try:
            signed_in = await self._doors.credentials.begin(
                visitor, _viewer(person), code, typed["new_password"], typed["new_pin"]
            )
        except (SecretUnfit, SignInRefused, NotAllowedIn) as error:
            said = {f"new_{name}" if name else name: text for name, text in why(error, WRONG_CODE).items()}
            return self._choose(request, person, typed.refused(said), typed["code"])
        return await self._doorway.welcome(request, visitor, signed_in, "/")

    async def guest(self, request: Request) -> Response:
        """Somebody for this shift, with a colleague beside them."""
        visitor = await self._doorway.visitor(request)
        if visitor.device is None:
            raise not_found()
        shifts = _ends_of_shift(self._doorway.now())
        if request.method == "GET":
            form = empty_form(until=shifts[USUAL_SHIFT - 1][0])
            return await self._ask_guest(request, visitor.device, form, shifts)
        typed = await Typed.read(request)
        if missing := {name: text for name, text in ASKED_OF_GUESTS.items() if not typed[name].strip()}:
            return await self._ask_guest(request, visitor.device, typed.refused(missing), shifts)
        try:
            guest = _guest(typed)
            signed_in = await self._doors.guests.let_in(visitor, visitor.device, guest)
        except (AccountUnfit, SecretUnfit, SignInRefused, TooManyAttempts, NotAllowedIn) as error:
            said = why(error, WRONG_VOUCHER)
            named = {name or "vouching_pin": text for name, text in said.items()}
            refused = await self._ask_guest(request, visitor.device, typed.refused(named), shifts)
            return in_time(refused, error)
        return await self._doorway.welcome(request, visitor, signed_in, "/")

    async def tablet(self, request: Request) -> Response:
        """Make this browser the home's shared tablet."""
        if request.method == "GET":
            return self._doorway.show(request, "tablet.html", empty_form())
        typed, visitor = await Typed.read(request), await self._doorway.visitor(request)
        try:
            key = await self._doors.signing_in.enrol(visitor, typed["code"])
        except (SignInRefused, TooManyAttempts) as error:
            form = typed.refused({"code": _only(why(error, WRONG_CODE))})
            return in_time(self._doorway.show(request, "tablet.html", form, 422), error)
        response = RedirectResponse("/sign-in", 303)
        give_device(response, key)
        return response

    async def _find(self, request: Request, typed: str) -> tuple[FoundCode, KnownPerson]:
        visitor = await self._doorway.visitor(request)
        code = await self._doors.signing_in.find_start(visitor, typed)
        if code.account_id is None:
            raise SignInRefused
        person = await self._doors.people.find(SYSTEM, code.account_id)
        if person.disabled_at is not None:
            raise SignInRefused
        return code, person

    def _choose(self, request: Request, person: KnownPerson, form: FormState, code: str) -> Response:
        return self._doorway.show(
            request,
            "begin.html",
            form,
            200 if not form.errors else 422,
            someone=person,
            code=code,
            has_pin=person.role is Role.HOME_TEAM,
        )

    async def _ask_guest(
        self, request: Request, device: Device, form: FormState, shifts: list[tuple[str, str]]
    ) -> Response:
        people = await self._doors.devices.people(device)
        return self._doorway.show(
            request,
            "guest.html",
            form,
            200 if not form.errors else 422,
            colleagues=[
                (str(one.account_id), one.name) for one in people if one.has_pin and not one.is_guest
            ],
            shifts=shifts,
        )


def _viewer(person: KnownPerson) -> Viewer:
    return Viewer(
        account_id=person.account_id, name=person.name, role=person.role, homes=frozenset(person.homes)
    )


def _guest(typed: Typed) -> NewGuest:
    try:
        until = datetime.fromisoformat(typed["until"])
    except ValueError:
        raise SecretUnfit("until", "The end of the shift is missing.", "Choose when it ends.") from None
    if until.tzinfo is None:
        raise SecretUnfit("until", "The end of the shift is missing.", "Choose when it ends.")
    try:
        voucher = UUID(typed["vouched_by"])
    except ValueError:
        raise SecretUnfit("vouched_by", "Nobody vouches for you yet.", "Choose your colleague.") from None
    return NewGuest(
        name=typed["name"],
        pin=typed["pin"],
        until=until,
        vouched_by=voucher,
        vouching_pin=typed["vouching_pin"],
    )


def _ends_of_shift(now: datetime) -> list[tuple[str, str]]:
    """Full hours from the next one on, as long as a shift may be, in words."""
    first = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    hours = int(LONGEST_SHIFT / timedelta(hours=1))
    ends = [first + timedelta(hours=hour) for hour in range(hours)]
    today = local_date(now)
    return [
        (end.isoformat(), f"{local:%H:%M}{'' if local.date() == today else ' tomorrow'}")
        for end in ends
        for local in [end.astimezone(LONDON)]
    ]


def _only(said: dict[str, str]) -> str:
    return next(iter(said.values()))
