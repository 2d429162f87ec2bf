"""The ledger over HTTP: a journal for hledger, streamed home by home."""

from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from finance.export.ledger import LedgerExport, LedgerSelection
from network.access.authentication import viewer_of
from network.web.operation import Answer, Operation
from network.web.parser import Parser
from network.web.problem import ProblemKind


class LedgerQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the ledger."""

    to: Annotated[date, Meta(description="The last day of the books; entries from the beginning on.")]
    home: (
        Annotated[str, Meta(min_length=1, max_length=60, description="One home, by id or reference.")] | None
    ) = None
    known_at: Annotated[datetime, Meta(description="What the books said then, with an offset.")] | None = None


def ledger_operations(export: LedgerExport) -> list[Operation]:
    """What finance can take away of the ledger."""
    return [
        Operation(
            name="export-ledger",
            method="GET",
            path="/finance/ledger.journal",
            endpoint=LedgerEndpoints(export).journal,
            tag="Finance",
            summary="The ledger as a journal that hledger reads.",
            description=(
                "Double entries from the beginning through a day; each names the place of its event in the "
                "log. Commodity and accounts are declared, and each home's balances are asserted on the last "
                "day, so `hledger check --strict` tells whether all of it arrived."
            ),
            query=LedgerQuery,
            answers={200: Answer(description="The journal.", media_type="text/plain")},
            problems=(ProblemKind.FORBIDDEN, ProblemKind.NOT_FOUND),
        )
    ]


class LedgerEndpoints:
    """Answers requests for the ledger."""

    def __init__(self, export: LedgerExport) -> None:
        self._export = export
        self._query = Parser(LedgerQuery)

    async def journal(self, request: Request) -> Response:
        """The journal; what is refused is answered as a problem before it begins."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_export_payments())
        query = self._query.from_query(request.query_params)
        selection = LedgerSelection(query.to, query.home, query.known_at)
        homes, known_at = await self._export.prepare(viewer, selection)
        return StreamingResponse(
            self._export.journal(viewer, selection, homes, known_at),
            media_type="text/plain; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="ledger-{query.to}.journal"',
                "Hearth-Known-At": known_at.isoformat(),
            },
        )
