"""An invoice on paper: lines with nights and rates, adjustments labelled, credit, terms and how to pay."""

from datetime import datetime
from typing import NamedTuple

from finance.books.invoices import Invoice, InvoiceLine
from finance.letters.words import on_day, pounds
from network.days import local_date
from network.web.paper import Paper


class PaidTo(NamedTuple):
    """What stands on invoices about paying, as the network says."""

    home_name: str
    credit: int
    """What the payer holds in credit in the home on the day of writing, in pence."""


def invoice_letter(invoice: Invoice, paid_to: PaidTo, made_at: datetime) -> bytes:
    """The PDF."""
    paper = Paper(f"Invoice {invoice.number}", made_at)
    write_invoice(paper, invoice, paid_to, on_day(local_date(made_at)))
    return paper.as_bytes()


def write_invoice(paper: Paper, invoice: Invoice, paid_to: PaidTo, written: str) -> None:
    """Residents stand on it by reference, and nobody else but the payer by name."""
    paper.heading(f"Invoice {invoice.number}")
    paper.facts(
        [
            ("To", invoice.payer.name or f"The payer of {invoice.number}"),
            ("From", paid_to.home_name),
            ("Date", on_day(invoice.charged_on)),
            ("Due", on_day(invoice.due_on)),
        ]
    )
    paper.grid(
        ["For", "Nights", "A week, £", "Amount, £"],
        [*map(_cells, invoice.lines), ["Total", "", "", pounds(invoice.pence)]],
        widths=[96, 18, 28, 32],
        numbers=[1, 2, 3],
    )
    _owed(paper, invoice, paid_to, written)


def _cells(line: InvoiceLine) -> list[str]:
    weekly = pounds(line.weekly) if line.weekly else ""
    return [line.description, str(line.nights or ""), weekly, pounds(line.pence)]


def _owed(paper: Paper, invoice: Invoice, paid_to: PaidTo, written: str) -> None:
    paid = invoice.pence - invoice.outstanding
    if invoice.pence <= 0:
        paper.paragraph("Nothing is to be paid: this invoice is in your favour.", bold=True)
    elif not invoice.outstanding:
        paper.paragraph(f"Paid. Nothing of it is outstanding on {written}.", bold=True)
    else:
        already = f" £{pounds(paid)} is paid already." if paid > 0 else ""
        paper.paragraph(
            f"To pay: £{pounds(invoice.outstanding)} by {on_day(invoice.due_on)}.{already}", bold=True
        )
        paper.paragraph(
            f"Please give the number {invoice.number} as the payment's reference, so that it finds this "
            "invoice. Pay to the account that you have agreed with us; we never change it by letter alone."
        )
    if paid_to.credit:
        paper.paragraph(
            f"We hold £{pounds(paid_to.credit)} in credit for you on {written}. It pays your next charge."
        )
    if any(line.adjusts for line in invoice.lines):
        paper.paragraph(
            "An adjustment is the difference between what was charged for an earlier period and what should "
            "have been, as became known later."
        )
