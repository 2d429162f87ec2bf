"""HomeRunChart, Comparison and BeforeAfter, word for word, as each role gets them answered."""

from typing import Any

import pytest

from network.access.viewer import TOKEN_ROLES, Role
from outcomes.statistics import rate_interval
from tests.graphql_api.conftest import World
from tests.graphql_api.documents import BEFORE_AFTER, COMPARISON, HOME_RUN_CHART

pytestmark = pytest.mark.asyncio(loop_scope="session")

TEAM, COACH, FINANCE, IT = Role.HOME_TEAM, Role.COACH, Role.FINANCE, Role.NETWORK_IT
YEARS = {"from": "2023-11-01", "to": "2026-03-31"}


async def chart(world: World, role: Role, measure: str, **more: object) -> dict[str, Any]:
    """The chart of rosewood."""
    data = await world.data(role, HOME_RUN_CHART, home="rosewood", measure=measure, **{**YEARS, **more})
    return data["home"]["runChart"]


@pytest.mark.parametrize("role", [TEAM, COACH])
async def test_few_falls_are_charted_by_the_days_between_them(world: World, role: Role) -> None:
    found = await chart(world, role, "FALLS", **{"from": "2024-01-01"})
    assert (found["kind"], found["period"], found["per"], found["trial"]) == ("G", "EVENT", 1, True)
    assert [(p["startsOn"], p["endsOn"], p["value"]) for p in found["points"]] == [
        ("2025-10-03", "2025-10-04", 1),
        ("2025-10-04", "2025-12-24", 81),
        ("2025-12-24", "2026-02-02", 40),
    ]
    assert {p["centre"] for p in found["points"]} == {40}
    assert found["changesOfPractice"] == [{"on": "2026-01-05", "text": "A night light in every room"}]
    assert (found["recent"]["days"], found["recent"]["count"]) == (90, 2)
    assert 0 < found["recent"]["tail"] < 1
    assert found["because"].startswith("Even a quarter has only about ")
    assert found["summary"].endswith("The last 90 days had 2 falls, no more than chance would bring.")


async def test_few_falls_are_charted_by_quarter_where_some_months_are_known_only_as_totals(
    world: World,
) -> None:
    found = await chart(world, COACH, "FALLS")
    assert (found["kind"], found["period"]) == ("U", "QUARTER")
    first = found["points"][0]
    assert (first["endsOn"], first["numerator"], first["denominator"]) == ("2023-12-31", 5, 244)
    assert "known only as totals" in found["because"]


async def test_months_known_as_totals_join_those_that_were_recorded(world: World) -> None:
    found = await chart(world, COACH, "FALLS", period="MONTH")
    assert (found["kind"], found["because"]) == ("U", "Shown by month, as asked.")
    first, second, third = found["points"][:3]
    assert (first["startsOn"], first["numerator"], first["denominator"]) == ("2023-11-01", 2, 120)
    assert (second["endsOn"], second["numerator"], second["denominator"]) == ("2023-12-31", 3, 124)
    assert (third["startsOn"], third["numerator"]) == ("2024-01-01", 0)
    assert found["points"][-1]["endsOn"] == "2026-03-14", "yesterday is the last day that counts"
    falls = sum(p["numerator"] for p in found["points"])
    nights = sum(p["denominator"] for p in found["points"])
    assert falls == 5 + 4
    assert {p["centre"] for p in found["points"]} == {found["points"][0]["centre"]}
    assert found["points"][0]["centre"] == pytest.approx(1000 * falls / nights)
    assert {p["incomplete"] for p in found["points"]} == {False}


async def test_sickness_is_charted_by_quarter_and_outside_the_home_only_where_it_is_over(
    world: World,
) -> None:
    team = await chart(world, TEAM, "SICKNESS")
    coach = await chart(world, COACH, "SICKNESS")
    assert (team["kind"], team["period"], team["recent"]) == ("RUN", "QUARTER", None)
    assert [p["numerator"] for p in coach["points"]][1:-1] == [p["numerator"] for p in team["points"]][1:-1]
    first = coach["points"][0]
    assert (first["endsOn"], first["numerator"], first["value"]) == ("2023-12-31", None, None), (
        "the part of a quarter is no whole one"
    )
    assert team["points"][-1]["numerator"] > 0
    last = coach["points"][-1]
    assert (last["startsOn"], last["numerator"], last["denominator"], last["value"]) == (
        "2026-01-01", None, None, None,
    )  # fmt: skip
    by_month = await chart(world, COACH, "SICKNESS", period="MONTH")
    assert {p["numerator"] for p in by_month["points"]} == {None}


