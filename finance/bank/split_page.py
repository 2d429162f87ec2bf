"""Sharing a line out over the homes of one payer: what is proposed, put right by a person, and recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from finance.bank.commands import PartOfLine, SplitLine
from finance.bank.line_page import money_sent, sent_of
from finance.bank.pages import BankParts
from finance.bank.proposals import is_called
from finance.bank.reading import Line, Standing
from finance.bank.remitters import Called
from finance.pence import to_pounds
from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.web.body import read_form, uuid_in_path
from network.web.form_offer import hand_in
from network.web.form_state import WHOLE_FORM, FormState
from network.web.page import Page
from network.web.problem import Problem, ProblemKind, not_found
from network.web.sent_command import key_in_form

Fields = Mapping[str, list[str]]


class Row(NamedTuple):
    """A home that may get a part of the line."""

    field: str
    """The name of its amount on the form."""
    home_ref: str
    home_name: str
    owed: Decimal | None
    """None for a payment that the home recorded."""
    payment: int | None
    text: str
    amount: Decimal | None
    """What is proposed."""


class SplitPage:
    """Shows how a line may be shared out, adds it up, and takes it."""

    def __init__(self, parts: BankParts) -> None:
        self._parts = parts

    def page(self) -> Page:
        """Where it is."""
        return Page(
            name="bank-split",
            path="/finance/bank/lines/{line}/split",
            endpoint=self.answer,
            methods=("GET", "POST"),
        )

    async def answer(self, request: Request) -> Response:
        """Show it, or take it."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        line = await self._parts.desk.lines.line(viewer, uuid_in_path(request, "line"))
        if line is None:
            raise not_found()
        payer = await self._payer(viewer, line, request.query_params.get("payer", ""))
        rows = [] if payer is None else await self._rows(viewer, line, payer.payer_id)
        if request.method == "GET" or payer is None:
            proposed = {row.field: [str(row.amount)] for row in rows if row.amount is not None}
            return await self._show(request, viewer, line, payer, rows, FormState.empty(uuid4(), **proposed))
        fields = await read_form(request)
        done = await hand_in(
            fields,
            lambda: self._take(viewer, line, _parts_sent(rows, payer.payer_id, fields), fields),
            self._parts.problem_of,
            labels={row.field: row.home_name for row in rows},
        )
        if done is None:
            return RedirectResponse("/finance/bank?done=shared", 303)
        if await self._has_begun(viewer, line):
            return RedirectResponse(f"/finance/bank/lines/{line.line_id}?done=partly", 303)
        known = {row.field for row in rows}
        told = {at if at in known else WHOLE_FORM: said for at, said in done.errors.items()}
        form = replace(done, errors=told)
        return await self._show(request, viewer, line, payer, rows, form, 422 if told else 200)

    async def _take(
        self, viewer: Viewer, line: Line, parts: list[PartOfLine], fields: Fields
    ) -> FormState | None:
        """Record it; or only add it up, and then the form as it stands."""
        if sent_of(fields, "do") == "add":
            return FormState.refused(fields, {})
        key = key_in_form(dict(fields))
        await self._parts.desk.splitting.split(viewer, line.line_id, SplitLine(parts=parts), key)
        return None

    async def _has_begun(self, viewer: Viewer, before: Line) -> bool:
        """Whether a part was recorded before a home refused another."""
        line = await self._parts.desk.lines.line(viewer, before.line_id)
        return line is not None and len(line.matches) > len(before.matches)

    async def _payer(self, viewer: Viewer, line: Line, asked: str) -> Called | None:
        """Who is asked for, or else who is proposed, or the only one who is called as the bank says."""
        known = await self._parts.desk.remitters.all(viewer)
        wanted = asked or (str(line.split.payer_id) if line.split else "")
        if wanted:
            return next((one for one in known if str(one.payer_id) == wanted), None)
        called = [one for one in known if is_called(line.payer or line.reference, one.name)]
        return called[0] if len(called) == 1 else None

    async def _rows(self, viewer: Viewer, line: Line, payer_id: UUID) -> list[Row]:
        """What is proposed, and every other home of the payer."""
        homes = await self._parts.desk.remitters.homes(viewer, payer_id)
        owed = {home.home_id: to_pounds(home.pence) for home in homes}
        shares = line.split.shares if line.split and line.split.payer_id == payer_id else ()
        rows = [
            Row(
                f"amount-{share.home_id.hex}-{share.payment or 0}",
                *(share.home_ref, share.home_name),
                None if share.payment else owed.get(share.home_id),
                share.payment,
                share.text,
                to_pounds(share.pence),
            )
            for share in shares
        ]
        proposed = {row.field for row in rows}
        more = [
            Row(field, home.ref, home.name, owed[home.home_id], None, "", None)
            for home in homes
            if (field := f"amount-{home.home_id.hex}-0") not in proposed
        ]
        return [*rows, *more]

    async def _show(
        self,
        request: Request,
        viewer: Viewer,
        line: Line,
        payer: Called | None,
        rows: Sequence[Row],
        form: FormState,
        status: int = 200,
    ) -> Response:
        choices = [(one.payer_id, one.name) for one in await self._parts.desk.remitters.all(viewer)]
        together = sum((_amount(form.value(row.field)) for row in rows), Decimal("0.00"))
        return self._parts.pages.render(
            request,
            "finance/bank_split.html",
            status=status,
            form=form,
            line=line,
            is_open=line.standing is Standing.OPEN,
            payer=payer,
            payers=choices,
            rows=rows,
            together=together,
            difference=line.left - together,
        )


def _parts_sent(rows: Sequence[Row], payer_id: UUID, fields: Fields) -> list[PartOfLine]:
    """The homes that get something. Raises `Problem`."""
    parts = [
        PartOfLine(
            home=row.home_ref,
            payment=row.payment,
            payer=None if row.payment else payer_id,
            amount=money_sent(said, row.field),
        )
        # In one order, whatever is proposed meanwhile: the same form sent twice is the same command.
        for row in sorted(rows, key=lambda row: row.field)
        if (said := sent_of(fields, row.field))
    ]
    if len(parts) < 2 and sent_of(fields, "do") != "add":
        raise Problem(
            ProblemKind.INVALID,
            "Give two homes at least their amount.",
            field=WHOLE_FORM,
            remedy="What is one home's alone is matched on the line's own page.",
        )
    return parts


def _amount(text: str) -> Decimal:
    try:
        amount = money_sent(text, WHOLE_FORM) if text else Decimal(0)
    except Problem:
        return Decimal(0)
    return amount if amount.is_finite() and abs(amount) < 10**9 else Decimal(0)
