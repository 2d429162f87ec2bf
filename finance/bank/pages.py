"""The bank's pages: statements in, lines with what they may be, and the columns of an account."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from finance.bank.commands import BringIn, BroughtIn
from finance.bank.desk import BankDesk
from finance.bank.reading import Standing
from finance.bank.upload import read_upload
from finance.books.homes import HomesByName
from households.terms import PayerKind
from network.access.authentication import viewer_of
from network.access.homes import Homes
from network.access.viewer import Viewer
from network.web.body import uuid_or_none
from network.web.form_offer import hand_in
from network.web.form_state import FormState
from network.web.page import Page
from network.web.pages import Pages
from network.web.problem import Problem, ProblemKind, ProblemOf
from network.web.sent_command import key_in_form

LINES_OF_A_PAGE = 30
TABS = {
    Standing.OPEN: "To be matched",
    Standing.MATCHED: "Matched",
    Standing.ASIDE: "Set aside",
    Standing.OUT: "Money out",
}
DONE = {
    "account": "The account is kept.",
    "matched": "The line is matched.",
    "shared": "The line is shared out.",
    "partly": "A home refused its part. What came before it is matched; what is left waits.",
    "released": "The match is taken back.",
    "aside": "The line is set aside.",
    "back": "The line waits to be matched again.",
}
"""What a page confirms, by the word in its address: no address can put other words there."""


class PayerInHome(Protocol):
    """Who pays in a home, as a list of them shows it."""

    @property
    def payer_id(self) -> UUID:
        """The payer's id."""
        ...

    @property
    def name(self) -> str | None:
        """What they are called."""
        ...

    @property
    def kind(self) -> PayerKind:
        """What kind of payer it is."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BankParts:
    """What the bank's pages are made of."""

    pages: Pages
    desk: BankDesk
    homes: Homes
    homes_by_name: HomesByName
    payers_of: Callable[[Viewer, UUID], Awaitable[Sequence[PayerInHome]]]
    problem_of: ProblemOf


class BankPage:
    """Statements come in here, and every line is shown until somebody has said what it is."""

    def __init__(self, parts: BankParts) -> None:
        self._parts = parts

    def page(self) -> Page:
        """Where it is."""
        return Page(name="bank", path="/finance/bank", endpoint=self.answer, methods=("GET", "POST"))

    async def answer(self, request: Request) -> Response:
        """Show it, or take a statement."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        if request.method == "GET":
            return await self._show(request, viewer, FormState.empty(uuid4()))
        fields, file = await read_upload(request, "file")
        brought = await hand_in(
            fields,
            lambda: self._bring_in(viewer, fields, file),
            self._parts.problem_of,
            asks={"account": "Choose the account."},
            labels={"file": "Statement"},
        )
        if isinstance(brought, FormState):
            return await self._show(request, viewer, brought, 422)
        return RedirectResponse(f"/finance/bank?lines={brought.lines}&new={brought.new}", 303)

    async def _bring_in(self, viewer: Viewer, fields: Mapping[str, list[str]], file: bytes) -> BroughtIn:
        account_id = uuid_or_none(fields["account"][-1])
        if account_id is None:
            raise Problem(ProblemKind.INVALID, "Choose one of the list.", field="account")
        if not file:
            raise Problem(ProblemKind.INVALID, "Choose what the bank gave you.", field="file")
        key = key_in_form(dict(fields))
        return await self._parts.desk.bank.bring_in(viewer, account_id, BringIn(file=file), key)

    async def _show(self, request: Request, viewer: Viewer, form: FormState, status: int = 200) -> Response:
        lines = self._parts.desk.lines
        asked = request.query_params.get("standing", "")
        standing = Standing(asked) if asked in [*Standing] else Standing.OPEN
        found = await lines.page(viewer, standing, LINES_OF_A_PAGE + 1, place_of(request))
        shown = found[:LINES_OF_A_PAGE]
        accounts = await lines.accounts(viewer)
        return self._parts.pages.render(
            request,
            "finance/bank.html",
            status=status,
            form=form,
            accounts=accounts,
            account_choices=[(one.account_id, one.name) for one in accounts],
            counts=await lines.counts(viewer),
            doubles=await lines.doubles(viewer) if standing is Standing.OPEN else None,
            standing=standing,
            tabs=TABS,
            lines=shown,
            older=f"{shown[-1].booked_on}/{shown[-1].line_id}" if len(found) > LINES_OF_A_PAGE else "",
            key=uuid4,
            done=DONE.get(request.query_params.get("done", "")) or said_of_statement(request),
        )


def place_of(request: Request) -> tuple[date, UUID] | None:
    """Where a page of older lines begins; the newest where the address names no such place."""
    day, _, line = request.query_params.get("after", "").partition("/")
    try:
        return date.fromisoformat(day), UUID(line)
    except ValueError:
        return None


def said_of_statement(request: Request) -> str:
    """What became of a statement that was just brought in."""
    said = [request.query_params.get(name, "") for name in ("lines", "new")]
    if not all(one.isdecimal() and len(one) < 7 for one in said):
        return ""
    lines, new = map(int, said)
    known = f", {lines - new:,} of them known before" if lines > new else ""
    return f"The statement is brought in: {lines:,} {'line' if lines == 1 else 'lines'}{known}."
