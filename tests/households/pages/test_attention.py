from datetime import UTC, datetime, timedelta

from households.events import FallRecorded, RecordSettled
from households.falls import AmendFall, RecordFall
from households.recording.envelope import Recorded
from households.terms import Harm, Place
from network.access.viewer import Role
from tests.households.pages.conftest import HOME, House
from tests.seen_page import SeenPage
from tests.signed_in import somebody

FIVE_HOURS = timedelta(hours=5)


async def arrive_late(house: House, resident: str = "R99", **said: object) -> Recorded:
    """A fall that a tablet brings five hours later, of somebody whom the home does not know unless said."""
    now = datetime.now(UTC)
    given = {"place": Place.GARDEN, "harm": Harm.LOW, "description": "Tripped over the hose"} | said
    command = RecordFall(resident=resident, occurred_at=now - FIVE_HOURS, **given)  # pyright: ignore[reportArgumentType]
    return await house.take(
        command,
        house.sam,
        now=now,
        made_at=now - FIVE_HOURS,
        sent_at=now,
        from_outbox=True,
    )


async def set_aside(house: House) -> str:
    recorded = await arrive_late(house)
    assert recorded.set_aside
    assert recorded.id is not None
    return recorded.id


async def test_a_refused_record_waits_with_who_made_it_and_why_it_was_refused(house: House) -> None:
    record = await set_aside(house)
    assert "1 record needs attention" in (await house.see()).text
    listed = await house.see("/attention")
    assert listed.links["A resident fell"] == f"{HOME}/attention/{record}"
    assert "Sam Reed" in listed.text
    assert "The home knew no such resident." in listed.text
    seen = await house.see(f"/attention/{record}")
    for words in (
        "Tripped over the hose",
        "Place Garden",
        "Harm A little hurt",
        "The home knew no such resident.",
    ):
        assert words in seen.text, words


async def test_it_is_put_right_in_its_own_form_and_recorded_anew(house: House) -> None:
    record = await set_aside(house)
    address = (await house.see(f"/attention/{record}")).links["Put it right and record it"]
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


async def test_sent_twice_it_is_recorded_and_settled_once(house: House) -> None:
    record = await set_aside(house)
    address = (await house.see(f"/attention/{record}")).links["Put it right and record it"]
    form = SeenPage(await house.ada.get(address))
    fields = {**form.fields, "resident": form.choices["resident"][1]}
    first = await house.ada.post(address, fields)
    count = len(await house.events())
    second = await house.ada.post(address, fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(await house.events()) == count


async def test_it_can_be_dismissed_with_a_reason(house: House) -> None:
    record = await set_aside(house)
    without = await house.send(f"/attention/{record}", {})
    assert without.status == 422
    assert "Write why it is dismissed." in without.text
    seen = await house.send(f"/attention/{record}", {"outcome": "Nobody fell"})
    assert "Seen to. Needs attention Nothing needs attention." in seen.text
    assert isinstance((await house.events())[-1], RecordSettled)
    again = await house.see(f"/attention/{record}")
    assert "Somebody has seen to this record." in again.text
    assert "outcome" not in again.fields


async def test_an_amendment_of_what_never_arrived_can_only_be_dismissed_or_looked_for(house: House) -> None:
    now = datetime.now(UTC)
    never = f"{house.home_id.hex}-{10**17}"
    amend = AmendFall(fall=never, reason="Wrong place", occurred_at=now, place=Place.GARDEN, harm=Harm.LOW)
    recorded = await house.take(amend, house.sam, made_at=now, sent_at=now, from_outbox=True)
    assert recorded.set_aside
    seen = await house.see(f"/attention/{recorded.id}")
    assert "What it is about was not known in the home" in seen.text
    assert "outcome" in seen.fields


async def test_what_was_set_aside_is_read_by_its_home_alone(house: House) -> None:
    record = await set_aside(house)
    elsewhere = await somebody(house.services, house.http, Role.HOME_TEAM, home="elmhurst", name="Eve")
    for path in (
        f"{HOME}/attention/{record}",
        f"/homes/elmhurst/attention/{record}",
        f"{HOME}/falls/new?instead_of={record}",
    ):
        answer = await elsewhere.get(path)
        assert answer.status_code == 404, path
        assert "hose" not in answer.text
    own = await elsewhere.get(f"/homes/elmhurst/falls/new?instead_of={record}")
    assert "hose" not in own.text
    for role in (Role.COACH, Role.FINANCE, Role.NETWORK_IT):
        who = await somebody(house.services, house.http, role, name=f"A {role}")
        answer = await who.get(f"{HOME}/attention/{record}")
        assert answer.status_code == 403
        assert "hose" not in answer.text
