import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from households.absences import GoAway
from households.falls import CompleteFall, RecordFall
from households.follow_up import ObserveFall
from households.life import ShareMoment
from households.pages.wording import day
from households.team import LeaveTeam
from households.terms import AbsenceReason, Harm, Place
from network.access.viewer import Role
from network.days import local_date
from network.postgres.pool import DatabasePool
from network.read_models import PROJECTIONS
from tests.days import today
from tests.households.pages.conftest import HOME, House
from tests.households.pages.test_team import join
from tests.seen_page import SeenPage
from tests.signed_in import somebody

QUIET: dict[str, Any] = {"witnessed": True, "head_struck": False, "harm": Harm.NONE}


async def test_today_shows_who_lives_here_by_household_and_room_and_who_is_away(house: House) -> None:
    yesterday = today() - timedelta(days=1)
    await house.record(GoAway(resident="R3", away_from=yesterday, reason=AbsenceReason.HOSPITAL))
    seen = await house.see()
    assert "Today at Rosewood" in seen.text
    assert "Away: Joan Achebe since" in seen.text
    assert "Rose, 3 people Edith Moss room 1 Walter Pryce room 2 Joan Achebe room 3" in seen.text
    assert "Elm Nobody lives here at the moment." in seen.text


async def test_nothing_waits_where_nothing_happened(house: House) -> None:
    assert "What waits" not in (await house.see()).text


async def test_who_is_away_is_not_looked_in_on(house: House) -> None:
    await house.fall(**QUIET)
    assert "Look in on Edith Moss" in (await house.see()).text
    await house.record(GoAway(resident="R1", away_from=today(), reason=AbsenceReason.HOSPITAL))
    assert "Look in on Edith Moss" not in (await house.see()).text


async def test_an_observation_stands_on_today_when_it_is_due_within_the_hour(house: House) -> None:
    await house.fall("R1", timedelta(minutes=40), **QUIET)
    await house.fall("R2", timedelta(hours=2, minutes=30), **QUIET)
    seen = await house.see()
    assert "Look in on Edith Moss at " in seen.text
    assert "Look in on Walter Pryce since " in seen.text
    assert seen.links["Everybody to look in on"] == f"{HOME}/follow-up"


async def test_who_was_worrying_stands_on_today_whenever_the_next_look_is(house: House) -> None:
    fall = await house.fall("R1", timedelta(hours=2), **QUIET)
    await house.fall("R2", timedelta(hours=1, minutes=30), **QUIET)
    seen_at = datetime.now(UTC) - timedelta(minutes=1)
    await house.record(ObserveFall(fall=fall, observed_at=seen_at, observation="Awake"))
    assert "Look in on Edith Moss" not in (await house.see()).text, "it is not due within the hour"
    await house.record(ObserveFall(fall=fall, observed_at=seen_at, observation="Sleepy", concern=True))
    seen = await house.see()
    assert re.search(r"Look in on Edith Moss at ..:.. something was worrying", seen.text)
    assert seen.text.partition("What waits")[2].partition("The last 24 hours")[0].count("worrying") == 1
    assert "looked in on 2 times, something was worrying" in (await house.see("/follow-up")).text


async def test_a_fall_of_which_only_the_check_is_left_asks_no_question(house: House) -> None:
    fall = await house.fall(witnessed=True, head_struck=None)
    assert "what to do now questions open" in (await house.see()).text
    await house.record(CompleteFall(fall=fall, head_struck=False))
    assert "what to do now to check, head to toe" in (await house.see()).text


async def test_what_happened_since_one_was_here_last_is_told_from_ones_own_records(
    house: House, projector_pool: DatabasePool
) -> None:
    now = datetime.now(UTC)
    await house.take(moment("Sang in the kitchen"), house.ada)
    seen = await house.see()
    assert "The last 24 hours" in seen.text, "Ada recorded something in this shift, and never before"
    await let_pass(projector_pool, hours=9)
    await house.take(fall_of("R2", now), house.sam)
    seen = await house.see()
    news = seen.text.partition("Since you were here last")[2]
    assert "Walter Pryce fell in the lounge" in news
    assert "Edith Moss chose" not in news
    assert "Edith Moss chose and enjoyed something: Sang in the kitchen" in (await house.see("/records")).text
    others = await house.see(who=house.sam)
    assert "The last 24 hours" in others.text


async def test_what_was_written_down_late_stands_apart_from_what_happened(house: House) -> None:
    three_days_ago = datetime.now(UTC) - timedelta(days=3)
    await house.record(fall_of("R2", three_days_ago), house.sam)
    await house.fall("R3", timedelta(minutes=5))
    happened, _, late = news_of(await house.see()).partition("Also written down in this time")
    assert "Joan Achebe fell in the bedroom" in happened
    assert "Walter Pryce" not in happened
    assert "Written down today at " in late
    assert f", happened on {day(local_date(three_days_ago), today())} at " in late
    assert "Walter Pryce fell in the lounge" in late
    assert "Joan Achebe fell" not in late


async def test_what_was_written_down_in_this_time_of_its_first_day_happened_in_it(house: House) -> None:
    yesterday = today() - timedelta(days=1)
    await house.record(ShareMoment(resident="R1", enjoyed_on=yesterday, moment="Fed the hens"))
    happened = news_of(await house.see()).partition("Also written down in this time")[0]
    assert "Fed the hens" in happened


