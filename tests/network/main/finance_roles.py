"""Finance's pages and forms, which are finance's alone."""

PAGES = (
    "/finance",
    "/finance/payments",
    "/finance/homes/{home}",
    "/finance/homes/{home}/payers/{payer}",
    "/finance/homes/{home}/payers/{payer}/lines/{line}",
    "/finance/homes/{home}/invoices/{number:path}",
    "/finance/homes/{home}/invoices/{number:path}.pdf",
    "/finance/payers",
    "/finance/payers/{payer}",
    "/finance/payers/{payer}/statement.pdf",
    "/finance/billing",
    "/finance/billing/{period}",
    "/finance/billing/{period}/invoices.zip",
    "/finance/debt",
    "/finance/doubles",
    "/finance/known-at",
    "/finance/terms",
)
FORMS = (
    "/finance/billing/{period}/raise",
    "/finance/payers/{payer}/promise",
    "/finance/payers/{payer}/promises/{promise}/take-back",
    "/finance/closing",
    "/finance/doubles/{double}",
    "/finance/terms/new",
    "/finance/terms/fee",
)
FINANCE_ADDRESSES = (
    *(f"GET {path}" for path in (*PAGES, *FORMS)),
    *(f"POST {path}" for path in FORMS),
    "GET /finance/promises",
    "POST /finance/promises",
    "POST /finance/promises/taken-back",
    "GET /finance/possible-duplicates",
    "POST /finance/possible-duplicates/{payment}/both-paid",
)
NAMES = ("{home}", "{payer}", "{line}", "{number:path}", "{period}", "{promise}", "{double}", "{payment}")
"""What these addresses name: who may see it is told where it is not there."""
