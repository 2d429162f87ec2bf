"""The pages of finance, and how a test comes to them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from decimal import Decimal
from uuid import uuid4

from finance.settings.commands import NotePromise
from households.contributions import AgreeContribution
from households.payments import ReceivePayment
from households.terms import PayerKind
from network.access.viewer import SYSTEM
from tests.browser.scene import Scene
from tests.small_network import resident_ref

Prepare = Callable[[Scene], Awaitable[Mapping[str, str]]]
PERIOD = date(2024, 4, 1)


async def nothing(_scene: Scene) -> Mapping[str, str]:
    """Needs no record."""
    return {}


async def an_account(scene: Scene) -> Mapping[str, str]:
    """Somebody who tops up, was charged and paid some of it; made once in a home."""
    if "payer" not in scene.records:
        agreed = AgreeContribution(
            resident=resident_ref(0),
            payer_ref="T-1",
            payer_kind=PayerKind.TOP_UP,
            payer_name="Mrs Brown-Featherstonehaugh",
            weekly_amount=Decimal("120.05"),
            begins_on=date(2024, 4, 3),
        )
        await scene.record(agreed)
        paid = ReceivePayment(payer="T-1", received_on=date(2024, 6, 2), amount=Decimal(300), reference="X")
        await scene.record(paid)
        scene.records.update(await _books(scene))
    return scene.records


async def a_double(scene: Scene) -> Mapping[str, str]:
    """A payment that was recorded twice."""
    if "double" not in scene.records:
        await an_account(scene)
        paid = ReceivePayment(payer="T-1", received_on=date(2024, 6, 2), amount=Decimal(300), reference="X")
        scene.records["double"] = (await scene.record(paid)).id or ""
    return scene.records


async def _books(scene: Scene) -> Mapping[str, str]:
    """Where the books have the first charge; the projections' process works them out."""
    async with asyncio.timeout(20):
        while True:
            row = await scene.services.pool.fetchrow(
                "SELECT line.payer_id, line.invoice, line.line FROM books.line"
                " JOIN payments_3.payer USING (payer_id) WHERE line.home_id = $1 AND payer.ref = 'T-1'"
                " ORDER BY line.charged_on LIMIT 1",
                scene.home_id,
            )
            if row is not None:
                promise = NotePromise(
                    payer_id=row["payer_id"], amount=Decimal(100), pay_by=date(2024, 7, 1), promised_on=PERIOD
                )
                noted = await scene.services.finance.decide(SYSTEM, promise, uuid4())
                return {
                    "promise": str(noted.version),
                    "payer": str(row["payer_id"]),
                    "number": row["invoice"],
                    "line": str(row["line"]),
                    "period": PERIOD.isoformat(),
                }
            await asyncio.sleep(0.1)


FINANCE_PATHS: Mapping[str, tuple[str, Prepare]] = {
    "finance": ("/finance", an_account),
    "finance-payments": ("/finance/payments?from=2024-01-01&to=2024-12-31", nothing),
    "finance-home": ("/finance/homes/{home}", an_account),
    "finance-account": ("/finance/homes/{home}/payers/{payer}?on=2024-08-01", an_account),
    "finance-line": ("/finance/homes/{home}/payers/{payer}/lines/{line}", an_account),
    "finance-invoice": ("/finance/homes/{home}/invoices/{number}", an_account),
    "finance-payers": ("/finance/payers", an_account),
    "finance-payer": ("/finance/payers/{payer}", an_account),
    "finance-promise": ("/finance/payers/{payer}/promise", an_account),
    "finance-promise-taken-back": ("/finance/payers/{payer}/promises/{promise}/take-back", an_account),
    "finance-billing": ("/finance/billing", an_account),
    "finance-period": ("/finance/billing/{period}?home={home}", an_account),
    "finance-raise": ("/finance/billing/{period}/raise", an_account),
    "finance-debt": ("/finance/debt", an_account),
    "finance-doubles": ("/finance/doubles", a_double),
    "finance-double": ("/finance/doubles/{double}", a_double),
    "finance-closing": ("/finance/closing", an_account),
    "finance-known-at": ("/finance/known-at?on=2024-08-01&home={home}", an_account),
    "finance-terms": ("/finance/terms", nothing),
    "finance-set-terms": ("/finance/terms/new?kind=top_up", nothing),
    "finance-set-fee": ("/finance/terms/fee", nothing),
}
FINANCE_FILES = frozenset({"finance-statement", "finance-invoice-letter", "finance-invoice-letters"})
"""What is saved, and no page."""
