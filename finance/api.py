"""Finance over HTTP: every file that it takes away, streamed, and what such a file adds up to."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from finance.export.accounting import Codes
from finance.export.offers import OFFERS, Asked, Exports, Offer
from finance.export.selection import Selection
from finance.export.sources import Source
from finance.export.streamed import StreamedFile
from finance.export.totals import ControlTotals, Totals
from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.web.answer import json_answer
from network.web.operation import Answer, Operation
from network.web.parser import Parser
from network.web.problem import ProblemKind

TAG = "Finance"
_DESCRIPTION = (
    "Text that a spreadsheet would run begins with an apostrophe. The header Hearth-Known-At says with which "
    "`known_at` the same file is made again. The answer has no length; one that breaks off ends without its "
    "last chunk, which every HTTP client reports as an error: throw that file away."
)
_SUMMED = (
    " The headers Hearth-Rows and Hearth-Control-Total say before the first byte what the file adds up to."
)
_SUMMED_LATER = " What it adds up to is answered at {totals}, and kept in the audit."
_HOLDS = {
    ("payments", "csv"): "One payment or reversal a row, in the order of the books.",
    ("payments", "xlsx"): "One payment or reversal a row, days as days and money as money.",
    ("charges", "csv"): "A line charged, whole or adjusted, a row.",
    ("charges", "xlsx"): "A line charged, whole or adjusted, a row.",
    ("balances", "csv"): "What each payer owes each home at the end of a day, and how old that is.",
    ("balances", "xlsx"): "What each payer owes each home at the end of a day, and how old that is.",
    ("ledger", "csv"): "Double entries, a posting a row; each names the place of its event in the log.",
    ("ledger", "xlsx"): "Double entries, a posting a row, in as many sheets as they need.",
    ("ledger", "hledger"): (
        "Double entries from the beginning through a day; each names the place of its event in the log. "
        "Commodity and accounts are declared, and each home's balances are asserted on the last day, so "
        "`hledger check --strict` tells whether all of it arrived."
    ),
    ("invoices", "xero"): "Sales invoices as Xero takes them in, at most 500 a file, in one archive.",
    ("invoices", "sage50"): "Invoices and receipts as an audit trail that Sage 50 takes in.",
}


class PaymentsQuery(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"from_on": "from", "to_on": "to"},
):
    """Which days of the books."""

    from_on: Annotated[date, Meta(description="The first day of the books.")]
    to_on: Annotated[date, Meta(description="The last day of the books.")]
    home: (
        Annotated[str, Meta(min_length=1, max_length=60, description="One home, by id or reference.")] | None
    ) = None
    known_at: Annotated[datetime, Meta(description="What the books said then, with an offset.")] | None = None


class DayQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"to_on": "to"}):
    """The books through a day."""

    to_on: Annotated[date, Meta(description="The last day of the books.")]
    home: (
        Annotated[str, Meta(min_length=1, max_length=60, description="One home, by id or reference.")] | None
    ) = None
    known_at: Annotated[datetime, Meta(description="What the books said then, with an offset.")] | None = None


Code = Annotated[str, Meta(min_length=1, max_length=40)]


class XeroQuery(PaymentsQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which invoices, by charge date, and what Xero calls the accounts."""

    account: Annotated[Code, Meta(description="The account that fees are earned on.")] = Codes().account
    tax_type: Annotated[Code, Meta(description="Xero's tax type of fees.")] = Codes().tax_type


