"""Finding a record, its history in words, and putting it right."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from households.absences import GoAway
from households.baseline import RecordBaseline
from households.contributions import AgreeContribution, ChangeContribution
from households.costs import RecordCost
from households.events import PaymentReversed, ResidentMovedIn
from households.falls import RecordFall
from households.follow_up import DecideNotification, ObserveFall
from households.life import ChangePractice, RecordVolunteering, ShareMoment
from households.payments import ReceivePayment
from households.residents import MoveOut, MoveRoom
from households.sickness import StartSickness
from households.team import ChangeHours
from households.terms import Body, CostCategory, Harm, MovedOutReason, PayerKind, Place
from network.access.viewer import Role
from tests.days import today
from tests.households.pages.conftest import House
from tests.households.pages.test_team import join
from tests.signed_in import somebody

DAY = date(2024, 6, 1)
MOMENT = ShareMoment(resident="R1", enjoyed_on=DAY, moment="Fed the hens")


async def test_a_record_is_found_in_the_list_and_in_the_list_of_its_kind(house: House) -> None:
    moment = await house.record(MOMENT, house.sam)
    for below in ("/records", "/records?about=life"):
        seen = await house.see(below)
        told = "Edith Moss chose and enjoyed something: Fed the hens"
        assert seen.links[told] == f"/homes/rosewood/records/{moment}"
        assert f"{told} 1 June 2024, written down today at " in seen.text
        assert "Sam Reed" in seen.text
    assert "chose and enjoyed" not in (await house.see("/records?about=team")).text


async def test_a_list_shows_a_record_as_it_stands_and_leads_to_who_changed_it(house: House) -> None:
    moment = await house.record(MOMENT, house.sam)
    edith = (await house.see("/residents")).links["Edith Moss"].removeprefix("/homes/rosewood")
    await house.send(f"/moments/{moment}/correct", {"moment": "Fed the ducks", "why": "They were ducks"})
    for below in ("/records", "/records?about=life", edith):
        seen = await house.see(below)
        assert "Edith Moss chose and enjoyed something: Fed the ducks 1 June 2024, " in seen.text, below
        assert "; corrected: who changed what" in seen.text, below
        assert "hens" not in seen.text, below
        history = seen.links["corrected: who changed what"]
        assert history == f"/homes/rosewood/records/{moment}#history"
        assert 'id="history"' in (await house.see(f"/records/{moment}")).html


async def test_what_was_taken_back_is_struck_through_with_what_followed_on_it(house: House) -> None:
    fall = await house.fall()
    at = (await house.events())[-1].occurred_at
    await house.record(ObserveFall(fall=fall, observed_at=at, observation="Asleep"))
    moment = await house.record(MOMENT)
    for below in (f"/falls/{fall}", f"/moments/{moment}"):
        assert (await house.send(f"{below}/take-back", {"reason": "Not so"})).status == 200
    html = (await house.see("/records")).html
    for words in (
        "Edith Moss fell in the bedroom and was a little hurt.",
        "Edith Moss was looked in on after a fall.",
        "Edith Moss chose and enjoyed something: Fed the hens",
    ):
        assert f"<s>{words}</s>" in html, words
    assert "<s>A fall of Edith Moss was taken back" not in html
    assert (await house.see("/records")).text.count("taken back: who changed what") == 3


async def test_a_day_of_leaving_that_was_put_right_is_shown_on_its_new_day(house: House) -> None:
    stay = (await house.events())[-3]
    assert isinstance(stay, ResidentMovedIn)
    await house.record(MoveOut(resident="R1", moved_out_on=DAY, reason=MovedOutReason.HOME))
    record = (await house.see(f"/residents/{stay.resident_id}")).links["1 February 2024 to 1 June 2024"]
    below = record.removeprefix("/homes/rosewood/records")
    await house.send(f"/stays{below}/correct", {"moved_out_on": "2024-06-04", "why": "Misread"})
    listed = (await house.see("/records?about=residents")).text
    told = "Edith Moss left the home. 4 June 2024, written down today at "
    assert told in listed
    assert "; corrected: who changed what" in listed.partition(told)[2].partition("Edith Moss")[0]


async def test_a_record_that_waited_without_a_signal_was_written_down_when_it_was_made(house: House) -> None:
    made_at = datetime.now(UTC) - timedelta(hours=5)
    command = RecordFall(resident="R1", occurred_at=made_at, place=Place.GARDEN, harm=Harm.LOW)
    await house.take(command, house.sam, made_at=made_at, sent_at=datetime.now(UTC), from_outbox=True)
    assert "written down" not in (await house.see("/records?about=falls")).text


async def test_the_list_goes_on_to_older_records(house: House) -> None:
    for _ in range(51):
        await house.take(MOMENT)
    first = await house.see("/records?about=life")
    assert first.text.count("chose and enjoyed") == 50
    older = await house.see(first.links["Older records"].removeprefix("/homes/rosewood"))
    assert older.text.count("chose and enjoyed") == 1


async def test_an_amendment_shows_who_changed_what_and_why(house: House) -> None:
    moment = await house.record(MOMENT, house.sam)
    form = await house.see(f"/moments/{moment}/correct")
    assert form.fields["moment"] == ["Fed the hens"]
    page = await house.send(
        f"/moments/{moment}/correct", {"moment": "Fed the ducks", "why": "They were ducks"}
    )
    assert "Ada Okafor Corrected: They were ducks" in page.text
    assert "What it was: Fed the hens → Fed the ducks" in page.text
    page = await house.send(f"/moments/{moment}/take-back", {"reason": "It was Walter"})
    assert "This record was taken back, and counts nowhere." in page.text
    assert "Taken back: It was Walter" in page.text
    assert not {"Correct", "Correct this", "Take back"} & page.links.keys(), "it leads nowhere any more"
    assert page.links["Record it anew"] == "/homes/rosewood/moments/new"
    again = await house.send(f"/moments/{moment}/take-back", {"reason": "Again"})
    assert again.status == 422


async def test_a_correction_without_a_reason_is_asked_for_one(house: House) -> None:
    moment = await house.record(MOMENT)
    page = await house.send(f"/moments/{moment}/correct", {"why": ""})
    assert page.status == 422
    assert "Say why." in page.text


async def test_a_stay_is_put_right_and_its_page_shows_it(house: House) -> None:
    stay = (await house.see("/residents")).links["Edith Moss"].removeprefix("/homes/rosewood")
    record = (await house.see(stay)).links["Correct the days or rooms of this stay"]
    page = await house.send(
        record.replace("/homes/rosewood/records", "/stays") + "/correct",
        {"moved_in_on": "2024-02-03", "room": "4", "why": "Read the diary"},
    )
    assert "First night: Thursday 1 February 2024 → Saturday 3 February 2024" in page.text
    assert "Rose, room 4" in (await house.see(stay)).text


async def everything(house: House) -> Mapping[str, str]:
    """A record of each kind that has forms; their ids."""
    staff = await join(house)
    made = {
        "move": await house.record(MoveRoom(resident="R1", room="9", moved_on=DAY)),
        "absence": await house.record(GoAway(resident="R2", away_from=DAY)),
        "change": await house.record(ChangeHours(staff=str(staff), weekly_hours=Decimal(20), changed_on=DAY)),
        "spell": await house.record(StartSickness(staff=str(staff), first_day=DAY)),
        "contribution": await house.record(
            AgreeContribution(
                resident="R1",
                payer_ref="P1",
                payer_kind=PayerKind.TOP_UP,
                payer_name="Alan Moss",
                weekly_amount=Decimal(120),
                begins_on=DAY,
            )
        ),
        "moment": await house.record(MOMENT),
        "volunteering": await house.record(RecordVolunteering(given_on=DAY, hours=Decimal(2))),
        "practice": await house.record(ChangePractice(changed_on=DAY, text="Lights on")),
        "cost": await house.record(
            RecordCost(month="2024-06", category=CostCategory.FOOD, amount=Decimal(5))
        ),
        "baseline": await house.record(RecordBaseline(month="2024-01", occupied_bed_days=90, falls=2)),
    }
    made["change_of_amount"] = await house.record(
        ChangeContribution(
            contribution=made["contribution"], weekly_amount=Decimal(130), begins_on=date(2024, 7, 1)
        )
    )
    made["payment"] = await house.record(
        ReceivePayment(payer="P1", received_on=DAY, amount=Decimal(5), reference="X")
    )
    return made


async def test_every_kind_of_record_has_a_page_and_the_forms_that_it_names_open(house: House) -> None:
    for record in (await everything(house)).values():
        page = await house.see(f"/records/{record}")
        assert page.status == 200, page.text
        assert "Recorded" in page.text
        for words, href in page.links.items():
            if words in ("Correct", "Take back", "Reverse", "Is well again"):
                form = await house.see(href.removeprefix("/homes/rosewood"))
                assert form.status == 200, href


CORRECTIONS = {
    "move": ("/moves/{}/correct", {"room": "8", "why": "Misread"}, "Rose, room 8"),
    "absence": ("/absences/{}/correct", {"back_on": "2024-06-05", "why": "Misread"}, "Wednesday 5 June 2024"),
    "change": ("/hours/{}/correct", {"weekly_hours": "25", "why": "Misread"}, "30; 25 from"),
    "spell": ("/sickness/{}/correct", {"last_day": "2024-06-03", "why": "Misread"}, "Monday 3 June 2024"),
    "contribution": (
        "/contributions/{}/correct",
        {"weekly_amount": "99.50", "why": "Misread"},
        "£99.50",
    ),
    "volunteering": ("/volunteering/{}/correct", {"hours": "3", "why": "Misread"}, "Hours: 2 → 3"),
    "practice": ("/practice/{}/correct", {"text": "Lights off", "why": "Misread"}, "Lights on → Lights off"),
}


@pytest.mark.parametrize("kind", sorted(CORRECTIONS))
async def test_a_record_is_corrected_and_then_taken_back(house: House, kind: str) -> None:
    record = (await everything(house))[kind]
    path, fields, says = CORRECTIONS[kind]
    page = await house.send(path.format(record), fields)
    assert page.status == 200, page.text
    assert says in page.text
    page = await house.send(path.replace("correct", "take-back").format(record), {"reason": "Not so"})
    assert page.status == 200, page.text
    assert "Not so" in page.text
    taken_back = path.removesuffix("/correct").format(record)
    assert not [href for href in page.links.values() if taken_back in href], "no form that would refuse"


async def test_a_payment_is_reversed_today_where_no_day_is_said(house: House) -> None:
    payment = (await everything(house))["payment"]
    page = await house.see(f"/records/{payment}?saved=1&recorded={payment}")
    form = page.links["Reverse this"].removeprefix("/homes/rosewood")
    assert page.links["Reverse"].endswith(form)
    page = await house.send(form, {"reason": "The bank returned it"})
    assert page.status == 200, page.text
    reversed_ = (await house.events())[-1]
    assert isinstance(reversed_, PaymentReversed)
    assert reversed_.reversed_on == today()
    assert page.links["Record it anew"] == "/homes/rosewood/payments/new"


async def test_a_contribution_whose_amount_changed_says_until_when_it_was_paid(house: House) -> None:
    made = await everything(house)
    page = await house.see(f"/records/{made['contribution']}")
    assert "A week £120.00 First night Saturday 1 June 2024 Last night Sunday 30 June 2024" in page.text
    assert (await house.see(f"/contributions/{made['contribution']}/correct")).fields["ends_on"] == [
        "2024-06-30"
    ]
    page = await house.see(f"/records/{made['change_of_amount']}")
    assert "A week £130.00 First night Monday 1 July 2024" in page.text
    form = await house.see(f"/contributions/{made['change_of_amount']}/correct")
    assert form.fields["ends_on"] == [""]


async def test_what_followed_a_fall_is_taken_back_from_its_record(house: House) -> None:
    fall = await house.fall()
    seen_at = (await house.events())[-1].occurred_at
    seen = await house.record(ObserveFall(fall=fall, observed_at=seen_at, observation="Asleep", concern=True))
    page = await house.see(f"/records/{seen}")
    assert "Asleep (worrying)" in page.text
    assert "not said →" not in page.text, "nothing was there before"
    decision = await house.record(
        DecideNotification(fall=fall, body=Body.CQC, notify=True, decided_by="Nia", reason="Broken hip")
    )
    for followed, part in ((seen, "observations"), (decision, "notifications")):
        page = await house.send(f"/falls/{fall}/{part}/{followed}/take-back", {"reason": "Another fall"})
        assert page.status == 200, page.text
        assert f"/homes/rosewood/falls/{fall}/{part}/{followed}/take-back" not in page.links.values()
        assert page.links["The fall"] == f"/homes/rosewood/falls/{fall}"
    assert page.links["Decide anew"] == f"/homes/rosewood/falls/{fall}#decisions"
    assert "Asleep" not in (await house.see(f"/falls/{fall}")).text


async def test_a_look_after_midnight_in_summer_stands_on_its_day(house: House) -> None:
    late = datetime(2026, 7, 1, 22, 40, tzinfo=UTC)
    fall = await house.record(
        RecordFall(resident="R1", occurred_at=late, place=Place.BEDROOM, harm=Harm.LOW), house.sam
    )
    seen_at = late + timedelta(minutes=50)
    seen = await house.record(ObserveFall(fall=fall, observed_at=seen_at, observation="Asleep"))
    page = await house.see(f"/records/{seen}")
    assert "Looked in Thursday 2 July 2026 at 00:30 Asleep" in page.text


async def test_a_record_of_another_home_is_a_page_that_is_not_there(house: House) -> None:
    moment = await house.record(MOMENT)
    stranger = await somebody(house.services, house.http, Role.HOME_TEAM, home="elmhurst")
    for home in ("rosewood", "elmhurst"):
        for below in (f"records/{moment}", f"moments/{moment}/correct", f"moments/{moment}/take-back"):
            answer = await stranger.get(f"/homes/{home}/{below}")
            assert answer.status_code == 404, below
    assert (await house.see("/records/nonsense")).status == 404
    assert (await house.see(f"/stays/{moment}/correct")).status == 404
