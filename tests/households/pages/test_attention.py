import re
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime
from decimal import Decimal

from msgspec.structs import replace

from households.contributions import AgreeContribution
from households.falls import CompleteFall, RecordFall
from households.pages.set_aside_words import WHAT
from households.payments import ReceivePayment
from households.recording.commands import COMMANDS
from households.terms import Harm, PayerKind, Place
from network.access.viewer import Role
from tests.households.pages.conftest import HOME, House, move_in
from tests.households.pages.late import FIVE_HOURS, set_aside
from tests.signed_in import somebody

DAY = date(2024, 6, 1)
OF_RECORDS = re.compile(r"eventstore\.|\w_\d+\.\w")
"""A query of streams, keys or read models; who is signed in is asked as time goes by."""


async def listened_to(house: House) -> list[str]:
    """Every query that the service asks from now on."""
    asked: list[str] = []
    pool = house.services.pool
    async with AsyncExitStack() as stack:
        for _ in range(pool.get_max_size()):
            connection = await stack.enter_async_context(pool.acquire())
            connection.add_query_logger(lambda query: asked.append(query.query))
    return asked


async def test_a_payment_that_may_be_recorded_twice_needs_attention_until_that_is_settled(
    house: House,
) -> None:
    await house.record(
        AgreeContribution(
            resident="R1",
            payer_ref="P1",
            payer_kind=PayerKind.SELF_FUNDER,
            payer_name="Edith Moss",
            weekly_amount=Decimal(100),
            begins_on=DAY,
        )
    )
    paid = ReceivePayment(payer="P1", received_on=DAY, amount=Decimal("77.70"), reference="DBL1")
    await house.record(paid)
    assert "Nothing needs attention." in (await house.see("/attention")).text
    doubles = [await house.record(paid, house.sam) for _ in range(2)]
    assert "2 payments perhaps recorded twice" in (await house.see()).text
    listed = await house.see("/attention")
    assert listed.text.count("A payment of £77.70, received 1 June 2024: was it paid twice?") == 2
    assert "Recorded by Sam Reed" in listed.text
    await house.send(f"/payments/{doubles[0]}/found-out", {"is_same": "yes"})
    assert "1 payment perhaps recorded twice" in (await house.see()).text
    await house.send(f"/payments/{doubles[1]}/take-back", {"reason": "Typed twice"})
    assert "Nothing needs attention." in (await house.see("/attention")).text
    assert "perhaps recorded twice" not in (await house.see()).text


async def test_a_refused_record_waits_with_who_made_it_and_why_it_was_refused(house: House) -> None:
    record = await set_aside(house)
    assert "1 record needs attention" in (await house.see()).text
    listed = await house.see("/attention")
    what = "A fall of somebody whom the home does not know"
    assert listed.links[what] == f"{HOME}/attention/{record}"
    assert "Recorded by Sam Reed, " in listed.text
    assert "The home knew no such resident." in listed.text
    seen = await house.see(f"/attention/{record}")
    for words in (
        what,
        "Tripped over the hose",
        "Who fell R99, not known in the home",
        "Where Garden",
        "Hurt A little hurt",
        "Why it was set aside The home knew no such resident.",
    ):
        assert words in seen.text, words


async def test_it_says_of_whom_it_is_and_in_the_rules_words_why_it_was_set_aside(house: House) -> None:
    before = RecordFall(
        resident="R1", occurred_at=datetime(2024, 1, 3, 12, tzinfo=UTC), place=Place.GARDEN, harm=Harm.LOW
    )
    record = await house.record(before, house.sam, from_outbox=True)
    listed = await house.see("/attention")
    assert listed.links["A fall of Edith Moss"] == f"{HOME}/attention/{record}"
    seen = await house.see(f"/attention/{record}")
    assert "Who fell Edith Moss" in seen.text
    for page in (listed, seen):
        assert "The resident did not live in the home on that day." in page.text
        assert "Recorded by Sam Reed, today at " in page.text
        assert "a device brought it" not in page.text, "it came at once"


async def test_however_many_wait_the_list_asks_the_database_as_often(house: House) -> None:
    asked = await listened_to(house)
    fall = await house.fall()
    await house.send(f"/falls/{fall}/take-back", {"reason": "Nobody fell"})
    counts: list[int] = []
    for first, last in ((0, 3), (3, 30)):
        for number in range(first, last):
            of_somebody = RecordFall(
                resident=f"R{number % 5}",
                occurred_at=datetime(2024, 1, 3, 12, tzinfo=UTC),
                place=Place.GARDEN,
                harm=Harm.LOW,
            )
            command = (
                of_somebody,
                CompleteFall(fall=fall, head_struck=True),
                replace(move_in(f"N{number}", "Vera", f"Lamb {number}"), household="Nowhere"),
            )[number % 3]
            await house.take(command, house.sam, from_outbox=True)
        asked.clear()
        listed = await house.see("/attention")
        assert listed.html.count(f"{HOME}/attention/") == last
        counts.append(len([query for query in asked if OF_RECORDS.search(query)]))
    assert f"The moving in of Vera Lamb {29}" in listed.links
    assert 0 < counts[1] <= counts[0], counts


async def test_it_says_when_a_device_brought_it_late_and_by_whom_it_was_sent(house: House) -> None:
    now = datetime.now(UTC)
    command = RecordFall(resident="R99", occurred_at=now - FIVE_HOURS, place=Place.GARDEN, harm=Harm.LOW)
    brought = {"made_at": now - FIVE_HOURS, "sent_at": now, "sent_by": house.ada.account_id}
    record = await house.record(command, house.sam, now=now, from_outbox=True, **brought)
    for below in ("/attention", f"/attention/{record}"):
        text = (await house.see(below)).text
        assert re.search(
            r"Recorded by Sam Reed, \w+ at ..:..; a device brought it today at ..:.., sent by Ada Okafor\.",
            text,
        )


async def test_a_correction_that_was_set_aside_names_its_person_and_leads_to_its_record(house: House) -> None:
    fall = await house.fall()
    await house.send(f"/falls/{fall}/take-back", {"reason": "Nobody fell"})
    record = await house.record(CompleteFall(fall=fall, head_struck=True), house.sam, from_outbox=True)
    what = "What became known of a fall of Edith Moss"
    assert what in (await house.see("/attention")).links
    seen = await house.see(f"/attention/{record}")
    assert what in seen.text
    assert "The fall had been taken back." in seen.text
    assert seen.links["The record that it is about"] == f"{HOME}/records/{fall}"
    assert fall not in seen.text


async def test_somebody_who_was_to_move_in_is_named_from_the_record_itself(house: House) -> None:
    early = replace(move_in("R4", "Vera", "Lamb"), household="Nowhere")
    await house.record(early, house.sam, from_outbox=True)
    assert "The moving in of Vera Lamb" in (await house.see("/attention")).links


def test_whatever_a_team_can_send_has_words() -> None:
    assert set(WHAT) == set(COMMANDS) - {"open-home", "open-household", "change-beds"}
    for name, words in WHAT.items():
        has_person = {"resident", "staff", "given_name"} & set(COMMANDS[name].command.__struct_fields__)
        assert "{}" in words or not has_person or name == "receive-payment", name


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
