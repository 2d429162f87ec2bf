"""Finance's files and its bank, which are finance's alone."""

FILES = (
    *("payments.csv", "payments.xlsx", "payments.totals.json"),
    *("charges.csv", "charges.xlsx", "charges.totals.json"),
    *("balances.csv", "balances.xlsx", "balances.totals.json"),
    *("ledger.csv", "ledger.xlsx", "ledger.totals.json", "ledger.journal", "ledger.journal.totals.json"),
    *("invoices.xero.zip", "invoices.xero.totals.json"),
    *("invoices.sage50.csv", "invoices.sage50.totals.json"),
)
BANK = (
    *("GET /finance/bank/accounts", "GET /finance/bank/lines", "POST /finance/bank/accounts"),
    "POST /finance/bank/accounts/{account}/statements",
    *(f"POST /finance/bank/lines/{{line}}/{what}" for what in ("matches", "parts", "release", "set-aside")),
)
PAGES = (
    *("GET /finance/exports", "GET /finance/bank", "POST /finance/bank"),
    *("GET /finance/bank/account", "POST /finance/bank/account"),
    *("GET /finance/bank/lines/{line}", "POST /finance/bank/lines/{line}"),
    *("GET /finance/bank/lines/{line}/split", "POST /finance/bank/lines/{line}/split"),
)
MONEY_ADDRESSES = (*(f"GET /finance/{file}" for file in FILES), *BANK, *PAGES)
