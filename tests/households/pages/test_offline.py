"""Forms that a device keeps in the clear for when there is no signal: names stand in their lists alone."""

import re
from datetime import date
from decimal import Decimal

from households.contributions import AgreeContribution
from households.terms import PayerKind
from tests.households.pages.conftest import PEOPLE, House
from tests.households.pages.test_team import join

LISTS = re.compile(r"<select[^>]* data-roster=.*?</select>", re.DOTALL)
"""What the device takes out of a form and seals."""
PERSON = re.compile(r'<div class="hearth-header__person">.*?</div>', re.DOTALL)
"""Who is signed in, which it leaves out too."""
PAYER = "Alan Moss"


async def test_no_form_that_a_device_keeps_names_anybody_outside_of_its_lists(house: House) -> None:
    await join(house)
    await house.record(
        AgreeContribution(
            resident="R1",
            payer_ref="P1",
            payer_kind=PayerKind.TOP_UP,
            payer_name=PAYER,
            weekly_amount=Decimal(120),
            begins_on=date(2024, 2, 1),
        )
    )
    kept = (await house.ada.get("/outbox/person")).json()["forms"]
    named = ["Ada Okafor", "Nia Rees", PAYER, *(f"{given} {family}" for given, family in PEOPLE.values())]
    seen: set[str] = set()
    for address in kept:
        page = (await house.ada.get(address)).text
        seen |= {name for name in named if name in page}
        left = PERSON.sub("", LISTS.sub("", page))
        assert [name for name in named if name in left] == [], address
    assert seen == set(named)
