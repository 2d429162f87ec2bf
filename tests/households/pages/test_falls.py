import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from households.events import FallAmended, FallRecorded
from households.terms import Action, Harm, Place, Told
from network.access.viewer import Role
from tests.households.pages.conftest import HOME, House
from tests.seen_page import SeenPage
from tests.signed_in import somebody


async def record(house: House, **said: str | list[str]) -> SeenPage:
    """Record a fall of Edith in the form, found in her room and hurt a little unless said."""
    form = await house.see("/falls/new")
    edith = next(value for value in form.choices["resident"] if value)
    given = {"resident": edith, "place": "bedroom", "harm": "low", "witnessed": "no"}
    return await house.send("/falls/new", {**given, **said})


async def falls(house: House) -> list[FallRecorded]:
    return [event for event in await house.events() if isinstance(event, FallRecorded)]


async def test_a_fall_is_recorded_by_who_is_signed_in_and_now_is_when_no_time_is_said(house: House) -> None:
    before = datetime.now(UTC)
    seen = await record(house, actions=["first_aid", "hoisted"], told=["relatives"], description="By the bed")
    assert "Saved: Edith Moss fell" in seen.text
    (fall,) = await falls(house)
    assert (fall.facts.place, fall.facts.harm, fall.facts.witnessed) == (Place.BEDROOM, Harm.LOW, False)
    assert (fall.facts.actions, fall.facts.told) == (
        (Action.FIRST_AID, Action.HOISTED),
        (Told.RELATIVES,),
    )
    assert fall.recorded_by == house.ada.account_id
    assert before <= fall.occurred_at <= datetime.now(UTC)


async def test_a_time_is_read_on_the_homes_clock(house: House) -> None:
    await record(house, occurred_at="2026-07-01T23:30")
    (fall,) = await falls(house)
    assert fall.occurred_at == datetime(2026, 7, 1, 22, 30, tzinfo=UTC)


async def test_the_same_form_sent_twice_records_one_fall_also_where_the_time_was_left_to_the_clock(
    house: House,
) -> None:
    form = await house.see("/falls/new")
    fields = {**form.fields, "resident": form.choices["resident"][1], "place": "lounge", "harm": "none"}
    first = await house.ada.post(f"{HOME}/falls/new", fields)
    second = await house.ada.post(f"{HOME}/falls/new", fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert len(await falls(house)) == 1


async def test_everything_that_is_missing_is_said_at_once_and_what_was_typed_stays(house: House) -> None:
    seen = await house.send(
        "/falls/new", {"description": 'Said "ow" & <sat> down', "actions": ["gp", "first_aid"]}
    )
    assert seen.status == 422
    for sentence in ("Choose who fell.", "Choose where it happened.", "Choose whether the person was hurt."):
        assert seen.text.count(sentence) == 2, "in the summary, and at the field"
    assert seen.fields["description"] == ['Said "ow" & <sat> down']
    assert seen.fields["actions"] == ["first_aid", "gp"]
    assert await falls(house) == []


async def test_a_rule_that_refuses_is_told_at_its_field(house: House) -> None:
    tomorrow = f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M}"
    seen = await record(house, occurred_at=tomorrow)
    assert seen.status == 422
    assert "The time is in the future. Correct the date and time." in seen.text
    assert seen.fields["occurred_at"] == [tomorrow]
    assert seen.fields["place"] == ["bedroom"]


async def test_after_a_mistake_the_form_keeps_its_id_and_records_once(house: House) -> None:
    form = await house.see("/falls/new")
    wrong = SeenPage(await house.ada.post(f"{HOME}/falls/new", {**form.fields, "place": "lounge"}))
    assert wrong.fields["command_id"] == form.fields["command_id"]


async def test_another_record_under_the_same_id_is_refused_and_gets_an_id_of_its_own(house: House) -> None:
    form = await house.see("/falls/new")
    fields = {**form.fields, "resident": form.choices["resident"][1], "place": "lounge", "harm": "none"}
    await house.ada.post(f"{HOME}/falls/new", fields)
    changed = SeenPage(await house.ada.post(f"{HOME}/falls/new", {**fields, "harm": "severe"}))
    assert changed.status == 422
    assert changed.fields["command_id"] != form.fields["command_id"]
    assert len(await falls(house)) == 1


async def test_the_next_step_asks_for_a_blood_thinner_where_nobody_saw_the_fall(house: House) -> None:
    seen = await record(house)
    assert "Do they take a blood thinner? Then call 999 now" in seen.text
    assert seen.choices["on_anticoagulant"] == ["yes", "no"]
    assert "Check them from head to toe before they move" in seen.text


async def test_who_saw_the_fall_and_is_not_sure_of_the_head_is_asked_about_a_blood_thinner(
    house: House,
) -> None:
    seen = await record(house, harm="none", witnessed="yes", head_struck="")
    assert "Do they take a blood thinner? Then call 999 now" in seen.text
    assert seen.choices["on_anticoagulant"] == ["yes", "no"]


