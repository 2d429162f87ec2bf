"""Drawings of charts: whole, told to who can't see them, and never off the paper."""

from datetime import date, timedelta
from itertools import pairwise
from time import process_time
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.web.drawing import NARROW, PAPERS, WIDE, number, scale_of
from outcomes.charts.over_time import draw
from outcomes.charts.shown import show
from outcomes.queries.practice import ChangeOfPractice
from outcomes.queries.run_charts import ChartPoint, RunChart
from outcomes.signals import Direction, Signal
from outcomes.spc import ChartKind
from outcomes.terms import Measure, Unit

SVG = "{http://www.w3.org/2000/svg}"
FIRST = date(2024, 1, 1)


def point(place: int, value: float | None, direction: Direction | None = None, **more: object) -> ChartPoint:
    """A month or so."""
    begins = FIRST + timedelta(days=30 * place)
    given = ChartPoint(
        begins, begins + timedelta(days=29), value, 300.0, value, 4.0, 0.5, 12.0,
        Signal.SHIFT if direction else None, direction, incomplete=False,
    )  # fmt: skip
    return given._replace(**more)


def chart(points: list[ChartPoint], changes: tuple[ChangeOfPractice, ...] = ()) -> RunChart:
    """Falls by month."""
    return RunChart(
        Measure.FALLS, ChartKind.U, Unit.MONTH, 1000.0, len(points) < 12, "Because.", points, list(changes),
        None, "What it <shows>.",
    )  # fmt: skip


def drawings(of: RunChart) -> list[Element]:
    """Both, as XML."""
    whole = f'<both xmlns="http://www.w3.org/2000/svg">{draw(of, "falls", "Falls & more")}</both>'
    return list(fromstring(whole))


def kinds(drawing: Element) -> list[str]:
    """What is drawn, piece by piece."""
    return [piece.get("class", "").removeprefix("hearth-chart__") for piece in drawing.iter()]


def test_it_is_told_by_title_and_description_and_drawn_for_a_phone_and_a_desk() -> None:
    narrow, wide = drawings(chart([point(0, 3.0), point(1, 5.0)]))
    for drawing, paper in ((narrow, NARROW), (wide, WIDE)):
        title, description = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        assert title is not None
        assert description is not None
        assert (title.text, description.text) == ("Falls & more", "What it <shows>.")
        assert drawing.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert drawing.get("viewBox") == f"0 0 {paper.width} {paper.height}"
    assert narrow.get("aria-labelledby") != wide.get("aria-labelledby"), "ids stay apart on one page"


def test_signals_differ_by_shape_and_bear_a_word() -> None:
    points = [point(0, 3.0), point(1, 2.0, Direction.IMPROVEMENT), point(2, 2.0, Direction.IMPROVEMENT),
              point(3, 20.0, Direction.CONCERN)]  # fmt: skip
    for drawing in drawings(chart(points)):
        found = kinds(drawing)
        assert [found.count(kind) for kind in ("within", "better", "worse", "word")] == [1, 2, 1, 2]
        words = [piece.text for piece in drawing.iter() if piece.get("class") == "hearth-chart__word"]
        assert words == ["better", "worse"]
        shapes = {piece.get("class"): piece.tag for piece in drawing.iter()}
        assert len({shapes[f"hearth-chart__{kind}"] for kind in ("within", "better", "worse")}) == 3


def test_what_is_not_judged_is_hollow_and_breaks_the_line() -> None:
    silent = point(1, 0.0, incomplete=True, lower=None, upper=None)
    for drawing in drawings(chart([point(0, 3.0), silent, point(2, 4.0)])):
        found = kinds(drawing)
        assert (found.count("silent"), found.count("line"), found.count("band")) == (1, 2, 2)


def test_changes_of_practice_are_numbered_on_the_chart_as_in_the_list() -> None:
    changes = tuple(ChangeOfPractice(FIRST + timedelta(days=days), "Tea") for days in (10, 100, 500))
    for drawing in drawings(chart([point(n, 3.0) for n in range(6)], changes)):
        numbers = [piece.text for piece in drawing.iter() if piece.get("class") == "hearth-chart__number"]
        assert numbers == ["1", "2", "3"]
        assert kinds(drawing).count("change") == 3


def test_numbers_of_changes_of_late_do_not_lie_on_each_other() -> None:
    changes = tuple(
        ChangeOfPractice(FIRST + timedelta(days=days), "Tea") for days in (1740, 1760, 1790, 1799)
    )
    for drawing, paper in zip(
        drawings(chart([point(n, 3.0) for n in range(60)], changes)), PAPERS, strict=True
    ):
        places = [
            float(piece.get("x", ""))
            for piece in drawing.iter()
            if piece.get("class") == "hearth-chart__number"
        ]
        assert all(b - a >= 15 for a, b in pairwise(places))
        assert places[-1] <= paper.width - 6


