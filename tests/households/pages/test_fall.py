import re
from datetime import UTC, datetime, timedelta
from typing import Any

from households.events import (
    FallAmended,
    FallNotificationDecided,
    FallObserved,
    FallRecorded,
    FallRetracted,
)
from households.follow_up import ObserveFall
from households.terms import Action, Body, BodyPart, Harm, Told
from network.days import local_date
from network.eventstore.sealed import RecordClass
from tests.days import today
from tests.households.pages.conftest import HOME, House
from tests.seen_page import SeenPage


async def test_a_fall_is_shown_with_what_was_written_and_who_recorded_it(house: House) -> None:
    fall = await house.fall(
        witnessed=True,
        witnessed_by="Ola the cook",
        injured=(BodyPart.HIP,),
        told=(Told.RELATIVES,),
        description="Slipped on <wet> tiles",
    )
    seen = await house.see(f"/falls/{fall}")
    fell_on = local_date(datetime.now(UTC) - timedelta(hours=1))
    for words in (
        f"Edith Moss fell {'today' if fell_on == today() else 'yesterday'} at",
        "Ola the cook",
        "Hip",
        "Slipped on <wet> tiles",
        "Sam Reed Recorded",
    ):
        assert words in seen.text, words
    assert "Takes a blood thinner Not known" in seen.text


async def test_an_amendment_keeps_what_was_not_changed_and_the_history_says_what_was(house: House) -> None:
    fall = await house.fall(
        description="By the bed", doing="Reaching for the lamp", other_actions=("a cup of tea",)
    )
    seen = await house.send(
        f"/falls/{fall}/correct", {"place": "corridor", "reason": "It was in the corridor"}
    )
    amended = (await house.events())[-1]
    assert isinstance(amended, FallAmended)
    assert amended.recorded_by == house.ada.account_id
    assert "Saved: A fall of Edith Moss: corrected Recorded by Ada Okafor, today at " in seen.text
    assert "Ada Okafor Corrected: It was in the corridor Where: Bedroom → Corridor" in seen.text
    for kept in ("By the bed", "Reaching for the lamp", "a cup of tea"):
        assert kept in seen.text
    assert "When:" not in seen.text, "the minute is as it was"
    assert seen.links["Correct this"] == f"{HOME}/falls/{fall}/correct"


async def test_an_amendment_without_a_reason_is_not_recorded(house: House) -> None:
    fall = await house.fall()
    seen = await house.send(f"/falls/{fall}/correct", {"place": "corridor"})
    assert seen.status == 422
    assert "Say why you change the record." in seen.text
    assert seen.fields["place"] == ["corridor"]


async def test_a_fall_that_is_taken_back_waits_for_nothing_and_keeps_its_history(house: House) -> None:
    fall = await house.fall(harm=Harm.SEVERE)
    assert "Look in on Edith Moss" in (await house.see()).text
    seen = await house.send(f"/falls/{fall}/take-back", {"reason": "It was Walter"})
    assert isinstance((await house.events())[-1], FallRetracted)
    assert "This record was taken back, and counts nowhere." in seen.text
    assert "Taken back: It was Walter" in seen.text
    assert not {"Correct this", "Add or correct"} & seen.links.keys()
    assert seen.links["Record it anew"] == f"{HOME}/falls/new"
    assert "Who has to be told?" not in seen.text, "nobody, of no fall"
    today = await house.see()
    assert "Look in on" not in today.text
    assert "Decide after" not in today.text


async def test_who_looks_in_ticks_what_is_seen_and_adds_words(house: House) -> None:
    fall = await house.fall(witnessed=False)
    form = await house.see(f"/falls/{fall}/observe")
    ticked = form.choices["observation"][:2]
    sent = await house.ada.post(
        f"{HOME}/falls/{fall}/observe",
        {**form.fields, "observation": [*ticked, "Asked for tea"], "concern": "yes"},
    )
    assert sent.status_code == 303
    observed = (await house.events())[-1]
    assert isinstance(observed, FallObserved)
    assert observed.concern
    after = SeenPage(await house.ada.get(sent.headers["location"]))
    assert "What to do now for Edith Moss" in after.text
    assert "Call 999 and don’t move them if you find any of these: they don’t respond" in after.text
    assert "Do they take a blood thinner? Then call 999 now" in after.text, "nobody saw this fall"
    assert "If there is none of these, call 111, or the GP while the practice is open." in after.text
    assert (after.links["Call 999"], after.links["Call 111"]) == ("tel:999", "tel:111")
    done = await house.see(after.links["write down whom you called and what was done"].removeprefix(HOME))
    assert {"999", "111", "gp"} <= set(done.choices["actions"])
    seen = await house.see(f"/falls/{fall}")
    assert " ".join([*ticked, "Asked for tea"]) in seen.text
    assert "worrying" in seen.text


async def test_after_what_worries_nobody_the_list_is_next_and_says_what_to_do_if_something_does(
    house: House,
) -> None:
    fall = await house.fall()
    after = await house.send(f"/falls/{fall}/observe", {"observation": "Asleep"})
    assert "What to do now" not in after.text
    assert "If something worries you Call 999 and don’t move them if" in after.text