async def test_a_suspected_head_injury_on_a_blood_thinner_is_a_999_call_until_it_is_made(
    house: House,
) -> None:
    fall = await house.fall(witnessed=False)
    seen = await house.send(f"/falls/{fall}/next", {"on_anticoagulant": "yes"})
    assert "Call 999 now They may have hit their head, and they take a blood thinner" in seen.text
    assert "on_anticoagulant" not in seen.choices
    assert "999" in (await house.see()).text
    seen = await house.send(f"/falls/{fall}/next", {"actions": ["999", "full_assessment"]})
    assert "999 was called." in seen.text
    assert "Check them from head to toe before they move" not in seen.text


async def test_what_is_answered_later_is_added_to_the_record(house: House) -> None:
    fall = await house.fall(witnessed=False, actions=(Action.FIRST_AID,), description="By the bed")
    await house.send(
        f"/falls/{fall}/next", {"head_struck": "no", "actions": ["full_assessment"], "told": ["relatives"]}
    )
    amended = (await house.events())[-1]
    assert isinstance(amended, FallAmended)
    assert amended.facts.head_struck is False
    assert amended.facts.actions == (Action.FIRST_AID, Action.FULL_ASSESSMENT)
    seen = await house.see(f"/falls/{fall}")
    assert "By the bed" in seen.text


async def test_a_fall_that_was_seen_and_hurt_nobody_asks_for_no_more(house: House) -> None:
    seen = await record(house, harm="none", witnessed="yes", head_struck="no")
    assert "Everything that is asked for right now is done." in seen.text
    assert "Call 999" not in seen.text
    assert "questions open" not in (await house.see()).text


async def test_a_bad_injury_is_a_999_call_whatever_else_was_said(house: House) -> None:
    seen = await record(house, harm="severe", witnessed="yes", head_struck="no")
    assert "Call 999 now They are hurt more than first aid can help." in seen.text


async def test_the_step_after_a_fall_that_was_not_sent_yet_says_what_to_do_in_each_case(house: House) -> None:
    waiting = f"command:{uuid4()}"
    seen = await house.see(f"/falls/next?fall={waiting}")
    assert seen.status == 200
    assert "Call 999 now if one of these is true" in seen.text
    assert 'data-path-fall-from="fall"' in seen.html
    assert seen.choices["on_anticoagulant"] == ["yes", "no"]
    assert "Moss" not in seen.text


async def test_a_fall_is_found_by_the_command_that_made_it(house: House) -> None:
    form = await house.see("/falls/new")
    seen = await record(house, command_id=form.fields["command_id"])
    (command_id,) = form.fields["command_id"]
    answer = await house.ada.get(f"{HOME}/falls/next?fall=command:{command_id}")
    assert answer.status_code == 303
    assert answer.headers["location"].endswith("/next?saved=1")
    by_command = await house.see(f"/falls/command:{command_id}/next?saved=1")
    assert "Saved: Edith Moss" in seen.text
    assert "Saved: Edith Moss" in by_command.text


async def test_a_fall_of_another_home_is_a_page_like_any_that_is_not_there(house: House) -> None:
    fall = await house.fall()
    elsewhere = await somebody(house.services, house.http, Role.HOME_TEAM, home="elmhurst", name="Eve")
    for who, path in (
        (elsewhere, f"/homes/rosewood/falls/{fall}"),
        (elsewhere, f"/homes/elmhurst/falls/{fall}"),
        (elsewhere, f"/homes/elmhurst/falls/{fall}/next"),
        (house.ada, f"/homes/elmhurst/falls/{fall}"),
        (house.ada, "/homes/atlantis/falls/new"),
        (house.ada, f"/homes/rosewood/falls/{'0' * 32}-7"),
        (house.ada, "/homes/rosewood/falls/nonsense"),
        (house.ada, "/homes/rosewood/falls/command:nonsense"),
        (house.ada, f"/homes/rosewood/falls/{house.home_id.hex}-1"),
    ):
        answer = await who.get(path)
        assert answer.status_code == 404, path
        assert "Moss" not in answer.text


async def test_a_fall_of_a_resident_can_be_begun_from_the_resident(house: House) -> None:
    form = await house.see("/falls/new")
    walter = form.choices["resident"][-1]
    chosen = await house.see(f"/falls/new?resident={walter}")
    assert chosen.fields["resident"] == [walter]
    nobody = await house.see(f"/falls/new?resident={UUID(int=7)}")
    assert nobody.fields["resident"] == [""]


async def test_a_fall_now_whose_button_is_pressed_several_times_at_once_is_one_fall(house: House) -> None:
    form = SeenPage(await house.ada.get(f"{HOME}/falls/new"))
    fields = {**form.fields, "resident": "R1", "place": "bedroom", "harm": "low"}
    assert fields["occurred_at"] == [""]
    answers = await asyncio.gather(*(house.ada.post(f"{HOME}/falls/new", fields) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(await falls(house)) == 1
