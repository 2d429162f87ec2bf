"""What stands on paper: figures, labels, and nobody by name but the payer."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from finance.books.accounts import AccountRow
from finance.books.invoices import Invoice, InvoiceLine
from finance.books.overview import HomeCalled
from finance.letters.invoice import PaidTo, write_invoice
from finance.letters.statement import write_statement
from finance.payments.received import HomeOfPayment, Payer
from households.terms import PayerKind
from network.web.paper import Paper

ON, NEXT = date(2026, 3, 15), date(2026, 3, 30)
HOME = HomeCalled(UUID(int=1), "ROSE", "Rosewood")
PAYER = Payer(UUID(int=2), "Zoë Łukasik", PayerKind.SELF_FUNDER)
CHARGE = InvoiceLine("R1: 28 nights, 2 February 2026 to 1 March 2026", 28, 70000, 280000, None, 80000)
ADJUSTED = InvoiceLine(
    "R1: adjustment of 5 January 2026 to 1 February 2026", -4, 70000, -20000, date(2026, 1, 5), 0
)


class Heard(Paper):
    """Paper that also remembers what was written on it."""

    def __init__(self) -> None:
        self.said = ""
        super().__init__("Paper", datetime(2026, 3, 15, 12, tzinfo=UTC))

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        self.said += f"{text}\n"
        super().paragraph(text, bold=bold)

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        self.said += "".join(f"{name}: {value}\n" for name, value in pairs)
        super().facts(pairs)

    def grid(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        numbers: Sequence[int] = (),
    ) -> None:
        self.said += "".join(" | ".join(cells) + "\n" for cells in (columns, *rows))
        super().grid(columns, rows, widths, numbers)


def invoice_said(*lines: InvoiceLine, credit: int = 0) -> str:
    home = HomeOfPayment(HOME.home_id, HOME.name)
    pence = sum(line.pence for line in lines)
    days = date(2026, 3, 2), date(2026, 3, 30)
    paper = Heard()
    invoice = Invoice("ROSE-20260202-P1", home, PAYER, *days, pence, lines)
    write_invoice(paper, invoice, PaidTo(HOME.name, credit), "15 March 2026")
    assert paper.as_bytes().startswith(b"%PDF-")
    return paper.said


def test_an_invoice_says_its_lines_terms_and_what_is_left_to_pay() -> None:
    said = invoice_said(CHARGE)
    assert "To: Zoë Łukasik" in said
    assert "Due: 30 March 2026" in said
    assert "R1: 28 nights, 2 February 2026 to 1 March 2026 | 28 | 700.00 | 2,800.00" in said
    assert "Total |  |  | 2,800.00" in said
    assert "To pay: £800.00 by 30 March 2026. £2,000.00 is paid already." in said
    assert "ROSE-20260202-P1 as the payment's reference" in said
    assert "adjustment is the difference" not in said


def test_an_adjustment_is_labelled_and_credit_is_told() -> None:
    said = invoice_said(CHARGE, ADJUSTED, credit=5000)
    assert "adjustment of 5 January 2026 to 1 February 2026 | -4 | 700.00 | -200.00" in said
    assert "An adjustment is the difference" in said
    assert "We hold £50.00 in credit" in said
    assert "in your favour" in invoice_said(ADJUSTED)
    assert "Paid. Nothing of it is outstanding" in invoice_said(CHARGE._replace(outstanding=0))


def test_a_statement_lists_what_is_unpaid_by_invoice_and_what_happened_lately() -> None:
    old, new = date(2025, 6, 2), date(2026, 3, 2)
    rows = [
        AccountRow(
            old, "R1: 28 nights", 90000, 90000, "e-1", 0, "ROSE-20250505-P1", date(2025, 6, 30), 10000
        ),
        AccountRow(old, "Received, BACS", -80000, 10000, "e-2"),
        AccountRow(
            new, "R1: 28 nights", 90000, 100000, "e-3", 1, "ROSE-20260202-P1", date(2026, 3, 30), 40000
        ),
        AccountRow(new, "R2: 28 nights", 5000, 105000, "e-4", 2, "ROSE-20260202-P1", NEXT, 5000),
    ]
    paper = Heard()
    write_statement(paper, "Zoë Łukasik", [(HOME, rows)], ON)
    assert "Outstanding: £550.00" in paper.said
    assert "£450.00 | £0.00 | £0.00 | £0.00 | £100.00" in paper.said
    assert "ROSE-20250505-P1 | 30/06/2025 | 100.00\nROSE-20260202-P1 | 30/03/2026 | 450.00" in paper.said
    assert paper.as_bytes().startswith(b"%PDF-")
    assert "Carried forward |  | 100.00" in paper.said
    assert "Received, BACS" not in paper.said, "it lies in what is carried forward"
