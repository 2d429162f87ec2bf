"""A bank account and the columns of its CSV: a file is looked at, and its columns are named and kept."""

from collections.abc import Mapping
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from finance.bank.columns import DAYS, ENCODINGS, Sample, guess, preview, sample_in, sample_of
from finance.bank.commands import KeepAccount
from finance.bank.pages import BankParts
from finance.bank.statements import ReadLine, StatementUnreadable
from finance.bank.upload import read_upload
from finance.pence import to_pounds
from finance.terms import ColumnMapping, DayFormat, Encoding
from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.web.form_offer import hand_in
from network.web.form_state import WHOLE_FORM, FormState
from network.web.page import Page
from network.web.parser import checked
from network.web.problem import Problem, ProblemKind
from network.web.sent_command import key_in_form

COLUMNS = ("booked_on", "amount", "money_out", "reference", "payer")
LABELS = {
    "name": "Name", "file": "Statement", "booked_on": "The day", "amount": "The amount",
    "reference": "The reference",
}  # fmt: skip
Fields = dict[str, list[str]]


class AccountPage:
    """Works in three steps without anything kept between them: the sample travels with the form."""

    def __init__(self, parts: BankParts) -> None:
        self._parts = parts

    def page(self) -> Page:
        """Where it is."""
        return Page(
            name="bank-account", path="/finance/bank/account", endpoint=self.answer, methods=("GET", "POST")
        )

    async def answer(self, request: Request) -> Response:
        """Show it, look at a file, or keep the account."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        if request.method == "GET":
            name = request.query_params.get("name", "")[:60]
            return self._show(request, FormState.empty(uuid4(), name=name), None, [])
        fields, file = await read_upload(request, "file")
        fields = {name: values for name, values in fields.items() if any(values)}
        done = await hand_in(
            fields,
            lambda: self._take(request, viewer, fields, file),
            self._parts.problem_of,
            labels=LABELS,
        )
        if isinstance(done, FormState):
            return self._show(request, done, _sample_in(fields), [], 422)
        return done

    async def _take(self, request: Request, viewer: Viewer, fields: Fields, file: bytes) -> Response:
        """Raises what a person has to correct."""
        name, step = _sent(fields, "name"), _sent(fields, "do")
        if not name:
            raise Problem(ProblemKind.INVALID, "Say what you call the account.", field="name")
        if step == "camt":
            await self._keep(viewer, fields, None)
            return RedirectResponse("/finance/bank?done=account", 303)
        sample = sample_of(file) if file else _sample_in(fields)
        if sample is None:
            raise Problem(ProblemKind.INVALID, "Choose a statement of the account.", field="file")
        if file:
            said = {
                **guess(sample.headings),
                "encoding": sample.encoding.value,
                "days": DayFormat.BRITISH.value,
            }
            form = FormState.empty(uuid4(), name=name, **said)
            return self._show(request, form, sample, _read(sample, _guessed(said)))
        mapping = _mapping(fields)
        rows = preview(sample, mapping)
        if step == "keep":
            await self._keep(viewer, fields, mapping)
            return RedirectResponse("/finance/bank?done=account", 303)
        return self._show(request, FormState.refused(fields, {}), sample, rows)

    async def _keep(self, viewer: Viewer, fields: Fields, mapping: ColumnMapping | None) -> None:
        key = key_in_form(dict(fields))
        command = checked(KeepAccount(name=_sent(fields, "name")[:60], mapping=mapping))
        await self._parts.desk.bank.keep_account(viewer, command, key)

    def _show(
        self,
        request: Request,
        form: FormState,
        sample: Sample | None,
        rows: list[ReadLine],
        status: int = 200,
    ) -> Response:
        return self._parts.pages.render(
            request,
            "finance/bank_account.html",
            status=status,
            form=form,
            sample=sample,
            rows=[(row.booked_on, row.reference, row.payer, to_pounds(row.pence)) for row in rows],
            days=[(one.value, said) for one, said in DAYS.items()],
            encodings=[(one.value, said) for one, said in ENCODINGS.items()],
        )


def _mapping(fields: Fields) -> ColumnMapping:
    said = {name: _sent(fields, name) for name in (*COLUMNS, "days", "encoding") if _sent(fields, name)}
    for name in ("booked_on", "amount", "reference"):
        if name not in said:
            raise Problem(ProblemKind.INVALID, f"{LABELS[name]}: choose its column.", field=name)
    try:
        return msgspec.convert(said, ColumnMapping)
    except msgspec.ValidationError:
        raise Problem(ProblemKind.INVALID, "Choose the columns anew.", field=WHOLE_FORM) from None


def _guessed(said: Mapping[str, str]) -> ColumnMapping | None:
    try:
        return msgspec.convert(dict(said), ColumnMapping)
    except msgspec.ValidationError:
        return None


def _read(sample: Sample, mapping: ColumnMapping | None) -> list[ReadLine]:
    """How a guess reads; what it can't read is for the person to correct, and no error yet."""
    try:
        return [] if mapping is None else preview(sample, mapping)
    except StatementUnreadable:
        return []


def _sample_in(fields: Mapping[str, list[str]]) -> Sample | None:
    """The sample that the form brings along."""
    text, encoding = _sent(fields, "sample"), _sent(fields, "encoding")
    try:
        return sample_in(text, Encoding(encoding) if encoding else Encoding.UTF_8) if text else None
    except (StatementUnreadable, ValueError):
        return None


def _sent(fields: Mapping[str, list[str]], name: str) -> str:
    return (fields.get(name) or [""])[-1].strip()
