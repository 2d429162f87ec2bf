"""Each document, word for word, as each role gets it answered."""

import pytest

from network.access.viewer import TOKEN_ROLES, Role
from tests.graphql_api.conftest import World
from tests.graphql_api.documents import CASELOAD, FALLS_PATTERN, HOME_OUTCOMES, HOME_TODAY, PAYMENTS

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUARTER = {"from": "2025-10-01", "to": "2025-12-31"}
TEAM, COACH, FINANCE, IT = Role.HOME_TEAM, Role.COACH, Role.FINANCE, Role.NETWORK_IT


async def test_a_team_sees_its_home_today_with_names(world: World) -> None:
    home = (await world.data(TEAM, HOME_TODAY, home="rosewood", first=2))["home"]

    assert (home["ref"], home["name"], home["cqcLocationId"]) == ("rosewood", "Rosewood", "1-1000000001")
    rose, elm = home["households"]
    assert (rose["name"], rose["beds"], elm["name"], elm["beds"]) == ("Rose", 10, "Elm", 8)
    assert [
        (r["displayName"], r["room"], r["movedInOn"], r["awayFrom"])
        for r in rose["residents"] + elm["residents"]
    ] == [
        ("Ada Byrne", "1", "2023-05-01", None),
        ("Bert Cole", "2", "2024-02-01", None),
        ("Cora Dunn", "11", "2024-03-01", "2026-03-10"),
    ]


async def test_a_team_reads_its_activity_in_sentences_that_name_people(world: World) -> None:
    page = (await world.data(TEAM, HOME_TODAY, home=str(world.own), first=200))["home"]["activity"]

    entries = {edge["node"]["kind"]: edge["node"] for edge in page["edges"]}
    assert entries["FALL_RECORDED"]["summary"] == "Ada Byrne fell in the bathroom and was a little hurt."
    assert entries["SICKNESS_STARTED"]["summary"] == "Una Staff was off sick."
    assert entries["FALL_RECORDED"]["recordedBy"] == "hearth"
    assert page["pageInfo"]["hasNextPage"] is False


async def test_a_coach_sees_no_names_no_residents_and_nothing_of_sickness_or_money(world: World) -> None:
    home = (await world.data(COACH, HOME_TODAY, home="rosewood", first=200))["home"]

    assert [household["residents"] for household in home["households"]] == [None, None]
    entries = [edge["node"] for edge in home["activity"]["edges"]]
    kinds = {entry["kind"] for entry in entries}
    assert "FALL_RECORDED" in kinds
    assert not [
        kind for kind in kinds if kind.split("_")[0] in ("SICKNESS", "STAFF", "PAYMENT", "CONTRIBUTION")
    ]
    assert {entry["recordedBy"] for entry in entries} == {None}
    text = str(home)
    assert not [
        name for name in ("Ada", "Byrne", "Bert", "Cora", "Dot", "Una", "Staff", "hearth") if name in text
    ]


@pytest.mark.parametrize("role", [FINANCE, IT])
async def test_finance_and_network_it_see_a_home_without_its_people_or_its_activity(
    world: World, role: Role
) -> None:
    home = (await world.data(role, HOME_TODAY, home="rosewood"))["home"]

    assert home["name"] == "Rosewood"
    assert [household["residents"] for household in home["households"]] == [None, None]
    assert home["activity"] is None


@pytest.mark.parametrize("role", [TEAM, COACH])
@pytest.mark.parametrize("document", [HOME_TODAY, HOME_OUTCOMES, FALLS_PATTERN])
async def test_a_home_that_is_not_yours_is_as_if_it_did_not_exist(
    world: World, role: Role, document: str
) -> None:
    period = {} if document is HOME_TODAY else QUARTER
    for home in ("elmhurst", str(world.other), "no-such-home", "", "\x00", "x" * 5000):
        assert await world.data(role, document, home=home, **period) == {"home": None}


async def test_a_team_sees_its_outcomes_with_both_numbers_and_intervals(world: World) -> None:
    """R1 and R3 lived there for 92 nights, R2 for 92 less four in hospital."""
    home = (await world.data(TEAM, HOME_OUTCOMES, home="rosewood", **QUARTER))["home"]

    falls, injurious, occupancy = home["rates"]
    assert (falls["measure"], falls["numerator"], falls["denominator"]) == ("FALLS", 3, 272)
    assert falls["rate"] == pytest.approx(1000 * 3 / 272)
    assert 0 < falls["low"] < falls["rate"] < falls["high"]
    assert falls["dispersion"] >= 1
    assert (injurious["numerator"], injurious["denominator"]) == (1, 272)
    assert (occupancy["numerator"], occupancy["denominator"]) == (272, 18 * 92)
    assert occupancy["rate"] == pytest.approx(100 * 272 / (18 * 92))
    assert (occupancy["low"], occupancy["high"], occupancy["dispersion"]) == (None, None, None)
    assert [rate["incomplete"] for rate in home["rates"]] == [False, False, False]
    assert home["sickness"][0]["numerator"] == pytest.approx(12 + 20 / 37.5 * 5 + 25 / 37.5 * 6)


