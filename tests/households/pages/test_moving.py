"""Who lives in a home: the list, a resident's page, and each form about moving, on the real application."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec

from households.absences import GoAway
from households.events import (
    ResidentCameBack,
    ResidentIdentityAmended,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
    ResidentWentAway,
)
from households.residents import MoveOut
from households.terms import AbsenceReason, MovedOutReason
from network.access.viewer import Role
from tests.days import today
from tests.households.pages.conftest import House, move_in
from tests.signed_in import somebody


async def resident(house: House, ref: str = "R1") -> UUID:
    moved = [event for event in await house.events() if isinstance(event, ResidentMovedIn)]
    return next(event.resident_id for event in moved if event.resident_ref == ref)


async def test_everybody_who_lives_here_is_listed_with_rooms(house: House) -> None:
    page = await house.see("/residents")
    assert "Edith Moss room 1" in page.text
    assert "Joan Achebe room 3" in page.text


async def test_somebody_moves_in_today_where_no_day_is_said(house: House) -> None:
    household = (await house.see("/residents/new")).choices["household"][0]
    fields = {"given_name": "Grace", "family_name": "Lane", "household": household, "room": "7"}
    page = await house.send("/residents/new", fields)
    assert "The stay of Grace Lane" in page.text
    assert "Saved: The stay of Grace Lane Recorded by Ada Okafor, today at " in page.text
    assert page.links["Record another"] == "/homes/rosewood/residents/new"
    assert page.links["Correct this"] == f"{page.links['Correct']}"
    moved_in = [event for event in await house.events() if isinstance(event, ResidentMovedIn)][-1]
    assert (moved_in.moved_in_on, moved_in.room) == (today(), "7")
    assert "Grace Lane room 7" in (await house.see("/residents")).text


async def test_a_room_that_somebody_lives_in_is_told_before_and_after_and_may_be_shared(house: House) -> None:
    form = await house.see("/residents/new")
    assert "Lived in at the moment: Rose: 1, 2, 3." in form.text
    fields = {"given_name": "Grace", "family_name": "Lane", "household": form.choices["household"][0]}
    page = await house.send("/residents/new", {**fields, "room": " 1"})
    assert "Room 1 is Edith Moss’s, too. If they don’t share it, correct the room." in page.text
    walter = await resident(house, "R2")
    moved = await house.send(f"/residents/{walter}/new-room", {"room": "1"})
    assert "Room 1 is Edith Moss and Grace Lane’s, too." in moved.text
    assert "Shares the room with Edith Moss and Grace Lane" in (await house.see(f"/residents/{walter}")).text
    assert "too. If they" not in (await house.send(f"/residents/{walter}/new-room", {"room": "9"})).text


async def test_a_stay_of_one_day_is_of_that_day_not_from_it_to_itself(house: House) -> None:
    household = (await house.see("/residents/new")).choices["household"][0]
    fields = {"given_name": "Grace", "family_name": "Lane", "household": household}
    await house.send("/residents/new", fields)
    moved_in = [event for event in await house.events() if isinstance(event, ResidentMovedIn)][-1]
    page = await house.send(f"/residents/{moved_in.resident_id}/leaves", {"reason": "home"})
    page = await house.see(f"/residents/{moved_in.resident_id}")
    assert "Stays today Rose" in page.text


async def test_a_page_that_a_device_leads_to_says_what_was_saved_of_whom(house: House) -> None:
    edith = await resident(house)
    away = await house.record(
        GoAway(resident="R1", away_from=today(), reason=AbsenceReason.HOSPITAL), house.sam
    )
    page = await house.see(f"/residents/{edith}?saved=1&recorded={away}")
    assert "Saved: Nights away of Edith Moss First night away" in page.text
    assert "In hospital Recorded by Sam Reed, today at " in page.text
    assert page.links["Correct this"] == f"/homes/rosewood/absences/{away}/correct"
    early = await house.see(f"/residents/{edith}?saved=1&recorded=command:{uuid4()}")
    assert "Saved on this device. It shows here when it has arrived." in early.text
    assert "Saved" not in (await house.see(f"/residents/{edith}?recorded={away}")).text


async def test_what_is_missing_is_said_and_what_was_typed_stays(house: House) -> None:
    page = await house.send("/residents/new", {"given_name": "Grace"})
    assert page.status == 422
    assert "Write the family name." in page.text
    assert page.fields["given_name"] == ["Grace"]


async def test_how_a_number_is_written_is_said_in_words_not_as_a_pattern(house: House) -> None:
    form = {
        "given_name": "Grace",
        "family_name": "Lane",
        "household": (await house.see("/residents/new")).choices["household"][0],
    }
    page = await house.send("/residents/new", {**form, "nhs_number": "943"})
    assert page.status == 422
    assert "is not written as it should be. Write its ten digits, as 943 476 5919." in page.text
    page = await house.send("/costs/new", {"category": "food", "month": "March 2026", "amount": "5"})
    assert "Write it as 2026-03." in page.text


async def test_a_resident_moves_to_another_room(house: House) -> None:
    edith = await resident(house)
    page = await house.send(f"/residents/{edith}/new-room", {"room": "9"})
    assert "Rose, room 1; Rose, room 9 from" in page.text
    assert [e.room for e in await house.events() if isinstance(e, ResidentMovedRoom)] == ["9"]
    assert "Rose, room 9" in (await house.see(f"/residents/{edith}")).text


async def test_a_resident_goes_away_and_comes_back(house: House) -> None:
    edith = await resident(house)
    page = await house.send(f"/residents/{edith}/goes-away", {"reason": "hospital"})
    assert "Nights away of Edith Moss" in page.text
    assert "Is back" in (await house.see(f"/residents/{edith}")).text
    page = await house.send(f"/residents/{edith}/comes-back", {})
    assert "Came back" in page.text
    kinds = [type(event) for event in await house.events()][-2:]
    assert kinds == [ResidentWentAway, ResidentCameBack]


async def test_a_resident_leaves_and_stands_among_those_who_lived_here(house: House) -> None:
    edith = await resident(house)
    page = await house.send(f"/residents/{edith}/leaves", {"reason": "home"})
    assert "They went home" in page.text
    assert [e.moved_out_on for e in await house.events() if isinstance(e, ResidentMovedOut)] == [today()]
    listed = await house.see("/residents")
    assert "Who lived here" in listed.text
    assert "Does not live here any more." in (await house.see(f"/residents/{edith}")).text


async def test_a_name_is_corrected_from_what_it_was(house: House) -> None:
    edith = await resident(house)
    page = await house.see(f"/residents/{edith}/who")
    assert (page.fields["given_name"], page.fields["born_on"]) == (["Edith"], ["1936-05-04"])
    page = await house.send(f"/residents/{edith}/who", {"family_name": "Mosse"})
    assert "Who Edith Mosse is" in page.text
    assert isinstance((await house.events())[-1], ResidentIdentityAmended)
    again = await house.see(f"/residents/{edith}/who")
    assert again.fields["family_name"] == ["Mosse"]


async def test_a_rule_that_refuses_is_told_beside_what_was_typed(house: House) -> None:
    edith = await resident(house)
    await house.record(GoAway(resident="R1", away_from=today() - timedelta(days=3)))
    page = await house.send(f"/residents/{edith}/leaves", {"reason": "home", "moved_out_on": "2024-03-01"})
    assert page.status == 422
    assert "An absence of the resident is known after that day." in page.text
    assert page.fields["moved_out_on"] == ["2024-03-01"]


async def test_who_left_twice_stands_once_among_those_who_left_and_not_while_they_are_back(
    house: House,
) -> None:
    stay = msgspec.structs.replace(move_in("R1", "Edith", "Moss"), moved_in_on=date(2024, 6, 1))
    left = MoveOut(resident="R1", moved_out_on=date(2024, 5, 1), reason=MovedOutReason.HOME)
    for command, times in ((left, 1), (stay, 1)):
        await house.record(command)
        assert (await house.see("/residents")).text.count("Edith Moss") == times
    await house.record(msgspec.structs.replace(left, moved_out_on=date(2024, 7, 1)))
    page = await house.see("/residents")
    assert page.text.count("Edith Moss") == 1
    assert "1 July 2024" in page.text


async def test_a_resident_moves_to_another_home(house: House) -> None:
    edith = await resident(house)
    form = await house.see(f"/residents/{edith}/to-another-home")
    assert form.choices["to_home"] == ["", str(house.other)]
    assert "Elmhurst" in form.text
    fields = {"to_home": str(house.other), "household": "Rose", "room": "2"}
    page = await house.send(f"/residents/{edith}/to-another-home", fields)
    assert page.status == 200
    assert "They moved to another care home" in page.text
    there = [stored.event for stored in await house.services.store.read(house.other)]
    assert [e.room for e in there if isinstance(e, ResidentMovedIn)] == ["2"]


async def test_nobody_of_another_home_shows(house: House) -> None:
    edith = await resident(house)
    stranger = await somebody(house.services, house.http, Role.HOME_TEAM, home="elmhurst")
    for below in ("/residents", f"/residents/{edith}", "/residents/new", f"/residents/{edith}/who"):
        assert (await house.see(below, stranger)).status == 404
    answer = await stranger.get(f"/homes/elmhurst/residents/{edith}")
    assert answer.status_code == 404
