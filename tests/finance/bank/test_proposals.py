"""What speaks for a line being a payment, and what does not."""

from datetime import date
from uuid import UUID

import pytest

from finance.bank.proposals import Asked, Target, is_called, names, propose

LINE = Asked(date(2026, 3, 2), 107152, "ROSE-20260202-LA1", "NORTHSHIRE COUNTY COUNCIL")
HOME, PAYER, OTHER = (UUID(int=number) for number in range(1, 4))
OWING = Target(HOME, "ROSE", "Rose House", PAYER, "Northshire Council", 107152, text="ROSE-20260202-LA1")


def recorded(day: int, pence: int = 107152, payer: UUID = PAYER, number: int = 7) -> Target:
    on = date(2026, 3, day)
    return OWING._replace(pence=pence, payer_id=payer, payment=number, received_on=on, text="BACS")


def test_reference_payer_and_amount_speak_for_a_payer_and_one_alone_for_little() -> None:
    [best, other] = propose(
        LINE,
        [OWING._replace(payer_id=OTHER, payer_name="Mr Brown", text=""), OWING, OWING._replace(text="X")],
    )
    assert best.target is OWING
    assert best.reasons == ("the reference names it", "the payer is called so", "so much is owed")
    assert (other.reasons, other.target.payer_id) == (("so much is owed",), OTHER)
    assert propose(LINE, [OWING._replace(pence=1, text="", payer_name="Mrs Green")]) == []


def test_a_payment_that_a_home_recorded_comes_first_if_amount_and_day_agree() -> None:
    plain = LINE._replace(reference="")
    found = propose(
        plain, [OWING, recorded(1), recorded(25), recorded(2, pence=107151), recorded(2, number=8)]
    )
    assert [one.target.payment for one in found] == [8, 7, None]


@pytest.mark.parametrize(
    ("reference", "other", "does"),
    [
        ("INV ROSE20260202LA1 THANKS", "ROSE-20260202-LA1", True),
        ("BACS", "BACS", False),
        ("R4", "R4", True),
        ("R44", "R4", False),
        ("", "", False),
    ],
)
def test_a_reference_names_another_as_banks_leave_of_it(reference: str, other: str, does: bool) -> None:
    assert names(reference, other) is does


@pytest.mark.parametrize(
    ("said", "name", "may"),
    [
        ("NORTHSHIRE COUNTY COUNCIL", "Northshire Council", True),
        ("MR T BROWN", "Mr Brown", True),
        ("T BROWN", "Mrs Browning", False),
        ("NHS", "NHS Northshire", True),
        ("JT", "J T", False),
        ("", "Mr Brown", False),
        ("MR BROWN", None, False),
    ],
)
def test_a_payer_is_called_so_where_the_words_agree(said: str, name: str | None, may: bool) -> None:
    assert is_called(said, name) is may
