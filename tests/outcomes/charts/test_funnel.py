"""Homes in a funnel: on the paper, told apart by shape, numbered where there is room."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element, fromstring

from hypothesis import given, settings
from hypothesis import strategies as st

from outcomes.charts.funnel import PAPERS, Dot, Funnel, draw_funnel
from outcomes.charts.numbering import DIGIT, HEIGHT
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


def test_numbers_of_homes_that_lie_close_together_stand_apart_each_nearest_to_its_own() -> None:
    """The caseload of a coach, as it lay on a phone: fifteen homes in a third of the paper."""
    sizes = (51.1, 31.3, 15.0, 26.5, 57.4, 17.4, 30.0, 27.6, 13.2, 44.0, 19.8, 52.3, 27.1, 28.0, 16.1)
    ratios = (0.8, 0.73, 1.06, 1.32, 0.66, 1.2, 1.1, 1.44, 0.75, 0.8, 0.85, 0.79, 1.29, 1.25, 1.0)
    dots = [Dot(n, *of, "within") for n, of in enumerate(zip(sizes, ratios, strict=True), 1)]
    for drawing in drawings(funnel(dots, (10.0, 30.0, 62.0))):
        circles = [(float(one.attrib["cx"]), float(one.attrib["cy"])) for one in drawing.iter()
                   if one.get("class") == "hearth-chart__within"]  # fmt: skip
        numbers = {
            int(one.text or ""): (float(one.attrib["x"]), float(one.attrib["y"]) - 4)
            for one in drawing.iter()
            if one.get("class") == "hearth-chart__number"
        }
        assert sorted(numbers) == [dot.number for dot in dots]
        for number, (x, y) in numbers.items():
            half = DIGIT * len(str(number)) / 2
            near = [at for at in circles if abs(at[0] - x) < half + 3 and abs(at[1] - y) < HEIGHT / 2 + 3]
            assert near == [], f"{number} covers a home"
            others = [at for other, at in numbers.items() if other != number]
            assert not any(abs(at[0] - x) < 2 * half and abs(at[1] - y) < HEIGHT for at in others)
        tied = [one for one in drawing.iter() if one.get("class") == "hearth-chart__leader"]
        assert len(tied) < len(dots) / 2, "most stand beside their homes"


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
