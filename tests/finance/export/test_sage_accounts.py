"""Accounts in Sage 50: short enough for it, one a payer, the same for ever, and never a number."""

import re
from uuid import UUID, uuid5

import pytest

from finance.export.sage_accounts import reference_of
from households.contributions import PAYERS, payer_id_of
from households.terms import PayerKind

HOME = UUID(int=7)


def of(kind: PayerKind, ref: str, home: UUID = HOME) -> str:
    return reference_of(payer_id_of(home, kind, ref), kind, ref)


@pytest.mark.parametrize(
    ("kind", "ref", "account"),
    [
        (PayerKind.LOCAL_AUTHORITY, "LEEDS", "LEEDS"),
        (PayerKind.LOCAL_AUTHORITY, "LA1", "LA1"),
        # Sage takes no more than eight, and small letters for large ones.
        (PayerKind.LOCAL_AUTHORITY, "NORTHSHIRE", "RB04E34M"),
        (PayerKind.LOCAL_AUTHORITY, "Leeds", ""),
        # Read as a number, its noughts would be lost.
        (PayerKind.LOCAL_AUTHORITY, "0042", ""),
        # Another body may have given itself the council's.
        (PayerKind.CHC, "LEEDS", ""),
        (PayerKind.SELF_FUNDER, "R1", ""),
    ],
)
def test_an_account_is_the_council_s_short_reference_or_follows_from_the_payer(
    kind: PayerKind, ref: str, account: str
) -> None:
    made = of(kind, ref)
    assert made == (account or made)
    assert re.fullmatch("[A-Z][A-Z0-9]{2,7}", made)
    assert (made == ref) is (account == ref)


def test_no_two_of_a_great_network_s_payers_share_an_account() -> None:
    payers = [reference_of(uuid5(PAYERS, str(number)), PayerKind.TOP_UP, "R1") for number in range(20_000)]
    assert len(set(payers)) == len(payers)
    assert of(PayerKind.TOP_UP, "R1") != of(PayerKind.TOP_UP, "R1", UUID(int=8))
    assert (
        len({of(PayerKind.CHC, "LEEDS"), of(PayerKind.FNC, "LEEDS"), of(PayerKind.LOCAL_AUTHORITY, "LEEDS")})
        == 3
    )
    assert of(PayerKind.LOCAL_AUTHORITY, "NORTHSHIRE") == of(
        PayerKind.LOCAL_AUTHORITY, "NORTHSHIRE", UUID(int=8)
    )