@pytest.mark.parametrize("role", [FINANCE, IT])
async def test_outcomes_are_closed_to_finance_and_network_it(world: World, role: Role) -> None:
    home = (await world.data(role, HOME_OUTCOMES, home="rosewood", **QUARTER))["home"]
    assert (home["rates"], home["sickness"]) == (None, None)
    pattern = (await world.data(role, FALLS_PATTERN, home="rosewood", **QUARTER))["home"]
    assert pattern["fallsPattern"] is None


async def test_a_coach_sees_the_homes_of_the_caseload_only(world: World) -> None:
    homes = (await world.data(COACH, CASELOAD, **QUARTER))["homes"]

    assert homes["totalCount"] == 1
    (edge,) = homes["edges"]
    assert edge["node"]["ref"] == "rosewood"
    assert edge["node"]["area"]["code"] == "QOX"
    assert edge["node"]["lastRecordedAt"].endswith("+00:00")
    falls, sickness, occupancy = edge["node"]["rates"]
    assert (falls["numerator"], occupancy["numerator"]) == (3, 272)
    assert sickness["numerator"] == pytest.approx(12 + 20 / 37.5 * 5 + 25 / 37.5 * 6)


@pytest.mark.parametrize(("role", "refs"), [(TEAM, ["rosewood"]), (FINANCE, ["elmhurst", "rosewood"])])
async def test_everybody_can_run_the_caseload_over_what_is_theirs(
    world: World, role: Role, refs: list[str]
) -> None:
    homes = (await world.data(role, CASELOAD, **QUARTER))["homes"]
    assert [edge["node"]["ref"] for edge in homes["edges"]] == refs
    assert all((edge["node"]["rates"] is None) == (role is FINANCE) for edge in homes["edges"])


async def test_a_coach_sees_where_and_when_residents_fell(world: World) -> None:
    """Half past eleven at night in UTC is half past midnight in the home's summer."""
    pattern = (await world.data(COACH, FALLS_PATTERN, home="rosewood", **QUARTER))["home"]["fallsPattern"]

    assert {p["place"]: p["count"] for p in pattern["byPlace"] if p["count"]} == {
        "BEDROOM": 1,
        "BATHROOM": 1,
        "LOUNGE": 1,
    }
    assert len(pattern["byPlace"]) == 11
    assert {h["hour"]: h["count"] for h in pattern["byHour"] if h["count"]} == {0: 1, 8: 1, 13: 1}
    assert [h["hour"] for h in pattern["byHour"]] == list(range(24))
    assert {h["harm"]: h["count"] for h in pattern["byHarm"]} == {
        "NONE": 2,
        "LOW": 1,
        "MODERATE": 0,
        "SEVERE": 0,
        "FATAL": 0,
    }
    assert (pattern["residentsWhoFell"], pattern["residentsWhoFellTwiceOrMore"]) == (None, None), (
        "they are few"
    )


async def test_the_homes_own_team_sees_how_many_residents_fell(world: World) -> None:
    pattern = (await world.data(TEAM, FALLS_PATTERN, home="rosewood", **QUARTER))["home"]["fallsPattern"]
    assert (pattern["residentsWhoFell"], pattern["residentsWhoFellTwiceOrMore"]) == (2, 1)


async def test_finance_sees_all_payments_with_payers(world: World) -> None:
    payments = (await world.data(FINANCE, PAYMENTS, **QUARTER))["payments"]

    assert (payments["totalCount"], payments["totalAmount"]) == (5, "9884.00")
    nodes = [edge["node"] for edge in payments["edges"]]
    assert [(n["home"]["name"], n["payer"]["name"], n["payer"]["kind"], n["amount"]) for n in nodes] == [
        ("Rosewood", "Leeds City Council", "LOCAL_AUTHORITY", "2800.00"),
        ("Rosewood", "Ada Byrne", "SELF_FUNDER", "842.00"),
        ("Elmhurst", "Leeds City Council", "LOCAL_AUTHORITY", "2600.00"),
        ("Rosewood", "Leeds City Council", "LOCAL_AUTHORITY", "2800.00"),
        ("Rosewood", "Ada Byrne", "SELF_FUNDER", "842.00"),
    ]
    assert nodes[0]["payer"]["id"] == nodes[2]["payer"]["id"], "a public body is one payer in the network"


@pytest.mark.parametrize("role", TOKEN_ROLES)
async def test_payments_of_all_homes_are_for_finance_only(world: World, role: Role) -> None:
    payments = (await world.data(role, PAYMENTS, **QUARTER))["payments"]
    assert (payments is not None) == (role is FINANCE)


@pytest.mark.parametrize(("home", "roles"), [("rosewood", {FINANCE, TEAM}), ("elmhurst", {FINANCE})])
async def test_a_home_s_payments_are_for_finance_and_its_team(
    world: World, home: str, roles: set[Role]
) -> None:
    answered = {
        role
        for role in TOKEN_ROLES
        if (await world.data(role, PAYMENTS, home=home, **QUARTER))["payments"] is not None
    }
    assert answered == roles
