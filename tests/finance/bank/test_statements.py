"""Statements as banks give them, and as nobody should bring them in."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from finance.bank.camt053 import read_camt053
from finance.bank.csv_statement import read_csv
from finance.bank.line_page import money_sent
from finance.bank.statements import ReadLine, StatementUnreadable, known
from finance.terms import ColumnMapping, DayFormat, Encoding
from network.web.problem import Problem
from tests.finance.bank.conftest import MAPPING

HEAD = "Date,Description,Amount,Name\n"
CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"><BkToCstmrStmt><Stmt>{entries}</Stmt>
</BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="GBP">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>{status}</Sts>
<BookgDt><Dt>2026-03-02</Dt></BookgDt><AcctSvcrRef>B1</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>"""
DETAIL = """<TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<AmtDtls><TxAmt><Amt Ccy="GBP">{amount}</Amt></TxAmt></AmtDtls>
<RltdPties><Dbtr>{name}</Dbtr></RltdPties><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"""


def camt(entries: str, version: str = "08") -> bytes:
    return CAMT.format(entries=entries, version=version).encode()


def entry(amount: str = "10.00", sign: str = "CRDT", status: str = "<Cd>BOOK</Cd>", details: str = "") -> str:
    return ENTRY.format(amount=amount, sign=sign, status=status, details=details)


def test_a_csv_is_read_by_its_headings_with_its_days_and_amounts() -> None:
    data = HEAD + '02/03/2026,"FEES, MARCH","1,071.52",Mr Brown\n\n03/03/2026,FEE,(5.00),\n'
    assert read_csv(data.encode("utf-8-sig"), MAPPING) == [
        ReadLine(date(2026, 3, 2), 107152, "FEES, MARCH", "Mr Brown"),
        ReadLine(date(2026, 3, 3), -500, "FEE", ""),
    ]
    two = ColumnMapping(
        booked_on="Day", amount="Paid in", money_out="Paid out", reference="Text",
        days=DayFormat.BRITISH_WORDS, encoding=Encoding.WINDOWS_1252,
    )  # fmt: skip
    data = "Day,Text,Paid out,Paid in\n02 Mar 2026,£ für Rose,,£10\n03 Mar 2026,FEE,5.00,\n"
    assert [line.pence for line in read_csv(data.encode("cp1252"), two)] == [1000, -500]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            HEAD.encode() + "02/03/2026,caf\xe9,1.00,X\n".encode("latin-1"),
            "Row 2: .*0xe9 is not written in UTF-8",
        ),
        (HEAD.encode("utf-16"), "no CSV in UTF-8 or Windows-1252"),
        (b"", "The file: It is empty"),
        (HEAD.encode(), "There is no line in it"),
        (b"Date,Amount\n", "There is no column “Description”"),
        (f"{HEAD}02/03/2026,A,1.00\n".encode(), "Row 2: It has 3 columns, and the headings are 4"),
        (f"{HEAD}2026-03-02,A,1.00,X\n".encode(), "Row 2: “2026-03-02” is no day as 31/03/2026"),
        (f"{HEAD}02/03/2026,A,1e3,X\n".encode(), "Row 2: “1e3” under “Amount” is no amount"),
        (f"{HEAD}02/03/2026,A,NaN,X\n".encode(), "is no amount"),
        (f"{HEAD}02/03/2026,A,1,00.00,X\n".encode(), "It has 5 columns"),
        (f"{HEAD}02/03/2026,A,99999999999,X\n".encode(), "is no amount"),
        (f'{HEAD}02/03/2026,"A,1.00,X\n'.encode(), "It is no CSV"),
        ((HEAD + "02/03/2026,A,1.00,X\n" * 9_999 + "02/03/2026,A,ten,X\n").encode(), "Row 10001: “ten”"),
    ],
)
def test_a_row_that_is_wrong_is_told_by_its_number_with_what_to_do(data: bytes, said: str) -> None:
    with pytest.raises(StatementUnreadable, match=said):
        read_csv(data, MAPPING)


def test_utf_8_that_is_taken_for_windows_1252_is_noticed() -> None:
    mapping = ColumnMapping(booked_on="D", amount="A", reference="R", encoding=Encoding.WINDOWS_1252)
    with pytest.raises(StatementUnreadable, match="It is written in UTF-8"):
        read_csv("D,A,R\n02/03/2026,£1.00,x\n".encode(), mapping)


@pytest.mark.parametrize(
    ("version", "name", "status"),
    [("02", "<Nm>Mr Brown</Nm>", "BOOK"), ("08", "<Pty><Nm>Mr Brown</Nm></Pty>", "<Cd>BOOK</Cd>")],
)
def test_camt_053_is_read_in_old_and_new_versions(version: str, name: str, status: str) -> None:
    one = DETAIL.format(amount="7.50", name=name, text="ROSE MARCH")
    two = DETAIL.format(amount="2.50", name=name, text="ELM MARCH")
    file = entry(details=one + two, status=status) + entry(sign="DBIT", status=status) + entry(status="PDNG")
    assert [line[1:4] for line in read_camt053(camt(file, version))] == [
        (750, "ROSE MARCH", "Mr Brown"),
        (250, "ELM MARCH", "Mr Brown"),
        (-1000, "", ""),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html/>", "holds no bank statement"),
        (b"<Document>\n<BkTo", "no CAMT.053: line 2 can't be read[.]"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><Document>&a;</Document>', "as no bank's does[.]"),
        (b'<?xml version="1.0" encoding="nonsense"?><Document/>', "encoding that it names is not known"),
        (camt(""), "no booked entry"),
        (camt(entry(amount="ten")), "Entry 1: “ten” is no amount"),
        (camt(entry() + entry(amount="1.005")), "Entry 2: “1.005” is no amount"),
        (camt(entry(amount="100000000.01")), "Entry 1: “100000000.01” is no amount"),
        (camt(entry(amount="1E999999")), "Entry 1: “1E999999” is no amount"),
        (camt(entry(sign="")), "neither credit nor debit"),
        (camt(entry().replace("GBP", "EUR")), "It is in EUR"),
    ],
)
def test_what_is_no_statement_is_refused_whole(data: bytes, said: str) -> None:
    with pytest.raises(StatementUnreadable, match=said):
        read_camt053(data)


def test_two_lines_alike_are_two_and_the_same_two_in_another_file() -> None:
    line = ReadLine(date(2026, 3, 2), 1000, "A", "B")
    account = UUID(int=1)
    first, second = known(account, [line, line])
    assert first.line_id != second.line_id
    assert [one.line_id for one in known(account, [line])] == [first.line_id]
    assert known(UUID(int=2), [line])[0].line_id != first.line_id


@pytest.mark.parametrize(("typed", "pounds"), [("£1,250.00", "1250.00"), (" 12.50 ", "12.50")])
def test_an_amount_may_be_typed_as_people_write_it(typed: str, pounds: str) -> None:
    assert money_sent(typed, "amount") == Decimal(pounds)


@pytest.mark.parametrize("typed", ["12,50", "1,25", "12_50", "ten", ""])
def test_a_comma_that_may_be_meant_as_a_point_is_asked_about(typed: str) -> None:
    with pytest.raises(Problem, match="no amount of money") as raised:
        money_sent(typed, "amount")
    assert raised.value.field == "amount"
