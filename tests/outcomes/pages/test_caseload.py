"""Where a coach begins: their homes by name, with what is new in each."""

import csv
import io
from datetime import date, timedelta
from uuid import uuid4

import pytest

from network.access.accounts.looks import Looks
from network.access.viewer import SYSTEM, Role, Viewer
from network.directory.commands import AssignCoach
from tests.outcomes.pages.conftest import NAMES, Network
from tests.signed_in import somebody

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_homes_come_by_name_with_signals_good_and_bad_alike(network: Network) -> None:
    page = await network.see("/coach")
    assert page.status == 200
    places = [page.html.index(f">{home}</a></h2>") for home in NAMES]
    assert places == sorted(places)
    assert "Maple" not in page.html, "nobody else's home"
    birch = _card(page.html, "Birch")
    assert "hearth-chart__worse" in birch
    assert "more than chance explains, for the worse" in birch or "far more than is usual" in birch
    alder = _card(page.html, "Alder")
    assert "hearth-chart__better" in alder
    assert "more than chance explains, for the better" in alder
    assert "Nothing of late that is more than chance." in _card(page.html, "Elder")
    cedar = _card(page.html, "Cedar")
    assert "Gone silent" in cedar
    assert "for 30 days" in cedar
    assert page.html.count("Gone silent") == 1
    assert "You have not looked here before" in page.text
    assert 'hearth-tag">New' not in page.html


async def test_the_next_look_tells_what_is_new_since_the_last(network: Network) -> None:
    coach = await somebody(network.services, network.http, Role.COACH, "birch")
    assign = AssignCoach(account_id=coach.account_id)
    await network.services.directory.assign(SYSTEM, network.homes["Alder"], assign, uuid4())
    before = network.today - timedelta(days=100)
    viewer = Viewer(coach.account_id, "Ada", Role.COACH, frozenset())
    await Looks(network.services.pool).note(viewer, before)
    page = await network.see("/coach?sort=visit", coach)
    assert f"Since you last looked, on {before.day} {before:%B %Y}, one home has something new" in page.text
    assert ">New</strong>" in _card(page.html, "Birch"), "it got worse within these days"
    assert ">New</strong>" not in _card(page.html, "Alder"), "it has been better for long"
    again = await network.see("/coach", coach)
    assert ">New</strong>" in _card(again.html, "Birch"), "all looks of one day see the same"


async def test_looks_are_kept_by_day_and_by_person(network: Network) -> None:
    looks = Looks(network.services.pool)
    viewer = Viewer(network.team.account_id, "Ada", Role.COACH, frozenset())
    days = [date(2026, 1, number) for number in (5, 5, 9, 9, 7, 12)]
    assert [await looks.note(viewer, day) for day in days] == [
        None, None, date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 5), date(2026, 1, 9)
    ]  # fmt: skip


async def test_the_table_is_taken_away_as_csv(network: Network) -> None:
    answer = await network.coach.get("/coach/caseload.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="caseload.csv"'
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[:5] == ["Home", "Falls", "Nights lived in", "Falls for 1,000 nights", "95% interval"]
    assert head[-2:] == ["95% interval, low", "95% interval, high"]
    assert float(rows[0][-2]) < float(rows[0][3]) < float(rows[0][-1])
    assert [row[0] for row in rows] == list(NAMES)
    assert rows[3][5:8] == [""] * 3, "sickness of a small team is closed"
    for row in (rows[0], rows[3]):
        for places, per in (((1, 2, 3), 1000), ((5, 6, 7), 100), ((2, 8, 9), 100)):
            if row[places[0]]:
                above, below, rate = (float(row[place]) for place in places)
                assert rate == pytest.approx(per * above / below, abs=0.06), (
                    "every rate with both its numbers"
                )


async def test_rates_of_a_home_that_was_silent_are_marked_by_word_and_by_shape(network: Network) -> None:
    answer = await network.coach.get("/coach/caseload.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["Home"]: row["Records"] for row in rows if row["Records"]} == {"Hazel": "incomplete"}
    page = await network.see("/coach")
    assert page.html.count(">incomplete</td>") == 1
    numbers = page.html.partition('id="numbers"')[2]
    assert "hearth-chart__silent" in numbers, "the shape that charts have for it"
    assert "incomplete: at some time nothing at all was recorded for two weeks or more" in page.text


async def test_a_coach_begins_here_and_others_do_not(network: Network) -> None:
    assert (await network.coach.get("/")).headers["location"] == "/coach"
    assert (await network.see("/coach", network.team)).status == 403


def _card(html: str, home: str) -> str:
    """What is said of one home."""
    return (
        html.partition(f">{home}</a></h2>")[2]
        .partition('<li class="hearth-card">')[0]
        .partition("</section>")[0]
    )
