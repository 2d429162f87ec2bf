"""Finance over HTTP: payments as a CSV that is streamed, and what that CSV adds up to."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from finance.export.payments import PaymentsExport
from finance.export.selection import Selection
from finance.export.totals import ControlTotals
from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.web.answer import json_answer
from network.web.operation import Answer, Operation
from network.web.parser import Parser
from network.web.problem import ProblemKind

TAG = "Finance"
_DESCRIPTION = (
    "One payment or reversal a row, in the order of the books; text that a spreadsheet would run begins with "
    "an apostrophe. The headers Hearth-Rows and Hearth-Control-Total say before the first row what the file "
    "adds up to, and Hearth-Known-At with which `known_at` the same file is made again. The answer has no "
    "length; one that breaks off ends without its last chunk, which every HTTP client reports as an error: "
    "throw that file away."
)


class PaymentsQuery(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"from_on": "from", "to_on": "to"},
):
    """Which payments."""

    from_on: Annotated[date, Meta(description="The first day of the books.")]
    to_on: Annotated[date, Meta(description="The last day of the books.")]
    home: (
        Annotated[str, Meta(min_length=1, max_length=60, description="One home, by id or reference.")] | None
    ) = None
    known_at: Annotated[datetime, Meta(description="What the books said then, with an offset.")] | None = None


def finance_operations(export: PaymentsExport) -> list[Operation]:
    """What finance can take away."""
    endpoints = FinanceEndpoints(export)
    problems = (ProblemKind.FORBIDDEN, ProblemKind.NOT_FOUND)
    return [
        Operation(
            name="export-payments",
            method="GET",
            path="/finance/payments.csv",
            endpoint=endpoints.payments,
            tag=TAG,
            summary="Payments as CSV.",
            description=_DESCRIPTION,
            query=PaymentsQuery,
            answers={200: Answer(description="The rows.", media_type="text/csv")},
            problems=problems,
        ),
        Operation(
            name="payments-totals",
            method="GET",
            path="/finance/payments.totals.json",
            endpoint=endpoints.totals,
            tag=TAG,
            summary="What the payments' CSV adds up to, to check a file against.",
            description="Give the `known_at` that the file was made with, and the totals are that file's.",
            query=PaymentsQuery,
            answers={200: Answer(description="The totals.", kind=ControlTotals)},
            problems=problems,
        ),
    ]


class FinanceEndpoints:
    """Answers finance's requests."""

    def __init__(self, export: PaymentsExport) -> None:
        self._export = export
        self._query = Parser(PaymentsQuery)

    async def payments(self, request: Request) -> Response:
        """The CSV."""
        viewer, selection = await self._asked(request)
        return StreamedPayments(self._export, viewer, selection)

    async def totals(self, request: Request) -> Response:
        """The totals alone."""
        viewer, selection = await self._asked(request)
        return json_answer(await self._export.add_up(viewer, selection))

    async def _asked(self, request: Request) -> tuple[Viewer, Selection]:
        viewer = viewer_of(request)
        viewer.check(viewer.may_export_payments())
        query = self._query.from_query(request.query_params)
        home_id = None if query.home is None else await self._export.find_home(query.home)
        return viewer, Selection(query.from_on, query.to_on, home_id, query.known_at)


class StreamedPayments(Response):
    """The CSV as an answer.

    The snapshot is taken before the answer begins, so what is refused is still answered as a problem.
    """

    def __init__(self, export: PaymentsExport, viewer: Viewer, selection: Selection) -> None:
        super().__init__()
        self._export = export
        self._viewer = viewer
        self._selection = selection

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open the export, send its rows, and close it when the last is sent or the reader has gone."""
        async with self._export.open(self._viewer, self._selection) as export:
            answer = StreamingResponse(
                export.chunks(), media_type="text/csv; charset=utf-8", headers=_headers(export.totals)
            )
            await answer(scope, receive, send)


def _headers(totals: ControlTotals) -> dict[str, str]:
    home = (
        ""
        if totals.home_ref is None or not (totals.home_ref.isascii() and totals.home_ref.isalnum())
        else f"-{totals.home_ref}"
    )
    return {
        "Content-Disposition": f'attachment; filename="payments{home}-{totals.from_on}-{totals.to_on}.csv"',
        "Hearth-Rows": str(totals.rows),
        "Hearth-Control-Total": str(totals.control_total),
        "Hearth-Known-At": totals.known_at.isoformat(),
    }