@pytest.mark.parametrize("role", [FINANCE, IT])
async def test_charts_are_closed_to_finance_and_network_it(world: World, role: Role) -> None:
    data = await world.data(role, HOME_RUN_CHART, home="rosewood", measure="FALLS", **YEARS)
    assert data["home"]["runChart"] is None


async def test_days_between_are_for_events_only(world: World) -> None:
    answer = await world.ask(
        COACH, HOME_RUN_CHART, home="rosewood", measure="OCCUPANCY", period="EVENT", **YEARS
    )
    assert answer["errors"][0]["extensions"]["code"] == "UNANSWERABLE"
    assert "ask for falls" in answer["errors"][0]["message"]


async def test_a_coach_compares_own_homes_with_the_whole_network(world: World) -> None:
    period = {"from": "2025-10-01", "to": "2025-12-31"}
    found = (await world.data(COACH, COMPARISON, measure="FALLS", **period))["comparison"]
    (home,) = found["homes"]
    assert home["home"] == {"id": str(world.own), "name": "Rosewood"}
    assert (home["numerator"], home["denominator"]) == (3, 272)
    network = found["network"]
    assert (network["numerator"], network["denominator"]) == (4, 272 + 92), (
        "Elmhurst's fall is in it, unnamed"
    )
    assert network["rate"] == pytest.approx(1000 * 4 / 364)
    assert home["expected"] == pytest.approx(272 * 4 / 364)
    assert home["ratio"] == pytest.approx(3 / (272 * 4 / 364))
    assert (home["position"], home["shrunkRate"], found["overdispersion"]) == ("WITHIN", None, None)
    assert found["funnel"][0]["expected"] < home["expected"] < found["funnel"][-1]["expected"]
    assert "Elmhurst" not in str(found)


async def test_homes_that_are_not_yours_are_left_out_of_a_comparison(world: World) -> None:
    period = {"from": "2025-10-01", "to": "2025-12-31"}
    asked: list[tuple[list[str] | None, str | None, int]] = [
        (["elmhurst"], None, 0),
        ([str(world.other), "rosewood", str(world.own), "no-such-home"], None, 1),
        (None, "QOX", 1),
        (None, "QWO", 0),
    ]
    for homes, area, count in asked:
        data = await world.data(COACH, COMPARISON, measure="FALLS", homes=homes, area=area, **period)
        assert len(data["comparison"]["homes"]) == count
        assert data["comparison"]["network"]["numerator"] == 4


@pytest.mark.parametrize("role", TOKEN_ROLES)
async def test_network_totals_are_for_coaches_only(world: World, role: Role) -> None:
    period = {"from": "2025-10-01", "to": "2025-12-31"}
    found = (await world.data(role, COMPARISON, measure="FALLS", **period))["comparison"]
    assert (found is not None) == (role is COACH)


async def test_the_network_s_sickness_is_that_of_teams_large_enough(world: World) -> None:
    """Elmhurst has a team of two: with it, its sickness would be what is left of the network's."""
    period = {"from": "2025-10-01", "to": "2025-12-31"}
    found = (await world.data(COACH, COMPARISON, measure="SICKNESS", **period))["comparison"]
    (home,) = found["homes"]
    assert (
        found["network"]["numerator"]
        == home["numerator"]
        == pytest.approx(12 + 20 / 37.5 * 5 + 25 / 37.5 * 6)
    )
    assert (found["funnel"], found["overdispersion"], home["position"], home["low"]) == (None,) * 4
    for first, last in (("2025-10-01", "2025-12-30"), ("2026-01-01", "2026-03-31")):
        found = (await world.data(COACH, COMPARISON, measure="SICKNESS", **{"from": first, "to": last}))[
            "comparison"
        ]
        assert (found["network"]["numerator"], found["network"]["rate"]) == (None, None)
        assert found["homes"][0]["numerator"] is None


