"""Before and after: what one home can't show, several may."""

import csv
import io
from datetime import timedelta

import pytest

from outcomes.pages.answers import BeforeAfter, read
from outcomes.pages.before_after import Shown
from outcomes.terms import Measure
from tests.outcomes.pages.conftest import Network

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_it_begins_with_the_question(network: Network) -> None:
    page = await network.see("/coach/before-after")
    assert page.status == 200
    assert page.fields["months"] == ["12"]
    assert page.fields["detect"] == ["0.57"]
    assert len(page.choices["home"]) == 10
    assert "hearth-chart__wide" not in page.html


async def test_a_home_s_own_start_is_looked_at_with_ratio_interval_and_chance(network: Network) -> None:
    page = await network.see("/coach/before-after?home=alder")
    for said in (
        "for the better, by more than chance",
        "This shows that it changed, not why.",
        "95% interval of the",
    ):
        assert said in page.text
    assert "Chance to show a true change by 43%" in page.text
    assert "hearth-chart__better" in page.html
    assert page.fields["home"] == ["alder"]
    assert page.fields["detect"] == ["0.57"], "what was not asked stays as usual"


@pytest.mark.parametrize(
    ("phi", "said"),
    [
        (1.0, "1.0: falls come to residents as chance would have it"),
        (1.25, "so in the interval 60 count for no more than 48"),
    ],
)
async def test_what_clustering_does_to_the_interval_is_said_in_falls(phi: float, said: str) -> None:
    side = {
        "from": "2025-01-01",
        "to": "2025-12-31",
        "denominator": 9000.0,
        "rate": 3.0,
        "low": None,
        "high": None,
    }
    answer = {
        "per": 1000.0, "before": {**side, "numerator": 40.0}, "after": {**side, "numerator": 20.0},
        "ratio": 0.5, "low": 0.3, "high": 0.9, "pValue": 0.02, "percentChange": -50.0, "dispersion": phi,
        "powerToDetect": None, "verdict": "",
    }  # fmt: skip
    facts = dict(Shown(Measure.FALLS, read(answer, BeforeAfter), "by 43%").facts)
    assert said in facts["Clustering in people (φ)"]


async def test_one_small_home_is_told_that_it_could_not_show_it(network: Network) -> None:
    day = network.today - timedelta(days=300)
    one = await network.see(f"/coach/before-after?home=fern&changed_on={day}")
    assert "One home of this size had a chance of" in one.text
    assert "do not show that there was none" in one.text
    many = await network.see(f"/coach/before-after?home=gorse&home=hazel&home=ivy&changed_on={day}")
    assert "These 3 homes together had a chance of" in many.text


async def test_without_a_start_it_says_what_to_ask_instead(network: Network) -> None:
    page = await network.see("/coach/before-after?home=fern")
    assert "Name a day." in page.text
    assert page.html.count("<table") == 0


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("measure=falls", "Choose at least one home."),
        ("home=maple", "not in your care"),
        ("home=fern&changed_on=soon", "or leave it empty"),
        ("home=fern&changed_on=20260101", "or leave it empty"),
        ("home=fern&changed_on=0001-01-01", "or leave it empty"),
    ],
)
async def test_what_can_t_be_asked_is_told_beside_its_field(network: Network, query: str, said: str) -> None:
    page = await network.see(f"/coach/before-after?{query}")
    assert page.status == 422
    assert said in page.text


async def test_the_numbers_are_taken_away_as_csv(network: Network) -> None:
    answer = await network.coach.get("/coach/before-after.csv?home=alder")
    assert answer.headers["content-disposition"] == 'attachment; filename="before-after.csv"'
    head, before, after, ratio = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert head[1:4] == ["First day", "Last day", "Falls"]
    assert (before[0], after[0], ratio[0]) == ("Before", "After", "After ÷ before")
    assert float(before[3]) > float(after[3])
    assert " to " in ratio[6]
    assert head[7:] == ["95% interval, low", "95% interval, high"]
    assert float(ratio[7]) < float(ratio[5]) < float(ratio[8])
    assert float(ratio[5]) == pytest.approx(float(after[5]) / float(before[5]), rel=1e-5)