class SageQuery(PaymentsQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which invoices and receipts, and what Sage 50 calls the accounts; leading zeros are kept."""

    nominal: Annotated[Code, Meta(description="The nominal account of fees.")] = Codes().nominal
    bank: Annotated[Code, Meta(description="The nominal account of the bank.")] = Codes().bank
    tax_code: Annotated[Code, Meta(description="The tax code of fees.")] = Codes().tax_code
    department: Annotated[Code, Meta(description="The department.")] = Codes().department


Query = PaymentsQuery | DayQuery


def query_of(offer: Offer) -> type[Query]:
    """What is asked for a file."""
    if offer.what == "invoices":
        return XeroQuery if offer.format == "xero" else SageQuery
    return DayQuery if offer.from_the_beginning else PaymentsQuery


def finance_operations(exports: Exports) -> list[Operation]:
    """What finance can take away."""
    endpoints = {offer: FileEndpoints(exports, offer) for offer in OFFERS.values()}
    sums = {totals_path(offer): offer for offer in reversed([*OFFERS.values()])}
    return [
        *(_file(offer, endpoints[offer].file) for offer in OFFERS.values()),
        *(_totals(path, offer, endpoints[offer].totals) for path, offer in sums.items()),
    ]


def totals_path(offer: Offer) -> str:
    """Where it is answered what a file adds up to; of csv and xlsx it is the same."""
    ending = offer.ending.removesuffix(".zip").removesuffix(".csv")
    return f"/finance/{offer.what}{'' if ending in ('csv', 'xlsx') else f'.{ending}'}.totals.json"


def _file(offer: Offer, endpoint: Callable[[Request], Awaitable[Response]]) -> Operation:
    later = _SUMMED if offer.is_summed_first else _SUMMED_LATER.format(totals=totals_path(offer))
    return Operation(
        name=f"export-{offer.what}" if offer.format == "csv" else f"export-{offer.what}-{offer.format}",
        method="GET",
        path=offer.path,
        endpoint=endpoint,
        tag=TAG,
        summary=f"{offer.title} as {offer.format}.",
        description=f"{_HOLDS[offer.what, offer.format]} {_DESCRIPTION}{later}",
        query=query_of(offer),
        answers={200: Answer(description="The file.", media_type=offer.media_type.partition(";")[0])},
        problems=(ProblemKind.FORBIDDEN, ProblemKind.NOT_FOUND),
    )


def _totals(path: str, offer: Offer, endpoint: Callable[[Request], Awaitable[Response]]) -> Operation:
    name = path.removeprefix("/finance/").removesuffix(".totals.json").replace(".", "-")
    return Operation(
        name=f"{name}-totals",
        method="GET",
        path=path,
        endpoint=endpoint,
        tag=TAG,
        summary=f"What {name.replace('-', ' for ')} add up to, to check a file against.",
        description="Give the `known_at` that the file was made with, and the totals are that file's.",
        query=query_of(offer),
        answers={
            200: Answer(description="The totals.", kind=ControlTotals if offer.what == "payments" else Totals)
        },
        problems=(ProblemKind.FORBIDDEN, ProblemKind.NOT_FOUND),
    )


class FileEndpoints:
    """Answers requests for one kind of file."""

    def __init__(self, exports: Exports, offer: Offer) -> None:
        self._exports = exports
        self._offer = offer
        self._query: Parser[Query] = Parser(query_of(offer))

    async def file(self, request: Request) -> Response:
        """The file."""
        viewer, asked = await self._asked(request)

        def opening() -> AbstractAsyncContextManager[Source]:
            return self._exports.open(viewer, asked)

        return StreamedFile(self._offer, opening)

    async def totals(self, request: Request) -> Response:
        """The totals alone."""
        return json_answer(await self._exports.add_up(*await self._asked(request)))

    async def _asked(self, request: Request) -> tuple[Viewer, Asked]:
        viewer = viewer_of(request)
        viewer.check(viewer.may_export_payments())
        query = self._query.from_query(request.query_params)
        return viewer, await asked_of(self._exports, self._offer, query)


async def asked_of(exports: Exports, offer: Offer, query: Query) -> Asked:
    """The file that a query asks for. Raises `NoSuchHome`."""
    home_id = None if query.home is None else await exports.find_home(offer, query.home)
    first = query.to_on if isinstance(query, DayQuery) else query.from_on
    given = {name: getattr(query, name) for name in Codes._fields if hasattr(query, name)}
    return Asked(offer, Selection(first, query.to_on, home_id, query.known_at), Codes(**given))
