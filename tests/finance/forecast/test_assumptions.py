"""What a forecast takes for granted is said in words and figures."""

from datetime import timedelta
from uuid import UUID

from finance.forecast.assumptions import assumptions_of
from finance.forecast.bills import Bill, Bills
from finance.forecast.habits import History
from households.terms import PayerKind
from tests.finance.forecast.test_habits import TODAY, bills

COUNCIL, FAMILY = UUID(int=1), UUID(int=2)


def test_every_assumption_is_a_sentence_with_its_figures() -> None:
    kinds = {COUNCIL: PayerKind.LOCAL_AUTHORITY, FAMILY: PayerKind.TOP_UP}
    history = History([*bills(COUNCIL, 20, 1, paid=0.9), *bills(FAMILY, 20, -5)], kinds)
    unpaid = [Bill(COUNCIL, TODAY - timedelta(days=1), 123_456), Bill(FAMILY, TODAY, 100)]
    through = TODAY + timedelta(days=90)
    open_bills, to_come = (
        Bills.of(some, history.payers) for some in (unpaid, [Bill(FAMILY, through, 9_900)])
    )
    said = assumptions_of(history.as_of(TODAY), open_bills, to_come, TODAY, through)
    assert all(sentence.endswith(".") for sentence in said)
    assert said[0] == "On the morning of 2 March 2026 £1,235.56 is unpaid, £1,234.56 of it past due."
    assert said[1].startswith("Until 31 May 2026 £99.00 more is charged.")
    text = " ".join(said)
    assert "local authorities 1 day after it is due" in text
    assert "families who top up 5 days before it is due" in text
    assert "% of what local authorities owe" in text
