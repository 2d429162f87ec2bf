"""One line of a statement: what it may be, what it is, and how to say otherwise."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from finance.bank.commands import MatchLine, ReleaseLine, SetLineAside
from finance.bank.pages import DONE, BankParts, PayerInHome
from finance.books.homes import reference_meant
from network.access.authentication import viewer_of
from network.access.viewer import NotYours, Viewer
from network.web.body import read_form, uuid_in_path
from network.web.form import plain_number
from network.web.form_offer import hand_in
from network.web.form_state import FormState
from network.web.page import Page
from network.web.problem import Problem, ProblemKind, not_found
from network.web.sent_command import key_in_form

LABELS = {"home": "Home", "payer": "Payer", "amount": "Amount"}
NO_HOME = "There is no such home. Choose one that is offered."
Fields = Mapping[str, list[str]]


class LinePage:
    """Accept a proposal, say it by hand, take it back, or set the line aside."""

    def __init__(self, parts: BankParts) -> None:
        self._parts = parts

    def page(self) -> Page:
        """Where it is."""
        return Page(
            name="bank-line", path="/finance/bank/lines/{line}", endpoint=self.answer, methods=("GET", "POST")
        )

    async def answer(self, request: Request) -> Response:
        """Show it, or take what is said of it."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        line_id = uuid_in_path(request, "line")
        if request.method == "GET":
            homes = await self._parts.homes_by_name.all(viewer)
            home = reference_meant(homes, request.query_params.get("home", ""))
            form = FormState.empty(uuid4(), home=home)
            return await self._show(request, viewer, line_id, form)
        fields = await read_form(request)
        done = await hand_in(
            fields, lambda: self._take(viewer, line_id, fields), self._problem_of, labels=LABELS
        )
        if isinstance(done, FormState):
            return await self._show(request, viewer, line_id, done, 422)
        return _lead_on(line_id, done)

    def _problem_of(self, error: Exception) -> Problem | None:
        if isinstance(error, NotYours):
            return Problem(ProblemKind.REFUSED, NO_HOME, field="home")
        return self._parts.problem_of(error)

    async def _take(self, viewer: Viewer, line_id: UUID, fields: Fields) -> str:
        bank, key = self._parts.desk.bank, key_in_form(dict(fields))
        match sent_of(fields, "do"):
            case "match":
                await bank.match(viewer, line_id, _match(fields), key)
                return "matched"
            case "release":
                await bank.release(viewer, line_id, ReleaseLine(match=_number(sent_of(fields, "match"))), key)
                return "released"
            case "aside":
                await bank.set_aside(viewer, line_id, SetLineAside(is_aside=True), key)
                return "aside"
            case "back":
                await bank.set_aside(viewer, line_id, SetLineAside(is_aside=False), key)
                return "back"
            case _:
                raise Problem(ProblemKind.INVALID, "It is not said what to do.", field="do")

    async def _show(
        self, request: Request, viewer: Viewer, line_id: UUID, form: FormState, status: int = 200
    ) -> Response:
        line = await self._parts.desk.lines.line(viewer, line_id)
        if line is None:
            raise not_found()
        payers, unknown = await self._payers(viewer, form.value("home"))
        if unknown and not form.errors:
            form = FormState.refused(form.values, {"home": NO_HOME})
        return self._parts.pages.render(
            request,
            "finance/bank_line.html",
            status=status,
            form=form,
            line=line,
            homes=await self._parts.homes_by_name.all(viewer),
            payers=[(one.payer_id, f"{one.name}, {one.kind.value.replace('_', ' ')}") for one in payers],
            key=uuid4,
            done=DONE.get(request.query_params.get("done", "")),
        )

    async def _payers(self, viewer: Viewer, home: str) -> tuple[Sequence[PayerInHome], bool]:
        """Who pays in a home, once one is named; and whether there is none of that name."""
        if not home:
            return [], False
        try:
            home_id = await self._parts.homes.resolve(viewer, home)
        except NotYours:
            return [], True
        return await self._parts.payers_of(viewer, home_id), False


def _lead_on(line_id: UUID, done: str) -> Response:
    """Back to the list where there is nothing left to say, else to the line."""
    place = "" if done in ("matched", "aside") else f"/lines/{line_id}"
    return RedirectResponse(f"/finance/bank{place}?done={done}", 303)


def _match(fields: Fields) -> MatchLine:
    payment, payer, amount = (sent_of(fields, name) for name in ("payment", "payer", "amount"))
    if not payment and not payer:
        raise Problem(ProblemKind.INVALID, "Choose who paid.", field="payer")
    try:
        return MatchLine(
            home=sent_of(fields, "home"),
            payment=int(payment) if payment else None,
            payer=UUID(payer) if payer and not payment else None,
            amount=money_sent(amount, "amount") if amount else None,
        )
    except ValueError:
        raise Problem(ProblemKind.INVALID, "Choose it anew.", field="payer") from None


def money_sent(text: str, field: str) -> Decimal:
    """Pounds as somebody typed them. Raises `Problem`."""
    try:
        return Decimal(plain_number(text))
    except InvalidOperation:
        raise Problem(
            ProblemKind.INVALID, "That is no amount of money.", field=field, remedy="Write it as 1071.52."
        ) from None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def sent_of(fields: Fields, name: str) -> str:
    """What a field of a form holds; empty where it was not sent."""
    return (fields.get(name) or [""])[-1].strip()
