"""A ratio with its interval, drawn beside “no change”."""

import math

from markupsafe import Markup

from network.web.drawing import NARROW, WIDE, Paper, drawing, line, path, text
from outcomes.charts.over_time import mark

LEAST, MOST = 0.125, 8.0
"""Ratios that fit on the paper: an eighth to eight times; what goes beyond ends in an arrow."""
TICKS = ((0.25, "a quarter"), (0.5, "half"), (1.0, "the same"), (2.0, "twice"), (4.0, "four times"))
HEIGHT = 96


def draw_interval(ratio: float, low: float | None, high: float | None, kind: str, summary: str) -> Markup:
    """After over before; None for a limit: there is none that way. `kind`: the mark of what it shows."""
    parts = [_on(paper, ratio, low, high, kind, summary) for paper in (NARROW, WIDE)]
    return Markup("".join(parts))  # noqa: S704 - escaped in frame


def _on(paper: Paper, ratio: float, low: float | None, high: float | None, kind: str, summary: str) -> str:
    sized = Paper(paper.name, paper.width, HEIGHT, 16, 16, 14, 36, 0)
    middle = 34.0
    begins, ends = _x(low or 0.0, sized), _x(math.inf if high is None else high, sized)
    parts = [
        line(sized.left, sized.floor, sized.width - sized.right, sized.floor, "grid"),
        *_ticks(sized),
        line(begins, middle, ends, middle, "reach"),
    ]
    for x, is_open in ((begins, (low or 0.0) < LEAST), (ends, high is None or high > MOST)):
        to_left = x < _x(1.0, sized)
        end = _arrow(x, middle, to_left) if is_open else line(x, middle - 7, x, middle + 7, "reach")
        parts.append(end)
    parts.append(mark(kind, _x(ratio, sized), middle, 1.2))
    return drawing(sized, "interval", "The rate after the change, beside the rate before", summary, parts)


def _ticks(paper: Paper) -> list[str]:
    parts: list[str] = []
    for ratio, words in TICKS:
        x = _x(ratio, paper)
        is_middle = ratio == 1.0
        parts.append(line(x, paper.top, x, paper.floor, "usual" if is_middle else "grid"))
        if paper.width > 500 or ratio in (0.25, 1.0, 4.0):
            parts.append(text(x, paper.floor + 20, words, "word" if is_middle else "label", "middle"))
    return parts


def _x(ratio: float, paper: Paper) -> float:
    """By its logarithm: half and twice lie equally far from no change."""
    inside = min(max(ratio, LEAST), MOST)
    share = math.log(inside / LEAST) / math.log(MOST / LEAST)
    return paper.left + share * paper.inner_width


def _arrow(x: float, y: float, to_left: bool) -> str:
    back = 8 if to_left else -8
    return path([(x + back, y - 6), (x, y), (x + back, y + 6)], "reach")
