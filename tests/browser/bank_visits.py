"""The bank's pages and the files to take away, and what they show when a test comes to them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import uuid4

from finance.bank.commands import BringIn, KeepAccount, MatchLine
from finance.bank.reading import Standing
from finance.terms import ColumnMapping
from households.contributions import AgreeContribution
from households.terms import PayerKind
from network.access.viewer import SYSTEM
from tests.browser.scene import Scene
from tests.small_network import resident_ref

COLUMNS = ColumnMapping(booked_on="Date", amount="Amount", reference="Description", payer="Name")
STATEMENT = """Date,Description,Amount,Name
12/02/2024,INV {home}-20240101-{payer},1400.00,NORTHSHIRE COUNTY COUNCIL
12/02/2024,STANDING ORDER ROOM FOUR,50.00,T Brown
12/02/2024,STANDING ORDER ROOM FOUR,50.00,T Brown
13/02/2024,BANK CHARGES,-12.00,
14/02/2024,{home} FEBRUARY,700.00,
"""

BANK_PATHS = {
    "finance-exports": "/finance/exports",
    "bank": "/finance/bank",
    "bank-account": "/finance/bank/account",
    "bank-line": "/finance/bank/lines/{bank_line}?home={home}",
    "bank-split": "/finance/bank/lines/{bank_line}/split",
}


async def a_statement(scene: Scene) -> Mapping[str, str]:
    """A statement with a line that names an invoice, and one that is matched in part; once in a home."""
    if "bank_line" in scene.records:
        return scene.records
    payer = f"LA-{scene.home[-4:]}"
    agreed = AgreeContribution(
        resident=resident_ref(0),
        payer_ref=payer,
        payer_kind=PayerKind.LOCAL_AUTHORITY,
        payer_name="Northshire Council",
        weekly_amount=Decimal("350.00"),
        begins_on=date(2024, 1, 1),
    )
    await scene.record(agreed)
    bank, lines = scene.services.bank.bank, scene.services.bank.lines
    name = f"Fees {scene.home}"
    kept = await bank.keep_account(SYSTEM, KeepAccount(name=name, mapping=COLUMNS), uuid4())
    file = STATEMENT.format(home=scene.home, payer=payer).encode()
    await bank.bring_in(SYSTEM, kept.account_id, BringIn(file=file), uuid4())
    found = await lines.page(SYSTEM, Standing.OPEN, 50, account_id=kept.account_id)
    named = next(line for line in found if line.proposals)
    part = MatchLine(home=scene.home, payer=named.proposals[0].target.payer_id, amount=Decimal(400))
    await bank.match(SYSTEM, found[0].line_id, part, uuid4())
    scene.records["bank_line"] = str(named.line_id)
    return scene.records
