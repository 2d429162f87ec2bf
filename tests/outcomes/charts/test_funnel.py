"""Homes in a funnel: on the paper, told apart by shape, numbered where there is room."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from hypothesis import given, settings
from hypothesis import strategies as st

from network.web.drawing import PAPERS
from outcomes.charts.funnel import Dot, Funnel, draw_funnel
from outcomes.funnel import limits
from tests.outcomes.charts.test_over_time import kinds


@dataclass(frozen=True)
class Point:
    expected: float
    low95: float | None
    high95: float | None
    low998: float | None
    high998: float | None


def funnel(dots: list[Dot], sizes: tuple[float, ...] = (2.0, 10.0, 40.0, 80.0)) -> Funnel:
    points: list[Point] = []
    for size in sizes:
        inner, outer = limits(size, 0.95), limits(size, 0.998)
        points.append(Point(size, inner.low, inner.high, outer.low, outer.high))
    return Funnel("Falls & more", "What it <shows>.", "Falls", 4.5, dots, points)


def drawings(of: Funnel) -> list[Element]:
    return list(fromstring(f'<both xmlns="http://www.w3.org/2000/svg">{draw_funnel(of)}</both>'))


def test_signals_differ_by_shape_and_every_home_is_numbered_where_few_are() -> None:
    dots = [
        Dot(1, 5, 1.0, "within"),
        Dot(2, 30, 0.2, "better"),
        Dot(3, 60, 2.5, "worse"),
        Dot(4, 20, 0.9, "within"),
    ]
    for drawing in drawings(funnel(dots)):
        found = kinds(drawing)
        assert [found.count(kind) for kind in ("within", "better", "worse", "usual")] == [2, 1, 1, 1]
        numbers = [piece.text for piece in drawing.iter() if piece.get("class") == "hearth-chart__number"]
        assert sorted(numbers, key=str) == ["1", "2", "3", "4"]


def test_of_many_homes_only_signals_are_numbered() -> None:
    dots = [Dot(n, 2 + n / 5, 1.0, "worse" if n == 50 else "within") for n in range(1, 300)]
    for drawing in drawings(funnel(dots)):
        numbers = [piece.text for piece in drawing.iter() if piece.get("class") == "hearth-chart__number"]
        assert set(numbers) <= {"50"}


def test_without_homes_limits_or_events_nothing_is_drawn() -> None:
    dot = Dot(1, 5, 1.0, "within")
    assert draw_funnel(funnel([])) == ""
    assert draw_funnel(funnel([dot], ())) == ""
    assert draw_funnel(Funnel("F", "S", "Falls", 0.0, [dot], funnel([dot]).limits)) == ""


def test_a_silent_home_is_hollow() -> None:
    for drawing in drawings(funnel([Dot(1, 10.0, 1.0, "silent"), Dot(2, 12.0, 1.0, "within")])):
        classes = [piece.get("class") for piece in drawing.iter()]
        assert classes.count("hearth-chart__silent") == classes.count("hearth-chart__within") == 1


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(0.01, 80), st.floats(0, 30)), min_size=1, max_size=40))
def test_nothing_is_drawn_off_the_paper(homes: list[tuple[float, float]]) -> None:
    dots = [Dot(n, expected, ratio, "within") for n, (expected, ratio) in enumerate(homes)]
    for drawing, paper in zip(drawings(funnel(dots)), PAPERS, strict=True):
        for piece in drawing.iter():
            for name, most in (
                ("cx", paper.width),
                ("x", paper.width),
                ("cy", paper.height),
                ("y", paper.height),
            ):
                place = piece.get(name)
                assert place is None or -0.1 <= float(place) <= most
