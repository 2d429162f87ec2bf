"""A home's measure over time, drawn: values, what is usual, limits, signals, and what the team changed."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from statistics import median

from markupsafe import Markup

from network.web.drawing import PAPERS, Paper, Scale, drawing, line, path, scale_of, text
from outcomes.queries.run_charts import ChartPoint, RunChart
from outcomes.signals import Direction
from outcomes.terms import Unit

MARKS = {None: "within", Direction.IMPROVEMENT: "better", Direction.CONCERN: "worse"}
"""What stands at a point, by its signal."""
SIZES = ((8.0, 1.0), (4.0, 0.6))
"""How large marks are where each point has so many pixels at least."""
SMALLEST = 0.45
NEAR = 60.0
"""Pixels between two runs of marks below which one word tells both."""
LETTER = 7.0
"""Pixels that a letter of a label takes."""
HIGHEST = 2.0
"""Times the middle limit, above which a limit leaves the paper: that of a month of one day lies far up."""


def draw(chart: RunChart, ident: str, title: str) -> Markup:
    """The chart on both papers, of which a style shows one; nothing where there is nothing to draw."""
    if not any(point.value is not None for point in chart.points):
        return Markup()
    return Markup("".join(draw_on(paper, chart, ident, title) for paper in PAPERS))  # noqa: S704 - escaped in frame


def draw_on(paper: Paper, chart: RunChart, ident: str, title: str) -> str:
    """The chart on one paper; it has to have a point with a value."""
    points = chart.points
    scale = scale_of(_heights(points), paper)
    places = _places(len(points), paper)
    share = paper.inner_width / len(points)
    size = next((size for room, size in SIZES if share >= room), SMALLEST)
    parts = [
        *_axis(scale),
        *_names(chart.period, points, places, paper),
        *_limits(points, places, scale),
        *_usual(points, places, scale),
        *_changes(chart, places, paper),
        *_values(points, places, scale),
        *(_mark(point, x, scale, size) for point, x in zip(points, places, strict=True)),
        *_words(points, places, scale),
    ]
    return drawing(paper, ident, title, chart.summary, parts)


def _heights(points: Sequence[ChartPoint]) -> list[float]:
    """What has to be on the paper: every value, and limits but for those of very short periods."""
    limits = [p.upper for p in points if p.upper is not None]
    highest = HIGHEST * median(limits) if limits else 0.0
    values = [v for p in points for v in (p.value, p.centre) if v is not None]
    return values + [limit for limit in limits if limit <= highest]


def _places(count: int, paper: Paper) -> list[float]:
    """Where each point lies along the axis: in the middle of its share."""
    share = paper.inner_width / count
    return [paper.left + share * (place + 0.5) for place in range(count)]


def _axis(scale: Scale) -> list[str]:
    paper = scale.paper
    parts: list[str] = []
    for tick in scale.ticks():
        y = scale.y(tick)
        parts.append(line(paper.left, y, paper.width - paper.right, y, "grid"))
        parts.append(text(paper.left - 6, y + 4, scale.written(tick), "label", "end"))
    return parts


def _names(unit: Unit, points: Sequence[ChartPoint], places: Sequence[float], paper: Paper) -> list[str]:
    """As many points by name as there is room for, the last always."""
    every = -(-len(points) // paper.labels)
    parts: list[str] = []
    free = float(paper.width)
    for place in range(len(points) - 1, -1, -every):
        words = _name(unit, points[place])
        half = len(words) * LETTER / 2
        x = _inside(places[place], half, paper)
        if x + half <= free:
            parts.append(text(x, paper.floor + 20, words, "label", "middle"))
            free = x - half - LETTER
    return parts


def _inside(x: float, half: float, paper: Paper) -> float:
    """So that a name of so many pixels to each side does not run over the edge."""
    return min(max(x, paper.left + 6), paper.width - max(half + 4, 34))


def _name(unit: Unit, point: ChartPoint) -> str:
    if unit is Unit.EVENT:
        return f"{point.ends_on.day} {point.ends_on:%b %y}"
    if unit is Unit.QUARTER:
        return (
            f"{point.starts_on:%b}–{point.ends_on:%b %y}" if _is_long(point) else f"{point.starts_on:%b %y}"
        )
    return f"{point.starts_on:%b %y}"


def _is_long(point: ChartPoint) -> bool:
    return point.starts_on.month != point.ends_on.month


def _limits(points: Sequence[ChartPoint], places: Sequence[float], scale: Scale) -> list[str]:
    """The band within which chance alone keeps points, stretch by stretch."""
    half = _half(places, scale)
    parts: list[str] = []
    rows = list(zip(points, places, strict=True))
    for has_limits, run in groupby(rows, key=lambda row: row[0].upper is not None):
        if not has_limits:
            continue
        stretch = list(run)
        over = [(x + side, scale.y(p.upper or 0.0)) for p, x in stretch for side in (-half, half)]
        under = [
            (x + side, scale.y(p.lower or scale.least))
            for p, x in reversed(stretch)
            for side in (half, -half)
        ]
        parts.append(path([*over, *under], "band", closed=True))
        on_paper = groupby(stretch, key=lambda row: (row[0].upper or 0.0) <= scale.most)
        parts += [
            path([(x + side, scale.y(p.upper or 0.0)) for p, x in rest for side in (-half, half)], "limit")
            for is_on, rest in on_paper
            if is_on
        ]
        if any(p.lower for p, _ in stretch):
            parts.append(path(under, "limit"))
    return parts


def _usual(points: Sequence[ChartPoint], places: Sequence[float], scale: Scale) -> list[str]:
    known = [(x, p.centre) for p, x in zip(points, places, strict=True) if p.centre is not None]
    if not known:
        return []
    half, y = _half(places, scale), scale.y(known[0][1])
    return [line(known[0][0] - half, y, known[-1][0] + half, y, "usual")]


def _half(places: Sequence[float], scale: Scale) -> float:
    return scale.paper.inner_width / len(places) / 2


def _values(points: Sequence[ChartPoint], places: Sequence[float], scale: Scale) -> list[str]:
    """A line through values that follow each other; it stops where nothing is judged."""
    rows = zip(points, places, strict=True)
    stretches = groupby(rows, key=lambda row: row[0].value is not None and not row[0].incomplete)
    return [
        path([(x, scale.y(point.value or 0.0)) for point, x in stretch], "line")
        for is_known, stretch in stretches
        if is_known
    ]


def _mark(point: ChartPoint, x: float, scale: Scale, size: float) -> str:
    if point.value is None:
        return ""
    y = scale.y(point.value)
    if point.incomplete:
        return mark("silent", x, y)
    return mark(MARKS[point.direction], x, y, size)


def mark(kind: str, x: float, y: float, size: float = 1.0) -> str:
    """A circle, for the better a diamond, for the worse a square, hollow where silent: without colour."""
    if kind == "silent":
        return f'<circle class="hearth-chart__silent" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    if kind == "better":
        reach = 7 * size
        return path([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], "better", closed=True)
    if kind == "worse":
        side = 11 * size
        begins = f'x="{x - side / 2:.1f}" y="{y - side / 2:.1f}"'
        return f'<rect class="hearth-chart__worse" {begins} width="{side:.1f}" height="{side:.1f}"/>'
    return f'<circle class="hearth-chart__within" cx="{x:.1f}" cy="{y:.1f}" r="{3 * size:.1f}"/>'


def _words(points: Sequence[ChartPoint], places: Sequence[float], scale: Scale) -> list[str]:
    """“better” or “worse” once for points that bear the same, however often something lies between them."""
    paper, parts = scale.paper, list[str]()
    rows = zip(points, places, strict=True)
    said: Direction | None = None
    until = 0.0
    for direction, run in groupby(rows, key=lambda row: row[0].direction):
        if direction is None:
            continue
        stretch = list(run)
        point, x = max(stretch, key=lambda row: row[0].value or 0.0)
        is_near = direction is said and stretch[0][1] - until < NEAR
        said, until = direction, stretch[-1][1]
        if is_near:
            continue
        y = max(paper.top - 8.0, scale.y(point.value or 0.0) - 12)
        parts.append(
            text(min(max(x, paper.left + 20), paper.width - 24), y, MARKS[direction], "word", "middle")
        )
    return parts


def _changes(chart: RunChart, places: Sequence[float], paper: Paper) -> list[str]:
    """A line where the team began something, with its number in the list below the chart."""
    lines = [_on_axis(change.on, chart.points, places, paper) for change in chart.changes_of_practice]
    numbers = [str(place) for place in range(1, len(lines) + 1)]
    at = _apart(lines, [LETTER * (len(number) + 1.5) for number in numbers], paper.width - 6.0)
    return [
        *(line(x, paper.top - 4, x, paper.floor, "change") for x in lines),
        *(text(x, paper.top - 9, number, "number", "middle") for x, number in zip(at, numbers, strict=True)),
    ]


def _apart(places: Sequence[float], widths: Sequence[float], most: float) -> list[float]:
    """Places that lie so far apart that each number can be read, if a little beside its line."""
    found: list[float] = []
    free = 0.0
    for place, width in zip(places, widths, strict=True):
        found.append(max(place, free))
        free = found[-1] + width
    for i in reversed(range(len(found))):
        room = most if i == len(found) - 1 else found[i + 1] - widths[i]
        found[i] = max(0.0, min(found[i], room))
    return found


def _on_axis(day: date, points: Sequence[ChartPoint], places: Sequence[float], paper: Paper) -> float:
    """Where a day lies among points: within its own share, as far as it has come."""
    share = paper.inner_width / len(points)
    place = bisect_left([point.ends_on for point in points], day)
    if place == len(points):
        return paper.width - paper.right
    point = points[place]
    length = (point.ends_on - point.starts_on).days or 1
    part = min(max((day - point.starts_on).days / length, 0.0), 1.0)
    return places[place] - share / 2 + share * part
