"""A statement of the demo's bank, to bring in and match: CAMT.053, made from what its payers paid.

It is of the fees account of four homes of one area, among them the one that sends nothing any more, so that
some of its lines are payments that the homes recorded and some are payments that nobody has.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from network.demo.fees import contributions_of
from network.demo.homes import DemoHome, demo_homes
from network.demo.paying import payments_of
from network.demo.stays import residents_of

FILE_NAME = "bank-statement.xml"
ACCOUNT = "Fees"
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
WEEKS = timedelta(weeks=4)
MOST = 36
"""Lines of payments: as many as somebody goes through to try it."""
WITHOUT_REFERENCE = 0.15
"""How many of those who pay for themselves write no reference that says anything."""
BEFORE = Decimal("48210.55")


class BankLine(NamedTuple):
    """What the bank shows; negative is money out."""

    booked_on: date
    amount: Decimal
    reference: str
    party: str


def bank_statement(seed: str, today: date) -> bytes:
    """The file, the same for the same seed and day."""
    lines = statement_lines(seed, today)
    document = Element("Document", xmlns=NAMESPACE)
    message = SubElement(document, "BkToCstmrStmt")
    _tell(message, "GrpHdr/MsgId", f"DEMO-{today:%Y%m%d}")
    _tell(message, "GrpHdr/CreDtTm", f"{today}T06:00:00Z")
    statement = SubElement(message, "Stmt")
    _tell(statement, "Id", f"FEES-{today:%Y%m%d}")
    _tell(statement, "Acct/Id/Othr/Id", "FEES-20000001")
    _tell(statement, "Acct/Ccy", "GBP")
    _balance(statement, "OPBD", BEFORE, lines[0].booked_on)
    _balance(statement, "CLBD", BEFORE + sum(line.amount for line in lines), lines[-1].booked_on)
    for number, line in enumerate(lines, start=1):
        _entry(statement, number, line)
    indent(document)
    return tostring(document, encoding="utf-8", xml_declaration=True)


def statement_lines(seed: str, today: date) -> list[BankLine]:
    """The newest payments of the last four weeks, and a few lines that are no fees, oldest first."""
    chance = Random(f"{seed}/bank statement")  # noqa: S311 - a story, no secret
    homes = demo_homes(today)
    area = next(home.area for home in homes if home.silent_from)
    paid = [line for home in homes if home.area == area for line in _payments(home, seed, today, chance)]
    newest = sorted(paid)[-MOST:]
    return sorted([*newest, *_no_fees(newest, today)])


def _payments(home: DemoHome, seed: str, today: date, chance: Random) -> Iterator[BankLine]:
    """What came in, whether the home told it or not; of residents that it told of."""

    def about(subject: str) -> Random:
        return Random(f"{seed}/{home.ref}/{subject}")  # noqa: S311

    residents = residents_of(home, today, about("residents"))
    agreed = contributions_of(home, residents, today, about("fees"))
    known = [one for one in agreed if one.amounts[0][0] < (home.silent_from or today)]
    heard = replace(home, silent_from=None)
    for payment in payments_of(heard, known, today, seed, about("payments")):
        party, reference = payment.payer.name.partition(" (")[0], payment.reference
        if not payment.payer.kind.is_public and chance.random() < WITHOUT_REFERENCE:
            reference = "CARE HOME FEES"
        if today - WEEKS <= payment.received_on < today:
            yield BankLine(payment.received_on, payment.amount, reference, party)
        if payment.reversed_on and today - WEEKS <= payment.reversed_on < today:
            yield BankLine(payment.reversed_on, -payment.amount, f"UNPAID {payment.reference}", party)


def _no_fees(paid: Sequence[BankLine], today: date) -> Iterator[BankLine]:
    middle = paid[len(paid) // 2].booked_on if paid else today - WEEKS
    yield BankLine(middle, Decimal("-31874.20"), "WAGES", "")
    yield BankLine(middle, Decimal("146.00"), "REFUND 88213 LAUNDRY", "Brightwater Linen Ltd")
    yield BankLine(today - timedelta(days=1), Decimal("38.64"), "INTEREST", "")


def _entry(statement: Element, number: int, line: BankLine) -> None:
    entry = SubElement(statement, "Ntry")
    SubElement(entry, "Amt", Ccy="GBP").text = str(abs(line.amount))
    _tell(entry, "CdtDbtInd", "CRDT" if line.amount > 0 else "DBIT")
    _tell(entry, "Sts/Cd", "BOOK")
    _tell(entry, "BookgDt/Dt", line.booked_on.isoformat())
    _tell(entry, "AcctSvcrRef", f"{line.booked_on:%Y%m%d}-{number:04d}")
    details = SubElement(SubElement(entry, "NtryDtls"), "TxDtls")
    if line.party:
        side = "Dbtr" if line.amount > 0 else "Cdtr"
        _tell(details, f"RltdPties/{side}/Pty/Nm", line.party)
    _tell(details, "RmtInf/Ustrd", line.reference)


def _balance(statement: Element, code: str, amount: Decimal, on: date) -> None:
    balance = SubElement(statement, "Bal")
    _tell(balance, "Tp/CdOrPrtry/Cd", code)
    SubElement(balance, "Amt", Ccy="GBP").text = str(abs(amount))
    _tell(balance, "CdtDbtInd", "CRDT" if amount >= 0 else "DBIT")
    _tell(balance, "Dt/Dt", on.isoformat())


def _tell(parent: Element, path: str, text: str) -> None:
    """Text below a path of elements, the shared beginning of which is there already."""
    *way, last = path.split("/")
    for name in way:
        found = parent.find(name)
        parent = SubElement(parent, name) if found is None else found
    SubElement(parent, last).text = text