async def test_an_observation_without_a_word_is_not_recorded(house: House) -> None:
    fall = await house.fall()
    seen = await house.send(f"/falls/{fall}/observe", {})
    assert seen.status == 422
    assert "Tick or write what you saw." in seen.text


async def test_the_list_says_who_to_look_in_on_and_when_the_most_urgent_first(house: House) -> None:
    quiet: dict[str, Any] = {"witnessed": True, "head_struck": False, "harm": Harm.NONE}
    late = await house.fall("R1", timedelta(hours=3), witnessed=False)
    await house.fall("R2", timedelta(minutes=50), **quiet)
    await house.record(
        ObserveFall(
            fall=late, observed_at=datetime.now(UTC) - timedelta(minutes=70), observation="Awake, no headache"
        )
    )
    seen = await house.see("/follow-up")
    assert seen.text.index("Walter Pryce") > seen.text.index("Edith Moss")
    assert "Walter Pryce" in seen.text
    assert "in 10 minutes" in seen.text
    assert "looked in on once" in seen.text


async def test_whoever_was_not_looked_in_on_in_time_is_to_be_looked_in_on_now(house: House) -> None:
    late = await house.fall("R1", timedelta(hours=3), witnessed=False)
    soon = await house.fall("R2", timedelta(minutes=5), witnessed=False)
    for below in ("", "/observe", "/next"):
        assert "now: it was due at" in (await house.see(f"/falls/{late}{below}")).text
        text = (await house.see(f"/falls/{soon}{below}")).text
        assert re.search(r"at \d\d:\d\d, in 2\d minutes", text), text
    assert (await house.see(f"/falls/{late}")).links["Look in now"] == f"{HOME}/falls/{late}/observe"


async def test_nobody_is_looked_in_on_who_is_in_hospital(house: House) -> None:
    await house.fall(actions=(Action.HOSPITAL, Action.CALL_999))
    assert "Nobody has to be looked in on after a fall." in (await house.see("/follow-up")).text


async def test_a_fall_with_serious_harm_asks_for_decisions_until_they_are_made(house: House) -> None:
    fall = await house.fall(harm=Harm.SEVERE, actions=(Action.CALL_999, Action.HOSPITAL))
    assert "Decide after the fall of Edith Moss CQC, HSE (RIDDOR), Safeguarding" in (await house.see()).text
    for body in Body:
        seen = await house.send(
            f"/falls/{fall}/decide/{body}", {"notify": "no", "decided_by": "Sam Reed", "reason": "A bruise"}
        )
        assert seen.status == 200
    decided = (await house.events())[-1]
    assert isinstance(decided, FallNotificationDecided)
    assert (decided.body, decided.notify) == (Body.SAFEGUARDING, False)
    assert "don’t notify Sam Reed" in (await house.see(f"/falls/{fall}")).text
    assert "Decide after" not in (await house.see()).text


async def test_a_decision_names_whose_it_is_and_can_be_made_anew(house: House) -> None:
    fall = await house.fall(harm=Harm.SEVERE)
    form = await house.see(f"/falls/{fall}/decide/cqc")
    assert form.fields["decided_by"] == ["Ada Okafor"]
    refused = await house.send(f"/falls/{fall}/decide/cqc", {"decided_by": ""})
    assert refused.status == 422
    for sentence in ("Choose yes or no.", "Write whose decision it is.", "Write why."):
        assert sentence in refused.text
    await house.send(f"/falls/{fall}/decide/cqc", {"notify": "no", "reason": "A bruise"})
    again = await house.see(f"/falls/{fall}/decide/cqc")
    assert "Decided before: don’t notify (Ada Okafor" in again.text


async def test_what_a_form_asks_is_ready_to_copy_without_a_name(house: House) -> None:
    fall = await house.fall(
        harm=Harm.SEVERE,
        injured=(BodyPart.HIP,),
        head_struck=True,
        description="Edith said: help",
        witnessed_by="Ola",
    )
    for body in Body:
        page = await house.see(f"/falls/{fall}/decide/{body}")
        copied = page.html.partition('class="hearth-copy"')[2].partition("</pre>")[0]
        assert "Person (identifier, no name): R1" in copied
        assert "CQC location number: 1-1000000001" in copied
        assert "Injured: Hip; head struck: yes" in copied
        assert "What happened: a fall; harm: badly hurt (severe harm)" in copied
        for name in ("Edith", "Moss", "Ola", "Ada", "Sam"):
            assert name not in copied
    cqc = await house.see(f"/falls/{fall}/decide/cqc")
    assert "We recorded: Badly hurt (severe harm). That does not decide it." in cqc.text
    assert "Age: 85+" in cqc.text
    assert "Began to use the service: 01/02/2024" in cqc.text
    assert (await house.see(f"/falls/{fall}/decide/nobody")).status == 404


async def test_what_was_erased_says_so_and_nothing_breaks(house: House) -> None:
    fall = await house.fall(description="By the bed")
    recorded = (await house.events())[-1]
    assert isinstance(recorded, FallRecorded)
    await house.services.keyring.forget([(recorded.resident_id, RecordClass.CARE)])
    seen = await house.see(f"/falls/{fall}")
    assert seen.status == 200
    assert "A resident whose details were erased fell" in seen.text
    assert "What was written here has been erased." in seen.text
    assert "By the bed" not in seen.text
