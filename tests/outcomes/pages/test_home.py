"""How we are doing: a home's own charts, for its team and its coaches."""

from datetime import UTC, date, datetime, timedelta

import pytest

from households.life import ChangePractice, ShareMoment
from network.access.viewer import Role
from outcomes.pages.home import span_of
from outcomes.periods import Period
from tests.households.pages.conftest import HOME, House, house, services
from tests.signed_in import somebody

__all__ = ["house", "services"]


async def test_a_team_sees_its_own_measures_with_words_and_numbers(house: House) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    await house.fall(ago=timedelta(days=2))
    await house.fall(ago=timedelta(days=5), resident="R2")
    await house.record(ShareMoment(resident="R1", enjoyed_on=yesterday, moment="Sang in the garden"))
    await house.record(ChangePractice(changed_on=yesterday, text="A night light in every room"))

    page = await house.see("/outcomes")
    assert page.status == 200
    for heading in ("Falls", "Falls with harm", "Sickness", "Occupancy", "Moments", "Volunteering"):
        assert f">{heading}</h2>" in page.html
    assert "How we are doing" in page.html
    assert "A night light in every room" in page.html
    assert "The last" in page.html
    assert "<svg" in page.html
    assert "Falls: the numbers" in page.html
    assert "Edith" not in page.html, "nobody is named here"
    assert "style=" not in page.html
    assert "<script>" not in page.html


async def test_a_home_with_hardly_a_fall_sees_its_months(house: House) -> None:
    await house.fall(ago=timedelta(days=2))
    page = await house.see("/outcomes")
    assert "by month</p>" in page.html


async def test_a_coach_sees_the_same_page(house: House) -> None:
    coach = await somebody(house.services, house.http, Role.COACH)
    page = await house.see("/outcomes", coach)
    assert page.status == 200
    assert "How Rosewood is doing" in page.html


@pytest.mark.parametrize("role", [Role.FINANCE, Role.NETWORK_IT])
async def test_it_is_closed_to_who_only_knows_that_the_home_exists(house: House, role: Role) -> None:
    assert (await house.see("/outcomes", await somebody(house.services, house.http, role))).status == 403


async def test_another_home_s_page_is_as_if_it_did_not_exist(house: House) -> None:
    answers = [await house.ada.get(f"/homes/{home}/outcomes") for home in ("elmhurst", "nowhere")]
    assert [answer.status_code for answer in answers] == [404, 404]


async def test_years_that_nobody_offers_are_three(house: House) -> None:
    for years, chosen in (("1", "One year"), ("2", "Two years"), ("99", "Three years"), ("x", "Three years")):
        answer = await house.ada.get(f"{HOME}/outcomes?years={years}")
        assert f'aria-current="true">{chosen}' in answer.text


def test_a_span_is_whole_months_through_yesterday() -> None:
    assert span_of(1, date(2026, 3, 15)) == Period(date(2025, 4, 1), date(2026, 3, 14))
    assert span_of(3, date(2026, 3, 1)) == Period(date(2023, 3, 1), date(2026, 2, 28))