def test_the_last_point_always_has_its_name() -> None:
    """A quarter's name is long, and its point may lie near the edge."""
    for count in range(2, 60):
        points = [point(n, 3.0, ends_on=FIRST + timedelta(days=30 * n + 80)) for n in range(count)]
        last = f"{points[-1].starts_on:%b}–{points[-1].ends_on:%b %y}"
        for drawing, paper in zip(drawings(chart(points)._replace(period=Unit.QUARTER)), PAPERS, strict=True):
            (name,) = [piece for piece in drawing.iter() if piece.text == last]
            assert float(name.get("x", "")) + 35 <= paper.width


def test_a_month_of_one_day_does_not_flatten_the_others() -> None:
    """Its limit lies ten times as high, off the paper: the band goes to the edge, without a line there."""
    points = [point(0, 0.0, upper=190.0), *(point(n, 3.0, upper=18.0) for n in range(1, 24))]
    for drawing, paper in zip(drawings(chart(points)), PAPERS, strict=True):
        heights = [float(piece.get("cy", "")) for piece in drawing.iter() if piece.get("cy")]
        assert paper.floor - min(heights) > paper.inner_height / 10
        limits = [
            piece.get("d", "") for piece in drawing.iter() if piece.get("class") == "hearth-chart__limit"
        ]
        assert not any(f" {paper.top}.0" in limit for limit in limits)


def test_nothing_known_is_not_drawn() -> None:
    assert draw(chart([]), "falls", "Falls") == ""
    assert draw(chart([point(0, None)]), "falls", "Falls") == ""
    assert show(chart([])).rows == []


def test_a_year_without_falls_lies_on_the_axis() -> None:
    points = [point(n, 0.0, centre=0.0, lower=0.0, upper=0.0) for n in range(12)]
    for drawing, paper in zip(drawings(chart(points)), PAPERS, strict=True):
        marks = [piece for piece in drawing.iter() if piece.get("class") == "hearth-chart__within"]
        assert {float(piece.get("cy", "")) for piece in marks} == {paper.floor}


VALUES = st.lists(st.one_of(st.none(), st.floats(0, 5000)), min_size=1, max_size=130)


@given(VALUES, st.floats(0, 5000))
def test_nothing_is_drawn_off_the_paper(values: list[float | None], upper: float) -> None:
    points = [point(n, value, upper=upper, lower=None) for n, value in enumerate(values)]
    for drawing, paper in zip(drawings(chart(points)), PAPERS, strict=False):
        for piece in drawing.iter():
            for name, most in (
                ("cx", paper.width),
                ("x", paper.width),
                ("cy", paper.height),
                ("y", paper.height),
            ):
                place = piece.get(name)
                assert place is None or -0.1 <= float(place) <= most
        names = [piece for piece in drawing.iter() if piece.get("text-anchor") == "middle"]
        assert len(names) <= paper.labels


@given(st.lists(st.one_of(st.just(0.0), st.floats(0.001, 1e5)), min_size=1, max_size=40))
def test_a_scale_reaches_over_all_values_in_few_even_steps(values: list[float]) -> None:
    scale = scale_of(values, WIDE)
    assert scale.most >= max(values) * (1 - 1e-6)
    assert 0 <= scale.least <= min(values)
    assert 2 <= len(scale.ticks()) <= 12


@pytest.mark.parametrize(
    ("value", "written"), [(3.0, "3"), (12.34, "12.3"), (0.04, "0.04"), (1200.0, "1,200")]
)
def test_numbers_are_written_short(value: float, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("most", "written"),
    [
        (0.09, ["0", "0.05", "0.1"]),
        (0.9, ["0", "0.25", "0.5", "0.75", "1"]),
        (9.0, ["0", "2.5", "5", "7.5", "10"]),
        (90.0, ["0", "25", "50", "75", "100"]),
        (3500.0, ["0", "1,000", "2,000", "3,000", "4,000"]),
        (0.35, ["0", "0.1", "0.2", "0.3", "0.4"]),
    ],
)
def test_the_axis_says_what_its_lines_are(most: float, written: list[str]) -> None:
    scale = scale_of([0.0, most], WIDE)
    assert [scale.written(tick) for tick in scale.ticks()] == written


def test_a_table_holds_what_is_drawn_newest_first() -> None:
    shown = show(chart([point(0, 3.0), point(1, 20.0, Direction.CONCERN), point(2, 1.0, incomplete=True)]))
    assert shown.columns == ["When", "Falls", "Nights", "Rate", "Usual", "What it shows"]
    assert shown.rows[0] == ["March 2024", "1", "300", "1.0", "4.0", "not judged"]
    assert shown.rows[1][-1] == "more than chance: worse"
    assert [kind for kind, _ in shown.kinds] == ["within", "worse", "silent", "usual", "band"]


def test_drawing_takes_no_time_to_speak_of() -> None:
    """About a millisecond on a quiet machine, both sizes; ten leave room for a busy one."""
    three_years = chart([point(n, float(n % 7)) for n in range(36)])
    draw(three_years, "falls", "Falls")
    begun = process_time()
    for _ in range(20):
        draw(three_years, "falls", "Falls")
    assert (process_time() - begun) / 20 < 0.010
