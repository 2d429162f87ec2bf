"""Finance's decisions over HTTP: rules of charging, raising a period, closing days."""

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from finance.events import ChargingTermsSet, PaymentPromised
from finance.settings.commands import (
    AnchorBillingPeriods,
    CloseBooks,
    FinanceCommand,
    NotePromise,
    RaiseInvoices,
    SetChargingTerms,
    SetFranchiseFee,
    TakeBackPromise,
)
from finance.settings.service import FinanceDecisions
from finance.settings.state import FinanceState
from households.terms import PayerKind
from network.access.authentication import viewer_of
from network.days import local_date
from network.web.answer import json_answer
from network.web.body import read_json
from network.web.idempotency import HEADER, command_id_of
from network.web.operation import Answer, Header, Operation
from network.web.parser import Parser
from network.web.problem import ProblemKind

TAG = "Finance"
IDEMPOTENCY_KEY = Header(
    name=HEADER,
    description="The client's own id of this decision, best a UUID: sent again, it is recorded once.",
    schema={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
)
_PROBLEMS = (ProblemKind.FORBIDDEN, ProblemKind.CONFLICT, ProblemKind.REFUSED, ProblemKind.OTHER_CONTENT)


class FinanceReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """That a decision is recorded."""

    log_position: Annotated[
        int,
        Meta(description="Opaque: wait for it to read your own write. 0 where nothing had to be recorded."),
    ]
    version: Annotated[
        int,
        Meta(
            description="How many decisions finance's stream holds; of a promise that was noted before, "
            "that promise's own version."
        ),
    ]
    recorded: Annotated[
        int, Meta(description="How many facts this added; 0 where what was decided held already.")
    ]


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind of payer is charged from a day on."""

    payer_kind: PayerKind
    begins_on: date
    hospital_share: Decimal
    holiday_share: Decimal
    other_share: Decimal
    leaving_day_charged: bool
    nights_after_death: int
    payment_terms_days: int


class Fee(msgspec.Struct, frozen=True, kw_only=True):
    """The franchise fee from a day on, in percent."""

    begins_on: date
    percentage: Decimal


class FinanceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What finance has decided, with its days."""

    anchor: Annotated[date, Meta(description="A Monday on which a billing period of 28 days begins.")]
    terms: Annotated[
        list[Terms],
        Meta(description="By payer kind and day. Before the first: share 1, no leaving day, 28 days to pay."),
    ]
    franchise_fees: list[Fee]
    closed_through: Annotated[date | None, Meta(description="The last closed day.")]
    last_period_over: Annotated[date, Meta(description="The first day of the last period that has ended.")]
    last_period_over_is_raised: Annotated[
        bool, Meta(description="Whether that period is raised in all homes.")
    ]


class MadePromise(msgspec.Struct, frozen=True, kw_only=True):
    """What a payer promised to pay, and until when."""

    version: Annotated[int, Meta(description="By which it is taken back.")]
    payer_id: UUID
    amount: Decimal
    pay_by: date
    promised_on: date
    home_id: Annotated[UUID | None, Meta(description="Null: towards what is owed to any home.")]


class Promises(msgspec.Struct, frozen=True, kw_only=True):
    """The promises that stand, kept or not."""

    promises: Annotated[list[MadePromise], Meta(description="The last that was noted first.")]


def settings_operations(decisions: FinanceDecisions, today: Callable[[], date]) -> list[Operation]:
    """What finance decides."""
    endpoints = SettingsEndpoints(decisions, today)
    return [
        Operation(
            name="finance-settings",
            method="GET",
            path="/finance/settings",
            endpoint=endpoints.settings,
            tag=TAG,
            summary="The rules of charging with their days, and how far the books are closed.",
            answers={200: Answer(description="What finance has decided.", kind=FinanceSettings)},
            problems=(ProblemKind.FORBIDDEN,),
        ),
        Operation(
            name="finance-promises",
            method="GET",
            path="/finance/promises",
            endpoint=endpoints.promises,
            tag=TAG,
            summary="The promises of payers that stand, each with the version by which it is taken back.",
            answers={200: Answer(description="What payers promised.", kind=Promises)},
            problems=(ProblemKind.FORBIDDEN,),
        ),
        _decision("set-charging-terms", "charging-terms", endpoints.taking(SetChargingTerms)),
        _decision("set-franchise-fee", "franchise-fee", endpoints.taking(SetFranchiseFee)),
        _decision("anchor-billing-periods", "billing-periods", endpoints.taking(AnchorBillingPeriods)),
        _decision("raise-invoices", "invoices", endpoints.taking(RaiseInvoices), ProblemKind.NOT_FOUND),
        _decision("close-books", "closings", endpoints.taking(CloseBooks)),
        _decision("note-promise", "promises", endpoints.taking(NotePromise), ProblemKind.NOT_FOUND),
        _decision("take-back-promise", "promises/taken-back", endpoints.taking(TakeBackPromise)),
    ]


class Taking:
    """The endpoint of one kind of decision."""

    def __init__(self, kind: type[FinanceCommand], decisions: FinanceDecisions) -> None:
        self.kind = kind
        self._parser = Parser(kind)
        self._decisions = decisions

    async def __call__(self, request: Request) -> Response:
        """Record it."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        command = await read_json(request, self._parser)
        decided = await self._decisions.decide(viewer, command, command_id_of(request.headers.get(HEADER)))
        receipt = FinanceReceipt(
            log_position=decided.log_position, version=decided.version, recorded=decided.recorded
        )
        return json_answer(receipt, 201, {"Idempotent-Replayed": "true"} if decided.repeated else None)


def _decision(name: str, path: str, taking: Taking, *problems: ProblemKind) -> Operation:
    endpoint: Callable[[Request], Awaitable[Response]] = taking.__call__
    return Operation(
        name=name,
        method="POST",
        path=f"/finance/{path}",
        endpoint=endpoint,
        tag=TAG,
        summary=(taking.kind.__doc__ or "").partition("\n")[0],
        headers=(IDEMPOTENCY_KEY,),
        body=taking.kind,
        answers={201: Answer(description="Recorded, now or when it was sent before.", kind=FinanceReceipt)},
        problems=(*_PROBLEMS, *problems),
    )


class SettingsEndpoints:
    """Answers what finance has decided, and takes what it decides."""

    def __init__(self, decisions: FinanceDecisions, today: Callable[[], date]) -> None:
        self._decisions = decisions
        self._today = today

    def taking(self, kind: type[FinanceCommand]) -> Taking:
        """The endpoint that takes one kind of decision."""
        return Taking(kind, self._decisions)

    async def settings(self, request: Request) -> Response:
        """How it stands."""
        state = await self._decisions.state(viewer_of(request))
        return json_answer(_shown(state, self._today()))

    async def promises(self, request: Request) -> Response:
        """Those that stand."""
        state = await self._decisions.state(viewer_of(request))
        made = sorted(state.promises.items(), reverse=True)
        return json_answer(Promises(promises=[_promise(version, event) for version, event in made]))


def _shown(state: FinanceState, today: date) -> FinanceSettings:
    last = state.periods.start(state.periods.last_charged_through(today))
    in_order = sorted(state.terms.values(), key=lambda terms: (terms.payer_kind, terms.begins_on))
    return FinanceSettings(
        anchor=state.anchor,
        terms=[_terms(event) for event in in_order],
        franchise_fees=[
            Fee(begins_on=day, percentage=fee.percentage) for day, fee in sorted(state.fees.items())
        ],
        closed_through=state.closed_through,
        last_period_over=last,
        last_period_over_is_raised=state.is_raised(last, None),
    )


def _promise(version: int, event: PaymentPromised) -> MadePromise:
    return MadePromise(
        version=version,
        payer_id=event.payer_id,
        amount=event.amount,
        pay_by=event.pay_by,
        promised_on=local_date(event.occurred_at),
        home_id=event.home_id,
    )


def _terms(event: ChargingTermsSet) -> Terms:
    return Terms(**{name: getattr(event, name) for name in Terms.__struct_fields__})