async def test_what_is_typed_in_is_not_compared(world: World) -> None:
    answer = await world.ask(COACH, COMPARISON, measure="MOMENTS", **YEARS)
    assert answer["data"] == {"comparison": None}
    assert "reward typing" in answer["errors"][0]["message"]


@pytest.mark.parametrize("role", [TEAM, COACH])
async def test_before_and_after_says_what_it_shows_and_could_have_shown(world: World, role: Role) -> None:
    variables: dict[str, Any] = {
        "homes": ["rosewood"],
        "measure": "FALLS",
        "changedOn": "2025-12-01",
        "months": 2,
    }
    found = (await world.data(role, BEFORE_AFTER, **variables))["beforeAfter"]
    before, after = found["before"], found["after"]
    assert (before["from"], before["to"], before["numerator"]) == ("2025-10-01", "2025-11-30", 2)
    assert (after["from"], after["to"], after["numerator"]) == ("2025-12-01", "2026-01-31", 1)
    assert (before["denominator"], after["denominator"]) == (61 * 3 - 4, 62 * 3)
    assert found["ratio"] == pytest.approx((1 / 186) / (2 / 179))
    assert found["percentChange"] == pytest.approx(100 * (found["ratio"] - 1))
    assert found["low"] < found["ratio"] < found["high"]
    assert found["pValue"] > 0.5
    assert found["dispersion"] >= 1
    assert 0 < found["powerToDetect"] < 0.1
    assert "which may be chance" in found["verdict"]
    assert "do not show that there was none" in found["verdict"]
    assert before["high"] >= 1000 * (rate_interval(2, 179).high) - 1e-9


async def test_a_home_that_is_named_twice_counts_once(world: World) -> None:
    asked = {"measure": "FALLS", "changedOn": "2025-12-01", "months": 2}
    home = (await world.data(COACH, '{ home(id: "rosewood") { id } }'))["home"]["id"]
    once = await world.data(COACH, BEFORE_AFTER, homes=["rosewood"], **asked)
    twice = await world.data(COACH, BEFORE_AFTER, homes=["rosewood", home, home.upper()], **asked)
    assert once["beforeAfter"] == twice["beforeAfter"] is not None


async def test_windows_are_as_long_as_both_sides_are_known(world: World) -> None:
    variables = {"homes": ["rosewood"], "measure": "FALLS", "changedOn": "2026-01-15"}
    found = (await world.data(COACH, BEFORE_AFTER, **variables))["beforeAfter"]
    assert (found["before"]["from"], found["before"]["to"]) == ("2025-11-17", "2026-01-14")
    assert (found["after"]["from"], found["after"]["to"]) == ("2026-01-15", "2026-03-14")


async def test_a_home_without_a_programme_has_no_before_and_after_of_its_own(world: World) -> None:
    found = (await world.data(COACH, BEFORE_AFTER, homes=["rosewood"], measure="FALLS"))["beforeAfter"]
    assert (found["before"], found["ratio"]) == (None, None)
    assert "nothing to compare" in found["verdict"]


@pytest.mark.parametrize("homes", [["elmhurst"], ["rosewood", "elmhurst"], ["no-such-home"], []])
async def test_before_and_after_is_of_own_homes(world: World, homes: list[str]) -> None:
    variables = {"homes": homes, "measure": "FALLS", "changedOn": "2025-12-01"}
    for role in TOKEN_ROLES:
        assert (await world.data(role, BEFORE_AFTER, **variables))["beforeAfter"] is None
    for role in (FINANCE, IT):
        own = {**variables, "homes": ["rosewood"]}
        assert (await world.data(role, BEFORE_AFTER, **own))["beforeAfter"] is None


@pytest.mark.parametrize(("months", "detect"), [(0, 0.57), (61, 0.57), (12, 0), (12, 1), (12, -1)])
async def test_a_before_and_after_that_makes_no_sense_is_refused(
    world: World, months: int, detect: float
) -> None:
    answer = await world.ask(
        COACH, BEFORE_AFTER, homes=["rosewood"], measure="FALLS", changedOn="2025-12-01", months=months,
        detect=detect,
    )  # fmt: skip
    assert "1 to 60 months" in answer["errors"][0]["message"]
