"""The page from which finance takes any file, with what was taken last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from msgspec import Meta
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from finance.api import PaymentsQuery
from finance.books.homes import HomesByName, reference_meant
from finance.export.errors import DaysReversed, InstantToCome, NoSuchHome, TooFarAhead
from finance.export.offers import OFFERS, Exports, Offer, added_up_of
from network.access.accounts.names import AccountNames
from network.access.audit.records import AuditRecord, AuditRecords
from network.access.authentication import viewer_of
from network.access.viewer import Viewer
from network.days import LONDON, in_london, local_date
from network.web.form_state import FormState
from network.web.page import Page
from network.web.pages import Pages
from network.web.parser import Parser
from network.web.problem import Problem, ProblemKind

SHOWN = 20
"""Exports that are listed."""
NOT_A_FORM = UUID(int=0)
LABELS = {"file": "File", "from": "First day", "to": "Last day", "home": "Home", "known_at": "As known at"}
WRONG_HOME = "There is no such home. Choose one that is offered, or leave it empty for all homes."
FORMATS = {
    "csv": "CSV",
    "xlsx": "workbook (xlsx)",
    "hledger": "journal for hledger",
    "xero": "for Xero, 500 a file",
    "sage50": "for Sage 50, with receipts",
}
ACTIONS = {f"{offer.what}_exported": offer.title for offer in OFFERS.values()}


class FileQuery(
    PaymentsQuery,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"from_on": "from", "to_on": "to"},
):
    """Which file, of which days."""

    file: Annotated[str, Meta(max_length=40)]


@dataclass(frozen=True, slots=True)
class Taken:
    """A line of what was taken."""

    at: str
    who: str
    what: str
    days: str
    rows: str
    total: str
    added_up: str
    """Of which column the total is the sum."""
    note: str


def export_pages(
    pages: Pages,
    exports: Exports,
    homes: HomesByName,
    audit: AuditRecords,
    names: AccountNames,
    clock: Callable[[], datetime],
) -> list[Page]:
    """The page."""
    page = ExportsPage(pages, exports, homes, audit, names, clock)
    return [Page(name="finance-exports", path="/finance/exports", endpoint=page.exports)]


class ExportsPage:
    """Leads to a file, once it is known that there is one to be had."""

    def __init__(
        self,
        pages: Pages,
        exports: Exports,
        homes: HomesByName,
        audit: AuditRecords,
        names: AccountNames,
        clock: Callable[[], datetime],
    ) -> None:
        self._pages = pages
        self._exports = exports
        self._homes = homes
        self._audit = audit
        self._names = names
        self._clock = clock
        self._query = Parser(FileQuery)

    async def exports(self, request: Request) -> Response:
        """The form, with last month's days to begin with; filled in, it leads to the file."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_export_payments())
        sent = {name: [value] for name, value in request.query_params.items() if value}
        if not sent:
            last = local_date(self._clock()).replace(day=1) - timedelta(days=1)
            first = last.replace(day=1)
            form = FormState.empty(NOT_A_FORM, **{"from": first.isoformat(), "to": last.isoformat()})
            return await self._show(request, viewer, form)
        homes = await self._homes.all(viewer)
        if "home" in sent:
            sent["home"] = [reference_meant(homes, sent["home"][0])]
        wrong: Problem | dict[str, str]
        try:
            return RedirectResponse(await self._address(sent), 303)
        except Problem as problem:
            wrong = problem
        except NoSuchHome:
            wrong = {"home": WRONG_HOME}
        except InstantToCome as error:
            wrong = {"known_at": str(error)}
        except (DaysReversed, TooFarAhead) as error:
            wrong = {"to": str(error)}
        shown = {**sent, "known_at": [_on_the_clock(sent.get("known_at", [""])[0])]}
        return await self._show(request, viewer, FormState.refused(shown, wrong, LABELS), 422)

    async def _address(self, sent: dict[str, list[str]]) -> str:
        """Where the file is; raises what a person has to correct."""
        known_at = {name: [_with_offset(said[0])] for name, said in sent.items() if name == "known_at"}
        query = self._query.from_form({**sent, **known_at})
        if query.known_at is not None and query.known_at > self._clock():
            raise InstantToCome
        offer = next((one for one in OFFERS.values() if one.path.endswith(f"/{query.file}")), None)
        if offer is None:
            raise Problem(ProblemKind.INVALID, "Choose one of those that are listed.", field="file")
        if query.to_on < query.from_on and not offer.from_the_beginning:
            raise DaysReversed
        if query.to_on > local_date(self._clock()) + timedelta(days=366):
            raise TooFarAhead
        if query.home is not None:
            await self._exports.find_home(offer, query.home)
        days = {} if offer.from_the_beginning else {"from": query.from_on}
        more = {"home": query.home, "known_at": query.known_at and query.known_at.isoformat()}
        asked = {**days, "to": query.to_on, **{name: said for name, said in more.items() if said}}
        return f"{offer.path}?{urlencode(asked)}"

    async def _show(self, request: Request, viewer: Viewer, form: FormState, status: int = 200) -> Response:
        records = await self._audit.exports(viewer, SHOWN)
        names = await self._names.of(one.account_id for one in records if one.account_id)
        return self._pages.render(
            request,
            "finance/exports.html",
            status=status,
            form=form,
            homes=await self._homes.all(viewer),
            files=[(offer.path.removeprefix("/finance/"), _called(offer)) for offer in OFFERS.values()],
            taken=[_taken(one, names) for one in records],
        )


def _with_offset(typed: str) -> str:
    """A moment as the field writes it, by the homes' clock, or with an offset as programs do."""
    try:
        return in_london(datetime.fromisoformat(typed)).isoformat()
    except ValueError:
        return typed


def _on_the_clock(typed: str) -> str:
    """The same moment as the field shows it; nothing where it is none."""
    try:
        return f"{in_london(datetime.fromisoformat(typed)).astimezone(LONDON):%Y-%m-%dT%H:%M}"
    except ValueError:
        return ""


def _called(offer: Offer) -> str:
    days = ", at the last day" if offer.what == "balances" else ""
    return f"{offer.title}{days}, {FORMATS[offer.format]}"


def _taken(record: AuditRecord, names: dict[UUID, str]) -> Taken:
    details = record.details
    first, last = details.get("from_on", ""), details.get("to_on", details.get("through", ""))
    who = names.get(record.account_id, "") if record.account_id else ""
    return Taken(
        at=f"{record.happened_at.astimezone(LONDON):%d/%m/%Y %H:%M}",
        who="Command line" if who == "hearth" else who,
        what=f"{ACTIONS.get(record.action, record.action)}, {FORMATS.get(details.get('format', 'csv'), '')}",
        days=" to ".join(_british(day) for day in (first, last) if day),
        rows=_counted(details),
        total=_pounds(details.get("control_total", "")),
        added_up=_added_up(record.action, details.get("format", "csv")),
        note="broken off" if details.get("whole") == "no" else "",
    )


def _counted(details: Mapping[str, str]) -> str:
    """Rows, or entries of a journal; nothing of a letter."""
    rows = details.get("rows", details.get("entries"))
    return "" if rows is None else f"{int(rows):,}"


def _pounds(total: str) -> str:
    if not total:
        return ""
    amount = Decimal(total)
    return f"{'−' if amount < 0 else ''}£{abs(amount):,.2f}"


def _added_up(action: str, file_format: str) -> str:
    offer = OFFERS.get((action.removesuffix("_exported"), file_format))
    return "" if offer is None else added_up_of(offer)


def _british(day: str) -> str:
    return "/".join(reversed(day.split("-")))
