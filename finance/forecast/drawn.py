"""The forecast and its past as drawings: the band of each week, what is expected in it, and what came in."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from finance.forecast.backtest import Told
from finance.forecast.outlook import Week
from network.web.drawing import PAPERS, Paper, Scale, drawing, line, number, path, scale_of, text

THOUSAND = 100_000
"""Pence in the thousand pounds that are written beside the axis."""
MOST_BAND = 0.8
"""Of a week's share of the axis that its band takes, so that weeks stand apart."""


def draw_ahead(weeks: Sequence[Week], title: str, words: str) -> Markup:
    """Weeks to come: a band for each, and a line through what is expected."""
    return Markup("".join(_ahead(paper, weeks, title, words) for paper in PAPERS))  # noqa: S704 - escaped there


def draw_past(told: Sequence[Told], title: str, words: str) -> Markup:
    """Weeks that are past: the band that was foretold of each, and what came in."""
    return Markup("".join(_past(paper, told, title, words) for paper in PAPERS))  # noqa: S704 - escaped there


def _ahead(paper: Paper, weeks: Sequence[Week], title: str, words: str) -> str:
    places, scale = _places(len(weeks), paper), _scale([week.high for week in weeks], paper)
    expected = [(x, scale.y(week.expected / THOUSAND)) for week, x in zip(weeks, places, strict=True)]
    marks = [path(expected, "line"), *(_circle(x, y) for x, y in expected)]
    return drawing(paper, "ahead", title, words, [*_frame(weeks, places, scale), *marks])


def _past(paper: Paper, told: Sequence[Told], title: str, words: str) -> str:
    weeks = [one.week for one in told]
    places = _places(len(weeks), paper)
    scale = _scale([max(one.week.high, one.received) for one in told], paper)
    marks = [
        (_circle if one.is_held else _square)(x, scale.y(one.received / THOUSAND))
        for one, x in zip(told, places, strict=True)
    ]
    return drawing(paper, "past", title, words, [*_frame(weeks, places, scale), *marks])


def _places(count: int, paper: Paper) -> list[float]:
    share = paper.inner_width / count
    return [paper.left + share * (place + 0.5) for place in range(count)]


def _scale(pence: Sequence[int], paper: Paper) -> Scale:
    """From nothing on: a band that is cut off below would look narrower than it is."""
    return scale_of([0.0, *(one / THOUSAND for one in pence)], paper)


def _frame(weeks: Sequence[Week], places: Sequence[float], scale: Scale) -> list[str]:
    paper, parts = scale.paper, list[str]()
    for tick in scale.ticks():
        y = scale.y(tick)
        parts.append(line(paper.left, y, paper.width - paper.right, y, "grid"))
        parts.append(text(paper.left - 6, y + 4, number(tick), "label", "end"))
    half = paper.inner_width / len(weeks) * MOST_BAND / 2
    for week, x in zip(weeks, places, strict=True):
        low, high = scale.y(week.low / THOUSAND), scale.y(week.high / THOUSAND)
        corners = [(x - half, low), (x + half, low), (x + half, high), (x - half, high)]
        parts.append(path(corners, "inner", closed=True))
    every = -(-len(weeks) // paper.labels)
    parts += [
        text(min(x, paper.width - 26), paper.floor + 20, _name(week.starts_on), "label", "middle")
        for place, (week, x) in enumerate(zip(weeks, places, strict=True))
        if place % every == 0
    ]
    return parts


def _name(day: date) -> str:
    return f"{day.day} {day:%b}"


def _circle(x: float, y: float) -> str:
    return f'<circle class="hearth-chart__within" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def _square(x: float, y: float) -> str:
    return f'<rect class="hearth-chart__worse" x="{x - 4.5:.1f}" y="{y - 4.5:.1f}" width="9" height="9"/>'
