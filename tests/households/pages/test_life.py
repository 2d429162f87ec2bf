"""Moments, volunteers, practice, payments and costs: short forms, and what each records."""

from datetime import date
from decimal import Decimal

from households.contributions import AgreeContribution
from households.events import (
    CostRecorded,
    MomentShared,
    PaymentReceived,
    PossibleDuplicateSettled,
    PracticeChanged,
    VolunteeringRecorded,
)
from households.life import ChangePractice
from households.residents import MoveOut
from households.terms import MovedOutReason, PayerKind
from tests.days import today
from tests.households.pages.conftest import House
from tests.households.pages.test_moving import resident


async def test_a_moment_is_shared_in_one_line(house: House) -> None:
    edith = await resident(house)
    form = await house.see(f"/moments/new?resident={edith}")
    assert form.fields["resident"] == [str(edith)]
    page = await house.send("/moments/new", {"resident": str(edith), "moment": "Fed the <hens>"})
    assert "A moment of Edith Moss" in page.text
    assert "Fed the <hens>" in page.text
    shared = (await house.events())[-1]
    assert isinstance(shared, MomentShared)
    assert shared.enjoyed_on == today()


async def test_hours_of_volunteers_and_a_change_of_practice_are_recorded(house: House) -> None:
    await house.send("/volunteering/new", {"hours": "2.5"})
    await house.send("/practice/new", {"text": "New lighting in the corridor"})
    hours, practice = (await house.events())[-2:]
    assert isinstance(hours, VolunteeringRecorded)
    assert (hours.hours, hours.given_on) == (Decimal("2.50"), today())
    assert isinstance(practice, PracticeChanged)
    assert practice.text == "New lighting in the corridor"


async def test_a_change_of_practice_that_names_somebody_is_not_recorded(house: House) -> None:
    before = len(await house.events())
    for text, initials in (
        ("EDITH  moss sits by the window", "E. M."),
        ("Mrs. Achebe’s bed is lower", "Mrs A."),
        ("Sam Reed checks the lights", "S. R."),
    ):
        page = await house.send("/practice/new", {"text": text})
        assert page.status == 422
        assert f"It holds the name of {initials}; coaches and other homes read this." in page.text
        assert "Write “a resident” or “a colleague” instead." in page.text
        assert page.fields["text"] == [text]
    assert len(await house.events()) == before
    made = await house.record(ChangePractice(changed_on=today(), text="Edith sits by the window"), house.sam)
    page = await house.send(
        f"/practice/{made}/correct", {"text": "Walter Pryce sits there", "why": "Misread"}
    )
    assert page.status == 422
    assert "It holds the name of W. P.;" in page.text
    assert len(await house.events()) == before + 1


async def test_a_number_that_is_none_is_told_in_words(house: House) -> None:
    page = await house.send("/volunteering/new", {"hours": "two"})
    assert page.status == 422
    assert page.fields["hours"] == ["two"]


async def test_a_payment_that_looks_paid_twice_is_settled_by_a_person(house: House) -> None:
    await house.record(
        AgreeContribution(
            resident="R1",
            payer_ref="A. Moss",
            payer_kind=PayerKind.TOP_UP,
            payer_name="Alan Moss",
            weekly_amount=Decimal(120),
            begins_on=date(2024, 2, 1),
        )
    )
    form = await house.see("/payments/new")
    assert "Alan Moss, top-up for Edith Moss, A. Moss" in form.text
    payer = form.choices["payer"][-1]
    fields = {"payer": payer, "amount": "£1,480", "reference": "MOSS FEB"}
    first = await house.send("/payments/new", fields)
    assert "Alan Moss" in first.text
    assert "£1,480.00" in first.text
    assert "Was this paid twice?" not in first.text
    second = await house.send("/payments/new", fields)
    assert "It may repeat an earlier payment" in second.text
    found_out = second.links["Was this paid twice?"].removeprefix("/homes/rosewood")
    settled = await house.send(found_out, {"is_same": "no"})
    assert "Money of its own: it counts." in settled.text
    *_, payment, last = await house.events()
    assert isinstance(payment, PaymentReceived)
    assert isinstance(last, PossibleDuplicateSettled)
    assert not last.is_same


async def test_who_pays_for_somebody_stands_first_where_it_is_asked_for_them(house: House) -> None:
    for ref, name in (("R1", "Zoe Moss"), ("R2", "Amy Pryce")):
        await house.record(
            AgreeContribution(
                resident=ref,
                payer_ref=f"{ref}-OWN",
                payer_kind=PayerKind.TOP_UP,
                payer_name=name,
                weekly_amount=Decimal(120),
                begins_on=date(2024, 2, 1),
            )
        )
    edith = await resident(house)
    everybody = await house.see("/payments/new")
    hers = await house.see(f"/payments/new?resident={edith}")
    assert hers.choices["payer"] == ["", *reversed(everybody.choices["payer"][1:])]
    assert hers.fields["resident"] == [str(edith)]
    assert (await house.see(f"/residents/{edith}")).links["A payment for them came in"].endswith(str(edith))


async def test_who_paid_for_somebody_who_lives_here_no_more_stands_last_and_says_so(house: House) -> None:
    for ref, name in (("R1", "Amy Moss"), ("R2", "Zoe Pryce")):
        await house.record(
            AgreeContribution(
                resident=ref,
                payer_ref=f"{ref}-OWN",
                payer_kind=PayerKind.TOP_UP,
                payer_name=name,
                weekly_amount=Decimal(120),
                begins_on=date(2024, 2, 1),
            )
        )
    await house.record(MoveOut(resident="R1", moved_out_on=date(2024, 6, 1), reason=MovedOutReason.HOME))
    text = (await house.see("/payments/new")).text
    offered = text.partition("Who paid?")[2].partition("How much?")[0]
    assert offered.strip() == (
        "Choose one Zoe Pryce, top-up for Walter Pryce, R2-OWN "
        "Amy Moss, top-up, R1-OWN, for nobody who lives here now"
    )


async def test_a_cost_is_said_and_taken_back(house: House) -> None:
    page = await house.send("/costs/new", {"category": "food", "amount": "812.40"})
    assert "£812.40" in page.text
    cost = (await house.events())[-1]
    assert isinstance(cost, CostRecorded)
    assert cost.month == today().replace(day=1)
    back = page.links["Take back"].removeprefix("/homes/rosewood")
    page = await house.send(back, {"reason": "Another home's"})
    assert "This record was taken back, and counts nowhere." in page.text
