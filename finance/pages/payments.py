"""A page for a file: what the payments of some days add up to, and then the file."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from finance.api import PaymentsQuery
from finance.books.homes import HomesByName, reference_meant
from finance.books.overview import HomeCalled
from finance.export.errors import DaysReversed, NoSuchHome
from finance.export.payments import PaymentsExport
from finance.export.selection import Selection
from finance.export.totals import ControlTotals
from finance.pages.room import last_month
from network.access.authentication import viewer_of
from network.days import local_date
from network.web.form_state import FormState
from network.web.page import Page
from network.web.pages import Pages
from network.web.parser import Parser
from network.web.problem import Problem

LABELS = {"from": "First day", "to": "Last day", "home": "Home"}
NOT_A_FORM = UUID(int=0)
"""Nothing is recorded by asking."""
WRONG_HOME = "There is no such home. Choose one that is offered, or leave it empty for all homes."


def payments_pages(
    pages: Pages, export: PaymentsExport, homes: HomesByName, clock: Callable[[], datetime]
) -> list[Page]:
    """The page of payments."""
    endpoint = PaymentsPage(pages, export, homes, clock).payments
    return [Page(name="finance-payments", path="/finance/payments", endpoint=endpoint)]


class PaymentsPage:
    """Shows finance what it may take away."""

    def __init__(
        self, pages: Pages, export: PaymentsExport, homes: HomesByName, clock: Callable[[], datetime]
    ) -> None:
        self._pages = pages
        self._export = export
        self._homes = homes
        self._clock = clock
        self._query = Parser(PaymentsQuery)

    async def payments(self, request: Request) -> Response:
        """The days to choose, last month to begin with; once they are chosen, their totals and the file."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_export_payments())
        homes = await self._homes.all(viewer)
        sent = {name: [value] for name, value in request.query_params.items() if value}
        if not sent:
            first, last = last_month(local_date(self._clock()))
            form = FormState.empty(NOT_A_FORM, **{"from": first.isoformat(), "to": last.isoformat()})
            return self._show(request, form, homes)
        if "home" in sent:
            sent["home"] = [reference_meant(homes, sent["home"][0])]
        try:
            query = self._query.from_form(sent)
            home_id = None if query.home is None else await self._export.find_home(query.home)
            selection = Selection(query.from_on, query.to_on, home_id, query.known_at)
            totals = await self._export.add_up(viewer, selection)
        except Problem as problem:
            return self._show(request, FormState.refused(sent, problem, LABELS), homes, status=422)
        except NoSuchHome:
            return self._show(request, FormState.refused(sent, {"home": WRONG_HOME}), homes, status=422)
        except DaysReversed as error:
            return self._show(request, FormState.refused(sent, {"to": str(error)}), homes, status=422)
        form = FormState.empty(NOT_A_FORM, **sent)
        return self._show(request, form, homes, totals=totals, file=_address_of(query, totals))

    def _show(
        self,
        request: Request,
        form: FormState,
        homes: list[HomeCalled],
        *,
        totals: ControlTotals | None = None,
        file: str | None = None,
        status: int = 200,
    ) -> Response:
        named = next((home.name for home in homes if totals and home.ref == totals.home_ref), None)
        return self._pages.render(
            request,
            "finance/payments.html",
            status=status,
            form=form,
            homes=homes,
            home=named,
            totals=totals,
            file=file,
        )


def _address_of(query: PaymentsQuery, totals: ControlTotals) -> str:
    """Where the very file is that was added up, whatever is recorded meanwhile."""
    asked = {"from": query.from_on, "to": query.to_on, "known_at": totals.known_at.isoformat()}
    return f"/finance/payments.csv?{urlencode(asked | ({'home': query.home} if query.home else {}))}"
