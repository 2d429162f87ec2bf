"""The forecast and its past as drawings: the band of each week, what is expected in it, and what came in."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from finance.forecast.backtest import Told
from finance.forecast.outlook import Week
from network.web.drawing import PAPERS, Paper, Scale, drawing, line, number, path, scale_of, text

THOUSAND, MILLION = 100_000, 100_000_000
"""Pence in what is written beside the axis: thousands of pounds, or, from ten million on, millions."""
MOST_BAND = 0.8
"""Of a week's share of the axis that its band takes, so that weeks stand apart."""


def unit_of(weeks: Sequence[Week]) -> int:
    """Pence in the unit of a drawing of these weeks."""
    return MILLION if any(week.high >= 10 * MILLION for week in weeks) else THOUSAND


def draw_ahead(weeks: Sequence[Week], title: str, words: str) -> Markup:
    """Weeks to come: a band for each, and a line through what is expected."""
    return Markup("".join(_ahead(paper, weeks, title, words) for paper in PAPERS))  # noqa: S704 - escaped there


def draw_past(told: Sequence[Told], title: str, words: str) -> Markup:
    """Weeks that are past: the band that was foretold of each, and what came in."""
    return Markup("".join(_past(paper, told, title, words) for paper in PAPERS))  # noqa: S704 - escaped there


def _ahead(paper: Paper, weeks: Sequence[Week], title: str, words: str) -> str:
    places, unit = _places(len(weeks), paper), unit_of(weeks)
    scale = _scale([week.high / unit for week in weeks], paper)
    expected = [(x, scale.y(week.expected / unit)) for week, x in zip(weeks, places, strict=True)]
    marks = [path(expected, "line"), *(_circle(x, y) for x, y in expected)]
    return drawing(paper, "ahead", title, words, [*_frame(weeks, places, scale, unit), *marks])


def _past(paper: Paper, told: Sequence[Told], title: str, words: str) -> str:
    weeks = [one.week for one in told]
    places, unit = _places(len(weeks), paper), unit_of(weeks)
    scale = _scale([max(one.week.high, one.received) / unit for one in told], paper)
    marks = [
        (_circle if one.is_held else _square)(x, scale.y(one.received / unit))
        for one, x in zip(told, places, strict=True)
    ]
    return drawing(paper, "past", title, words, [*_frame(weeks, places, scale, unit), *marks])


def _places(count: int, paper: Paper) -> list[float]:
    share = paper.inner_width / count
    return [paper.left + share * (place + 0.5) for place in range(count)]


def _scale(values: Sequence[float], paper: Paper) -> Scale:
    """From nothing on: a band that is cut off below would look narrower than it is."""
    return scale_of([0.0, *values], paper)


def _frame(weeks: Sequence[Week], places: Sequence[float], scale: Scale, unit: int) -> list[str]:
    paper, parts = scale.paper, list[str]()
    for tick in scale.ticks():
        y = scale.y(tick)
        parts.append(line(paper.left, y, paper.width - paper.right, y, "grid"))
        parts.append(text(paper.left - 6, y + 4, _figure(tick), "label", "end"))
    half = paper.inner_width / len(weeks) * MOST_BAND / 2
    for week, x in zip(weeks, places, strict=True):
        low, high = scale.y(week.low / unit), scale.y(week.high / unit)
        corners = [(x - half, low), (x + half, low), (x + half, high), (x - half, high)]
        parts.append(path(corners, "inner", closed=True))
    every = -(-len(weeks) // paper.labels)
    parts += [
        text(min(x, paper.width - 26), paper.floor + 20, _name(week.starts_on), "label", "middle")
        for place, (week, x) in enumerate(zip(weeks, places, strict=True))
        if place % every == 0
    ]
    return parts


def _figure(value: float) -> str:
    """Without a comma, which a phone's margin has no room for."""
    return number(value).replace(",", "")


def _name(day: date) -> str:
    return f"{day.day} {day:%b}"


def _circle(x: float, y: float) -> str:
    return f'<circle class="hearth-chart__within" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def _square(x: float, y: float) -> str:
    return f'<rect class="hearth-chart__worse" x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9"/>'
