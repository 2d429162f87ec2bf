"""Reads a statement from CAMT.053 (ISO 20022): the booked entries, whatever the version of the message."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from finance.bank.statements import MOST_LINES, MOST_POUNDS, ReadLine, StatementUnreadable, tidy
from finance.pence import to_pence

ANEW = "Take the statement from the bank anew."


def looks_like_xml(data: bytes) -> bool:
    """Whether a file is meant as CAMT.053 and not as CSV."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def read_camt053(data: bytes) -> list[ReadLine]:
    """Every booked entry; of a batch each payment in it. Raises `StatementUnreadable`."""
    lines: list[ReadLine] = []
    try:
        for number, entry in enumerate(_entries(data), start=1):
            lines += _lines(f"Entry {number}", entry)
            if len(lines) > MOST_LINES:
                raise StatementUnreadable(
                    "The file", f"It has more than {MOST_LINES:,} entries.", "Bring it in day by day."
                )
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise StatementUnreadable("The file", f"It is no CAMT.053: {_why(error)}.", ANEW) from None
    if not lines:
        raise StatementUnreadable("The file", "There is no booked entry in it.", ANEW)
    return lines


def _why(error: Exception) -> str:
    match error:
        case ParseError():
            return f"line {error.position[0]} can't be read"
        case DefusedXmlException():
            return "it declares things of its own, as no bank's does"
        case _:
            return "the encoding that it names is not known here"


def _entries(data: bytes) -> Iterator[Element]:
    """Entries without their namespace, which names the version; each is thrown away after its turn."""
    is_statement = False
    for _, element in iterparse(io.BytesIO(data), events=("end",), forbid_dtd=True):
        element.tag = element.tag.rpartition("}")[2]
        if element.tag == "Ntry":
            yield element
            element.clear()
        is_statement = is_statement or element.tag == "BkToCstmrStmt"
    if not is_statement:
        raise StatementUnreadable("The file", "It holds no bank statement (BkToCstmrStmt).", ANEW)


def _lines(where: str, entry: Element) -> Iterator[ReadLine]:
    status = entry.findtext("Sts/Cd") or entry.findtext("Sts") or "BOOK"
    if status.strip() != "BOOK":
        return
    booked_on = _day(where, entry)
    sign = _sign(where, entry)
    payments = entry.findall("NtryDtls/TxDtls")
    whole = _pence(where, entry.find("Amt"))
    parts = [_part(where, one) for one in payments]
    # Details count one by one where they say their amounts and these are the entry's.
    if len(payments) > 1 and None not in parts and sum(part or 0 for part in parts) == whole:
        for one, part in zip(payments, parts, strict=True):
            yield ReadLine(
                booked_on, sign * (part or 0), _reference(one, entry), _payer(one, sign), _id(one, entry)
            )
    else:
        first = payments[0] if payments else entry
        yield ReadLine(
            booked_on, sign * whole, _reference(first, entry), _payer(first, sign), _id(first, entry)
        )


def _day(where: str, entry: Element) -> date:
    text = entry.findtext("BookgDt/Dt") or entry.findtext("BookgDt/DtTm") or entry.findtext("ValDt/Dt") or ""
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError:
        raise StatementUnreadable(where, f"“{text[:40]}” is no day.", ANEW) from None


def _sign(where: str, entry: Element) -> int:
    match (entry.findtext("CdtDbtInd") or "").strip():
        case "CRDT":
            return 1
        case "DBIT":
            return -1
        case other:
            raise StatementUnreadable(where, f"“{other[:10]}” says neither credit nor debit.", ANEW)


def _part(where: str, payment: Element) -> int | None:
    found = payment.find("AmtDtls/TxAmt/Amt")
    amount = payment.find("Amt") if found is None else found
    return None if amount is None else _pence(where, amount)


def _pence(where: str, amount: Element | None) -> int:
    text = "" if amount is None else (amount.text or "").strip()
    currency = "GBP" if amount is None else amount.get("Ccy", "GBP")
    if currency != "GBP":
        raise StatementUnreadable(where, f"It is in {currency[:3]}.", "Bring in an account in GBP.")
    try:
        pounds = Decimal(text)
        pence = to_pence(pounds) if pounds.is_finite() and 0 <= pounds <= MOST_POUNDS else None
    except (InvalidOperation, ValueError):
        pence = None
    if pence is None:
        raise StatementUnreadable(where, f"“{text[:40]}” is no amount of money.", ANEW)
    return pence


def _reference(payment: Element, entry: Element) -> str:
    told = [part.text or "" for part in payment.findall("RmtInf/Ustrd")]
    told += [part.text or "" for part in payment.findall("RmtInf/Strd/CdtrRefInf/Ref")]
    ends = payment.findtext("Refs/EndToEndId") or ""
    if ends and ends != "NOTPROVIDED" and not told:
        told.append(ends)
    return tidy(" ".join(told) or entry.findtext("AddtlNtryInf") or entry.findtext("NtryRef") or "")


def _payer(payment: Element, sign: int) -> str:
    side = "Dbtr" if sign > 0 else "Cdtr"
    party = f"RltdPties/{side}"
    return tidy(payment.findtext(f"{party}/Nm") or payment.findtext(f"{party}/Pty/Nm") or "")


def _id(payment: Element, entry: Element) -> str:
    ids = (payment.findtext("Refs/AcctSvcrRef"), payment.findtext("Refs/TxId"), entry.findtext("AcctSvcrRef"))
    return tidy(next((one for one in ids if one), ""))
