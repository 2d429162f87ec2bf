"""Finance at the bank's pages and at its files, as a browser without JavaScript sends them."""

import re

import httpx

from tests.finance.bank.conftest import Office

HEAD = "Transaction Date,Details,Paid out,Paid in,Name\n"
FILE = HEAD + "12/02/2024,HOME000020240101P1,,2800.00,T BROWN\n13/02/2024,RENT,5.00,,\n"
KEY = re.compile(r'name="(command_id|payer|home)" value="([^"]+)"')


async def test_a_statement_goes_from_its_columns_to_a_payment(
    http: httpx.AsyncClient, office: Office
) -> None:
    looked = await http.post(
        "/finance/bank/account", data={"name": "Fees", "do": "look"}, files={"file": ("s.csv", FILE.encode())}
    )
    assert "£2,800.00" in looked.text
    assert "−£5.00" in looked.text
    columns = {
        "booked_on": "Transaction Date", "amount": "Paid in", "money_out": "Paid out", "reference": "Details",
        "payer": "Name", "days": "%d/%m/%Y", "encoding": "utf-8", "name": "Fees", "sample": FILE,
    }  # fmt: skip
    wrong = await http.post(
        "/finance/bank/account", files=fields({**columns, "days": "%Y-%m-%d", "do": "keep"})
    )
    assert wrong.status_code == 422
    assert "Row 2: “12/02/2024” is no day as 2026-03-31" in wrong.text
    unkept = await http.post("/finance/bank/account", files=fields({"name": "Fe\0es", "do": "camt"}))
    assert unkept.status_code == 422
    assert "Name holds control characters" in unkept.text
    kept = await http.post("/finance/bank/account", files=fields({**columns, "do": "keep"}))
    assert kept.headers["location"] == "/finance/bank?done=account"

    nothing_yet = (await http.get("/finance/bank")).text
    assert "Nothing has been brought in yet." in nothing_yet
    assert "Everything that came in is matched" not in nothing_yet
    unsaid = await http.post("/finance/bank", files={"file": ("s.csv", FILE.encode())})
    assert unsaid.status_code == 422
    assert "Choose the account." in unsaid.text
    for no_account in ({"account": "Fees"}, {"account": ["Fees", ""]}):
        named = await http.post("/finance/bank", data=no_account, files={"file": ("s.csv", FILE.encode())})
        assert named.status_code == 422
        assert "Choose one of the list." in named.text
    account = {"account": str(office.account)}
    unchosen = await http.post("/finance/bank", data=account, files={"file": ("", b"")})
    assert unchosen.status_code == 422
    assert "Choose what the bank gave you." in unchosen.text
    bad = await http.post(
        "/finance/bank", data=account, files={"file": ("s.csv", (FILE + "x,y,,z,\n").encode())}
    )
    assert bad.status_code == 422
    assert "Row 4: “x” is no day as 31/03/2026. Nothing is brought in." in bad.text
    brought = await http.post("/finance/bank", data=account, files={"file": ("s.csv", FILE.encode())})
    page = await http.get(brought.headers["location"])
    assert "The statement is brought in: 2 lines." in page.text
    assert "the reference names it, and the payer is called so" in page.text

    [address] = re.findall(r'action="(/finance/bank/lines/[^"]+)"', page.text)
    form = page.text[page.text.index(address) :]
    said = dict(KEY.findall(form[: form.index("</form>")]))
    done = await http.post(address, data={**said, "do": "match"})
    assert done.headers["location"] == "/finance/bank?done=matched"
    [payment] = await office.payments()
    assert str(payment[1]) == "2800.00"
    assert "Everything that came in is matched" in (await http.get("/finance/bank")).text


async def test_of_one_account_nobody_is_asked_which(http: httpx.AsyncClient, office: Office) -> None:
    only = (await http.get("/finance/bank")).text
    assert f'<option value="{office.account}"' in only
    assert "Choose one" not in only
    await http.post("/finance/bank/account", files=fields({"name": "Second", "do": "camt"}))
    assert "Choose one" in (await http.get("/finance/bank")).text


async def test_every_file_is_led_to_from_one_page_which_lists_what_was_taken(http: httpx.AsyncClient) -> None:
    days = {"from": "2024-01-01", "to": "2024-12-31"}
    for file in ("payments.csv", "balances.csv", "ledger.journal", "charges.xlsx", "invoices.xero.zip"):
        led = await http.get("/finance/exports", params={**days, "file": file, "home": "home-0000"})
        answer = await http.get(led.headers["location"])
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-disposition"].endswith(f'2024-12-31.{file.partition(".")[2]}"')

    page = (await http.get("/finance/exports")).text

    assert page.count(">Bea Books</td>") == 5
    assert "Invoices, for Xero, 500 a file" in page
    for wrong, said in (
        ({"home": "nowhere"}, "no such home"),
        ({"to": "2023-01-01"}, "before the first"),
        ({"file": "secrets.csv"}, "Choose one of those that are listed"),
    ):
        refused = await http.get("/finance/exports", params={**days, "file": "payments.csv", **wrong})
        assert refused.status_code == 422
        assert said in refused.text


def fields(said: dict[str, str]) -> dict[str, tuple[None, str]]:
    """Fields of a form that could bring a file, and brings none."""
    return {name: (None, value) for name, value in said.items()}
