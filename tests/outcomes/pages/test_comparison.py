"""Homes beside the network: only one's own by name, never ranked."""

import csv
import io
from html import unescape
from typing import Any

import pytest

from outcomes.pages.answers import Comparison, read
from outcomes.pages.comparison_words import what_it_says
from outcomes.terms import Measure
from tests.outcomes.pages.conftest import NAMES, Network

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_homes_lie_in_a_funnel_by_name_with_limits_and_words(network: Network) -> None:
    page = await network.see("/coach/comparison")
    assert page.status == 200
    places = [page.html.index(f'<th scope="row" role="rowheader">{home}</th>') for home in NAMES]
    assert places == sorted(places)
    assert "Maple" not in page.html, "part of the network's rate, and never shown"
    assert page.html.count("hearth-chart__inner") >= 2
    assert "the limits are wider by as much" in page.text, "these homes differ more than by chance"
    assert "The whole network" in page.text
    assert "Not judged: Hazel." in page.text


async def test_a_set_of_homes_days_and_an_area_are_chosen(network: Network) -> None:
    two = await network.see("/coach/comparison?home=fern&home=gorse&measure=injurious_falls")
    assert two.html.count('<th scope="row"') == 3, "two homes and the network"
    assert two.fields["home"] == ["fern", "gorse"]
    assert "Falls with harm" in two.text
    area = await network.see("/coach/comparison?area=QT1")
    assert area.html.count('<th scope="row"') == 6
    assert "NHS Nottingham and Nottinghamshire Integrated Care Board" in area.text
    assert area.choices["area"] == ["", "QOX", "QT1"]


async def test_sickness_is_told_as_rates_of_whole_quarters_without_a_funnel(network: Network) -> None:
    page = await network.see("/coach/comparison?measure=sickness")
    assert "comes in spells, so there are no limits to tell chance by" in page.text
    assert "hearth-chart__wide" not in page.html
    head, *rows = await _csv(network, "/coach/comparison.csv?measure=sickness")
    assert head == ["Home", "Days lost", "Days worked or lost", "Rate"]
    by_home = {row[0]: row[1:] for row in rows}
    assert by_home["Damson"] == ["", "", ""], "a team of two"
    assert by_home["Alder"][2]
    assert by_home["The whole network"][2]
    cut = await network.see("/coach/comparison?measure=sickness&from=2026-01-02&to=2026-03-31")
    assert "take the first day of one quarter, and the last of one that is over" in cut.text


async def test_what_can_t_be_compared_is_told_beside_its_field(network: Network) -> None:
    for query, said in (
        ("from=2026-03-01&to=2026-01-01", "has to be after the first"),
        ("area=QT1&home=alder", "not both"),
    ):
        page = await network.see(f"/coach/comparison?{query}")
        assert page.status == 422
        assert said in unescape(page.text)
        assert (await network.coach.get(f"/coach/comparison.csv?{query}")).status_code == 422


async def test_the_file_holds_what_the_page_shows(network: Network) -> None:
    head, *rows = await _csv(network, "/coach/comparison.csv")
    assert head[0] == "Home"
    assert head[7:] == ["Drawn to the network's", "What it shows", "95% interval, low", "95% interval, high"]
    assert [row[0] for row in rows] == [*NAMES, "The whole network"]
    elder = rows[NAMES.index("Elder")]
    assert elder[2] == "0"
    assert float(elder[9]) == 0 < float(elder[10])
    assert float(elder[7]) > 0, "a home without falls is drawn towards the network's rate"


async def test_homes_that_are_all_silent_are_not_said_to_be_alike() -> None:
    total = {"numerator": 4.0, "denominator": 900.0, "rate": 4.4, "low": 1.0, "high": 11.0}
    home = {"home": {"id": "1", "name": "Fern"}, "expected": 4.0, "ratio": 1.0, "shrunkRate": 4.4, **total}
    answer: dict[str, Any] = {"per": 1000.0, "network": total, "overdispersion": None, "funnel": []}
    silent = [{**home, "position": None, "incomplete": True}]
    said = what_it_says(Measure.FALLS, read({**answer, "homes": silent}, Comparison))
    assert said.startswith("Not judged: Fern.")
    judged = [*silent, {**home, "position": "WITHIN", "incomplete": False}]
    said = what_it_says(Measure.FALLS, read({**answer, "homes": judged}, Comparison))
    assert said.startswith("No home differs")


async def _csv(network: Network, path: str) -> list[list[str]]:
    answer = await network.coach.get(path)
    assert answer.headers["content-disposition"] == 'attachment; filename="comparison.csv"'
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
