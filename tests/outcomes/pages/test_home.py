"""How a home is doing: its own charts, for its team and its coaches."""

import csv
import io
from datetime import timedelta

import httpx
import pytest

from households.life import ChangePractice, ShareMoment
from network.access.viewer import Role
from network.main import create_app
from network.services import open_services
from tests.days import today
from tests.households.pages.conftest import House, house, services
from tests.outcomes.pages.conftest import NOW, Network
from tests.signed_in import Browser, somebody

__all__ = ["house", "services"]


async def test_a_team_sees_its_own_measures_with_words_and_numbers(house: House) -> None:
    yesterday = today() - timedelta(days=1)
    await house.fall(ago=timedelta(days=2))
    months = await house.see("/outcomes")
    assert "by month</p>" in months.html, "with hardly a fall, months without any are worth seeing"
    assert "With fewer than two falls there are no days between them, so months are shown." in months.text
    assert "as asked" not in months.text
    await house.fall(ago=timedelta(days=5), resident="R2")
    await house.record(ShareMoment(resident="R1", enjoyed_on=yesterday, moment="Sang in the garden"))
    await house.record(ChangePractice(changed_on=yesterday, text="A night light in every room"))

    page = await house.see("/outcomes")
    assert page.status == 200
    for heading in ("Falls", "Falls with harm", "Sickness", "Occupancy", "Moments", "Volunteering"):
        assert f">{heading}</h2>" in page.html
    for said in ("How we are doing", "A night light in every room", "The last", "Falls: the numbers"):
        assert said in page.text
    assert "2 residents fell, none of them more than once" in page.text
    assert "A little hurt 2" in page.text
    assert "low harm" not in page.text, "the team's own word is enough for it"
    for word in ("Edith", "style=", "<script>"):
        assert word not in page.html, "nobody is named here, and nothing is inline"

    coach = await somebody(house.services, house.http, Role.COACH)
    for path in ("/homes/rosewood/outcomes", "/coach/homes/rosewood"):
        answer = await coach.get(path)
        assert answer.status_code == 200
        assert "How Rosewood is doing" in answer.text
        assert "Fewer than 5 residents fell" in answer.text
        assert "A little hurt (low harm)" in answer.text
        assert "2 residents fell" not in answer.text
    answers = [await house.ada.get(f"/homes/{home}/outcomes") for home in ("elmhurst", "nowhere")]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.asyncio(loop_scope="session")
async def test_a_coach_sees_a_home_s_charts_and_where_residents_fall(network: Network) -> None:
    page = await network.see("/coach/homes/alder")
    assert page.status == 200
    for said in (
        "stayed above what is usual here",
        "for the better",
        "most were here: bedroom",
        "09:00 to 13:00",
    ):
        assert said in page.text
    assert "10 residents fell, 10 of them more than once" in page.text
    assert page.links["My homes"] == "/coach"
    assert page.html.count("hearth-chart__wide") == 8, "six measures, hours and places"


@pytest.mark.asyncio(loop_scope="session")
async def test_a_year_without_falls_is_said_and_drawn(network: Network) -> None:
    page = await network.see("/coach/homes/elder?years=1")
    assert "There were no falls in this time." in page.text
    assert "No falls were recorded in this time." in page.text
    assert "hearth-chart__bar" not in page.html


@pytest.mark.asyncio(loop_scope="session")
async def test_sickness_of_a_small_team_is_closed_to_its_coach(network: Network) -> None:
    rows = (await network.see("/coach/homes/damson?by=month")).html
    sickness = rows.partition('id="sickness"')[2].partition("</section>")[0]
    assert "sickness is told for whole quarters of larger teams only" in sickness
    assert "hearth-chart__within" not in sickness


@pytest.mark.asyncio(loop_scope="session")
async def test_how_few_are_a_small_group_is_the_installation_s_to_say(network: Network) -> None:
    """Birch has a team of eight, and ten residents of whom each fell."""
    async with open_services(network.dsns, network.key, clock=lambda: NOW, small_group=11) as services:
        transport = httpx.ASGITransport(create_app(services), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://hearth.test") as http:
            elsewhere = Browser(http, network.coach.account_id, network.coach.token)
            page = await network.see("/coach/homes/birch", elsewhere)
    usual = await network.see("/coach/homes/birch")
    for seen, is_closed in ((page, True), (usual, False)):
        sickness = seen.html.partition('id="sickness"')[2].partition("</section>")[0]
        assert ("of larger teams only; there is none here" in sickness) == is_closed
        assert ("10 residents fell" in seen.text) != is_closed


@pytest.mark.asyncio(loop_scope="session")
async def test_days_and_intervals_are_chosen_by_links_and_a_form(network: Network) -> None:
    months = await network.see("/coach/homes/gorse?years=2&by=month")
    assert "Shown by month, as asked." in months.text
    assert months.links["One year"] == "?years=1&by=month"
    assert months.links["Quarters"] == "?years=2&by=quarter"
    gaps = await network.see("/coach/homes/gorse?by=event")
    assert "Days from one to the next: falls" in gaps.text
    own = await network.see("/coach/homes/gorse?from=2026-01-01&to=2026-03-31&by=quarter")
    assert own.fields["from"] == ["2026-01-01"]
    assert own.links["Months"] == "?from=2026-01-01&to=2026-03-31&by=month"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("from=soon", "Choose a day"),
        ("from=2026-03-31&to=2026-01-01", "has to be after the first"),
        ("from=1990-01-01", "at most 10 years"),
    ],
)
async def test_days_that_can_t_be_shown_are_told_beside_their_field(
    network: Network, query: str, said: str
) -> None:
    page = await network.see(f"/coach/homes/gorse?{query}")
    assert page.status == 422
    assert said in page.text
    assert "hearth-chart__wide" in page.html, "three years are shown all the same"


@pytest.mark.asyncio(loop_scope="session")
async def test_every_table_of_the_page_is_there_as_a_file(network: Network) -> None:
    page = await network.see("/coach/homes/alder?years=1")
    files = [href for words, href in page.links.items() if words.endswith("as a CSV file")]
    assert len(files) == 9, "six measures, and falls by place, harm and hour"
    for href in files:
        answer = await network.coach.get(href)
        name = href.rpartition("=")[2]
        assert answer.headers["content-disposition"] == f'attachment; filename="alder-{name}.csv"'
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(rows) >= 2, href
        assert len({len(row) for row in rows}) == 1
        has_limits = rows[0][-2:] == ["Lower limit", "Upper limit"]
        assert has_limits == (name in {"falls", "injurious-falls"}), href
    assert (await network.coach.get("/homes/maple/outcomes.csv")).status_code == 404


@pytest.mark.asyncio(loop_scope="session")
async def test_a_home_fits_on_one_sheet_of_paper(network: Network) -> None:
    answer = await network.coach.get("/homes/lucja/outcomes.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'inline; filename="lucja.pdf"'
    assert answer.content.count(b"/Type /Page\n") == 1
    assert (await network.team.get("/homes/lucja/outcomes.pdf")).status_code == 404