async def test_what_was_written_down_ahead_happens_on_its_day(
    house: House, projector_pool: DatabasePool
) -> None:
    staff = str(await join(house))
    await house.record(LeaveTeam(staff=staff, left_on=today() + timedelta(days=1)), house.sam)
    late = news_of(await house.see()).partition("Also written down in this time")[2]
    assert ", for tomorrow, Sam Reed Nia Rees left the team." in late
    await let_pass(projector_pool, hours=24, also_happened=True)
    happened = news_of(await house.see()).partition("Also written down in this time")[0]
    assert "Nia Rees left the team." in happened


async def test_what_a_device_brought_late_says_so_to_everybody_but_its_maker(house: House) -> None:
    made_at = datetime.now(UTC) - timedelta(hours=30)
    brought = {"made_at": made_at, "sent_at": datetime.now(UTC), "from_outbox": True}
    await house.take(fall_of("R2", made_at), house.sam, **brought)
    late = news_of(await house.see()).partition("Also written down in this time")[2]
    assert re.match(r" Arrived today at ..:.., happened \w+.* at ..:.., Sam Reed Walter Pryce fell", late)
    own = (await house.see(who=house.sam)).text.partition("Since you were here last")[2]
    assert own
    assert "Walter Pryce fell" not in own


async def test_a_record_that_was_changed_is_told_once_and_one_taken_back_not_at_all(house: House) -> None:
    fall = await house.fall()
    moved = {"place": "kitchen", "reason": "Wrong room"}
    assert (await house.send(f"/falls/{fall}/correct", moved)).status == 200
    seen = await house.see()
    news = news_of(seen)
    assert "Edith Moss fell in the kitchen and was a little hurt. corrected" in news
    assert "bedroom" not in news
    assert "was corrected" not in news
    assert seen.links["corrected: who changed what"] == f"{HOME}/falls/{fall}#history"
    assert (await house.send(f"/falls/{fall}/take-back", {"reason": "Nobody fell"})).status == 200
    assert "fell in the" not in news_of(await house.see())
    assert "A fall of" not in news_of(await house.see())


async def test_a_change_of_what_is_older_is_told_by_itself(
    house: House, projector_pool: DatabasePool
) -> None:
    fall = await house.fall(ago=timedelta(days=3))
    await let_pass(projector_pool, hours=60)
    await house.send(f"/falls/{fall}/correct", {"place": "kitchen", "reason": "Wrong room"})
    assert "A fall of Edith Moss was corrected: it was in the kitchen" in news_of(await house.see())
    await house.send(f"/falls/{fall}/take-back", {"reason": "Nobody fell"})
    news = news_of(await house.see())
    assert "A fall of Edith Moss was taken back." in news
    assert "was corrected" not in news


async def test_what_becomes_known_of_a_fall_is_called_so(house: House) -> None:
    fall = await house.fall()
    await house.record(CompleteFall(fall=fall, head_struck=True), house.sam)
    assert "Edith Moss fell in the bedroom and was a little hurt. added to" in news_of(await house.see())
    listed = (await house.see("/records")).text
    assert "A fall of Edith Moss was added to: it was in the bedroom" in listed
    await house.send(f"/falls/{fall}/correct", {"place": "kitchen", "reason": "Wrong room"})
    assert "Edith Moss fell in the kitchen and was a little hurt. corrected" in news_of(await house.see())


async def test_what_happened_leads_to_its_record(house: House) -> None:
    fall = await house.fall(**QUIET)
    links = (await house.see()).links
    assert links["Edith Moss fell in the bedroom and was not hurt."] == f"{HOME}/falls/{fall}"
    assert (await house.ada.get(links["Walter Pryce moved in."])).status_code == 200


async def test_where_read_models_lag_a_page_says_that_it_is_saved_and_leads_on_within_the_home(
    house: House,
) -> None:
    seen = await house.see(f"/saved?next={HOME}/follow-up")
    assert seen.links["Go on"] == f"{HOME}/follow-up"
    for elsewhere in ("https://evil.test", "//evil.test/homes/rosewood/", "/homes/elmhurst/falls/new", ""):
        assert (await house.see(f"/saved?next={elsewhere}")).links["Go on"] == HOME


async def test_only_the_team_sees_a_homes_today(house: House) -> None:
    for role, status in ((Role.COACH, 403), (Role.FINANCE, 403), (Role.NETWORK_IT, 403)):
        who = await somebody(house.services, house.http, role, name=f"A {role}")
        answer = await who.get(HOME)
        assert answer.status_code == status
        assert "Moss" not in answer.text
    assert SeenPage(await house.ada.get("/homes/elmhurst")).status == 404


def moment(text: str) -> ShareMoment:
    return ShareMoment(resident="R1", enjoyed_on=date(2026, 1, 2), moment=text)


def fall_of(resident: str, at: datetime) -> RecordFall:
    return RecordFall(resident=resident, occurred_at=at, place=Place.LOUNGE, harm=Harm.NONE)


def news_of(seen: SeenPage) -> str:
    return seen.text.partition("The last 24 hours")[2].partition("Who is here")[0]


async def let_pass(projector: DatabasePool, hours: int, also_happened: bool = False) -> None:
    """Let what is recorded so far have been recorded earlier, as the read model tells it."""
    schema = next(one.schema for one in PROJECTIONS if one.name == "activity")
    async with projector.acquire() as connection:
        await connection.execute(
            f"UPDATE {schema}.event SET recorded_at = recorded_at - make_interval(hours => $1), "
            "occurred_at = occurred_at - make_interval(hours => $2)",
            hours,
            hours if also_happened else 0,
        )
