"""Payments that may be recorded twice over HTTP: which are in doubt, and that both were paid."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from finance.books.doubles import Double, Doubles, Recorded, SaysBothPaid
from finance.settings.api import IDEMPOTENCY_KEY, TAG
from households.terms import PayerKind
from network.access.authentication import viewer_of
from network.eventstore.record_id import RecordId, RecordIdMalformed
from network.web.answer import json_answer
from network.web.idempotency import HEADER, command_id_of
from network.web.operation import Answer, Operation
from network.web.problem import ProblemKind, not_found

PATH = "/finance/possible-duplicates"


class PaymentShown(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as it was recorded."""

    payment: Annotated[str, Meta(description="Its id.")]
    received_on: date
    amount: Annotated[Decimal, Meta(description="In pounds.")]
    reference: str | None
    method: str | None
    remittance: str | None
    resident: Annotated[str | None, Meta(description="For whom, by reference.")]
    recorded_at: datetime
    bank_line: Annotated[UUID | None, Meta(description="The line of a statement that it was matched with.")]


class DoubleShown(msgspec.Struct, frozen=True, kw_only=True):
    """A payment in doubt beside the one that it may repeat."""

    home: Annotated[str, Meta(description="By reference.")]
    payer: UUID
    payer_kind: PayerKind
    payer_name: Annotated[str | None, Meta(description="Null where it was erased.")]
    first: PaymentShown
    second: Annotated[PaymentShown, Meta(description="The one in doubt: it counts in no total.")]


class DoublesShown(msgspec.Struct, frozen=True, kw_only=True):
    """Payments that may be recorded twice and that nobody has settled, the newest first."""

    possible_duplicates: list[DoubleShown]


class BothCount(msgspec.Struct, frozen=True, kw_only=True):
    """That both payments count."""

    log_position: Annotated[int, Meta(description="Opaque: wait for it to read your own write.")]


def doubles_operations(doubles: Doubles, both_paid: SaysBothPaid) -> list[Operation]:
    """What finance sees and says of payments in doubt."""
    endpoints = DoublesEndpoints(doubles, both_paid)
    return [
        Operation(
            name="possible-duplicates",
            method="GET",
            path=PATH,
            endpoint=endpoints.open,
            tag=TAG,
            summary="Payments that may be recorded twice and that nobody has settled, the newest first.",
            answers={200: Answer(description="Each beside the one that it may repeat.", kind=DoublesShown)},
            problems=(ProblemKind.FORBIDDEN,),
        ),
        Operation(
            name="both-were-paid",
            method="POST",
            path=PATH + "/{payment}/both-paid",
            endpoint=endpoints.both_paid,
            tag=TAG,
            summary="Say that a payment in doubt is money of its own: it counts from now on.",
            description="That it is the same money, or was entered in error, is for the home to say.",
            headers=(IDEMPOTENCY_KEY,),
            answers={201: Answer(description="Recorded, now or when it was sent before.", kind=BothCount)},
            problems=(
                ProblemKind.FORBIDDEN,
                ProblemKind.NOT_FOUND,
                ProblemKind.CONFLICT,
                ProblemKind.REFUSED,
                ProblemKind.OTHER_CONTENT,
            ),
        ),
    ]


class DoublesEndpoints:
    """Answers them."""

    def __init__(self, doubles: Doubles, both_paid: SaysBothPaid) -> None:
        self._doubles = doubles
        self._both_paid = both_paid

    async def open(self, request: Request) -> Response:
        """All of them."""
        found = await self._doubles.open(viewer_of(request))
        return json_answer(DoublesShown(possible_duplicates=[_shown(double) for double in found]))

    async def both_paid(self, request: Request) -> Response:
        """By the home's own command, under the name of who says it."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        command_id = command_id_of(request.headers.get(HEADER))
        try:
            payment = RecordId.parse(request.path_params["payment"])
        except RecordIdMalformed:
            raise not_found() from None
        position = await self._both_paid(viewer, payment.stream_id, payment.version, command_id)
        return json_answer(BothCount(log_position=position), 201)


def _shown(double: Double) -> DoubleShown:
    return DoubleShown(
        home=double.home.ref,
        payer=double.payer.payer_id,
        payer_kind=double.payer.kind,
        payer_name=double.payer.name,
        first=_payment(double.first),
        second=_payment(double.second),
    )


def _payment(one: Recorded) -> PaymentShown:
    return PaymentShown(
        payment=one.id,
        received_on=one.received_on,
        amount=one.amount,
        reference=one.reference,
        method=one.method,
        remittance=one.remittance,
        resident=one.resident_ref,
        recorded_at=one.recorded_at,
        bank_line=one.bank_line,
    )
