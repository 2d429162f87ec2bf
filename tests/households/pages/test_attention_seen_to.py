from datetime import UTC, datetime, timedelta

import msgspec

from households.events import FallRecorded, RecordSettled
from households.falls import AmendFall
from households.set_aside import FORM_NOT_READ, SetAside, Typed
from households.terms import Harm, Place
from network.eventstore.sealed import RecordClass
from tests.households.pages.conftest import HOME, House
from tests.households.pages.late import FIVE_HOURS, set_aside
from tests.seen_page import SeenPage


async def test_it_is_put_right_in_its_own_form_and_recorded_anew(house: House) -> None:
    record = await set_aside(house)
    address = (await house.see(f"/attention/{record}")).links["Mend and record it"]
    form = SeenPage(await house.ada.get(address))
    assert form.fields["description"] == ["Tripped over the hose"]
    assert form.fields["place"] == ["garden"]
    assert "data-outbox" not in form.html.partition("<form method")[2].partition(">")[0]
    edith = form.choices["resident"][1]
    sent = await house.ada.post(address, {**form.fields, "resident": edith})
    assert sent.status_code == 303, SeenPage(sent).text
    fell, settled = (await house.events())[-2:]
    assert isinstance(fell, FallRecorded)
    assert isinstance(settled, RecordSettled)
    assert fell.occurred_at < datetime.now(UTC) - FIVE_HOURS + timedelta(minutes=2)
    assert "Nothing needs attention." in (await house.see("/attention")).text
    assert "record needs attention" not in (await house.see()).text


async def test_a_form_of_an_earlier_release_says_what_is_missing_and_what_was_typed(house: House) -> None:
    typed = [
        ("resident", "R1"),
        ("place", "garden"),
        ("hurt", "a little"),
        ("witnessed", "perhaps"),
        ("occurred_at", "2026-11-20T03:10"),
        ("description", "Tripped over the hose"),
    ]
    content = msgspec.json.encode(Typed(path={}, typed=typed)).decode()
    kept = SetAside(command="record-fall", record_class=RecordClass.CARE, content=content, rule=FORM_NOT_READ)
    record = await house.record(kept, house.sam)
    what = "A fall of Edith Moss"
    assert (await house.see("/attention")).links[what] == f"{HOME}/attention/{record}"
    seen = await house.see(f"/attention/{record}")
    for words in (
        what,
        "It was filled in on a form that is no longer in use, and can't be recorded as it is.",
        "Choose whether the person was hurt.",
        "“Somebody saw it” can’t be read as it was written.",
        "“Hurt” is not asked any more.",
        "Who fell Edith Moss",
        "Where Garden",
        "Hurt a little",
        "When it happened 2026-11-20 03:10",
        "What happened Tripped over the hose",
    ):
        assert words in seen.text, words
    form = SeenPage(await house.ada.get(seen.links["Mend and record it"]))
    assert form.fields["description"] == ["Tripped over the hose"]
    assert form.fields["place"] == ["garden"]
    assert "hurt" not in form.fields


async def test_sent_twice_it_is_recorded_and_settled_once(house: House) -> None:
    record = await set_aside(house)
    address = (await house.see(f"/attention/{record}")).links["Mend and record it"]
    form = SeenPage(await house.ada.get(address))
    fields = {**form.fields, "resident": form.choices["resident"][1]}
    first = await house.ada.post(address, fields)
    count = len(await house.events())
    second = await house.ada.post(address, fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(await house.events()) == count


async def test_its_form_says_why_it_was_set_aside_also_where_it_is_shown_again(house: House) -> None:
    record = await set_aside(house)
    address = (await house.see(f"/attention/{record}")).links["Mend and record it"]
    form = SeenPage(await house.ada.get(address))
    why = "This was set aside: The home knew no such resident."
    assert why in form.text
    again = SeenPage(await house.ada.post(address, {**form.fields, "resident": ""}))
    assert again.status == 422
    assert why in again.text
    assert "This was set aside" not in (await house.see("/falls/new")).text


async def test_of_two_who_mend_it_at_once_the_second_is_told_and_nothing_is_there_twice(house: House) -> None:
    record = await set_aside(house)
    address = (await house.see(f"/attention/{record}")).links["Mend and record it"]
    adas, sams = SeenPage(await house.ada.get(address)), SeenPage(await house.sam.get(address))
    edith = adas.choices["resident"][1]
    assert (await house.ada.post(address, {**adas.fields, "resident": edith})).status_code == 303
    second = SeenPage(await house.sam.post(address, {**sams.fields, "resident": edith}))
    assert second.status == 422
    assert "Somebody has seen to the record that is mended here." in second.text
    assert len([event for event in await house.events() if isinstance(event, FallRecorded)]) == 1


async def test_it_can_be_discarded_with_a_reason(house: House) -> None:
    record = await set_aside(house)
    without = await house.send(f"/attention/{record}", {})
    assert without.status == 422
    assert "Write why it is discarded." in without.text
    seen = await house.send(f"/attention/{record}", {"outcome": "Nobody fell"})
    assert "Seen to. Needs attention Nothing needs attention." in seen.text
    assert isinstance((await house.events())[-1], RecordSettled)
    again = await house.see(f"/attention/{record}")
    assert "Somebody has seen to this record." in again.text
    assert "outcome" not in again.fields
    history = await house.see(again.links["Who, and what was done"].removeprefix(HOME))
    assert "Ada Okafor Seen to: Nobody fell" in history.text
    listed = await house.see("/records")
    told = "A record could not be accepted and was set aside."
    assert listed.links[told] == f"{HOME}/records/{record}"
    assert "; seen to: who changed what" in listed.text


async def test_an_amendment_of_what_never_arrived_can_only_be_discarded_or_looked_for(house: House) -> None:
    now = datetime.now(UTC)
    never = f"{house.home_id.hex}-{10**17}"
    amend = AmendFall(fall=never, reason="Wrong place", occurred_at=now, place=Place.GARDEN, harm=Harm.LOW)
    recorded = await house.take(amend, house.sam, made_at=now, sent_at=now, from_outbox=True)
    assert recorded.set_aside
    seen = await house.see(f"/attention/{recorded.id}")
    assert "What it is about was not known in the home" in seen.text
    assert "outcome" in seen.fields
