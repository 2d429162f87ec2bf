"""Homes of different size beside each other: the more is expected, the less chance does to a rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

from network.web.drawing import PAPERS, Paper, Scale, drawing, line, number, path, scale_of, text
from outcomes.charts.over_time import mark

MOST_NAMED = 60
"""Homes above which only signals bear their number."""
HIGHEST = 4.0
"""Times the network's rate, above which limits leave the paper: few events have limits that are far apart."""
ROOM = 15.0
"""Pixels that a number takes."""


class Limits(Protocol):
    """A funnel's limits at one size, as ratios to what is expected."""

    @property
    def expected(self) -> float:
        """The size: events expected at the network's rate."""
        ...

    @property
    def low95(self) -> float | None:
        """Below lies one home in forty, by chance alone."""
        ...

    @property
    def high95(self) -> float | None:
        """Above lies one home in forty, by chance alone."""
        ...

    @property
    def low998(self) -> float | None:
        """Below lies one home in a thousand, by chance alone."""
        ...

    @property
    def high998(self) -> float | None:
        """Above lies one home in a thousand, by chance alone."""
        ...


@dataclass(frozen=True, slots=True)
class Dot:
    """A home in the funnel."""

    number: int
    """Which one, in the table beside the drawing."""
    expected: float
    ratio: float
    kind: str
    """The mark: “within”, “better”, “worse” or “silent”."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """All that is drawn."""

    title: str
    summary: str
    counted: str
    """What is expected: “falls”."""
    rate: float
    """The network's, in the units that are shown; a ratio of 1 lies there."""
    dots: Sequence[Dot]
    limits: Sequence[Limits]


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where things lie on one paper."""

    scale: Scale
    paper: Paper
    most: float
    """The largest size along the axis."""
    rate: float

    def x(self, expected: float) -> float:
        return self.paper.left + min(expected / self.most, 1.0) * self.paper.inner_width

    def y(self, ratio: float) -> float:
        return self.scale.y(ratio * self.rate)

    def is_on(self, ratio: float) -> bool:
        return ratio * self.rate <= self.scale.most


def draw_funnel(funnel: Funnel) -> Markup:
    """On both papers; nothing where there is nothing to draw."""
    if not funnel.dots or not funnel.limits or not funnel.rate:
        return Markup()
    return Markup("".join(_on(paper, funnel) for paper in PAPERS))  # noqa: S704 - escaped in frame


def _on(paper: Paper, funnel: Funnel) -> str:
    highest = min(max(limit.high998 or 0.0 for limit in funnel.limits), HIGHEST)
    values = [funnel.rate * ratio for ratio in (highest, *(dot.ratio for dot in funnel.dots))]
    most = max(limit.expected for limit in funnel.limits)
    plot = _Plot(scale_of([0.0, *values], paper), paper, most, funnel.rate)
    parts = [
        *_axes(plot, funnel.counted),
        *_band(plot, funnel.limits, outer=True),
        *_band(plot, funnel.limits, outer=False),
        line(paper.left, plot.y(1.0), paper.width - paper.right, plot.y(1.0), "usual"),
        *(mark(dot.kind, plot.x(dot.expected), plot.y(dot.ratio)) for dot in funnel.dots),
        *_numbers(plot, funnel.dots),
    ]
    return drawing(paper, "funnel", funnel.title, funnel.summary, parts)


def _axes(plot: _Plot, counted: str) -> list[str]:
    paper = plot.paper
    parts: list[str] = []
    for tick in plot.scale.ticks():
        y = plot.scale.y(tick)
        parts.append(line(paper.left, y, paper.width - paper.right, y, "grid"))
        parts.append(text(paper.left - 6, y + 4, number(tick), "label", "end"))
    parts += [
        text(min(plot.x(tick), paper.width - 18), paper.floor + 16, number(tick), "label", "middle")
        for tick in scale_of([0.0, plot.most], paper).ticks()
        if tick <= plot.most
    ]
    # What is along the axis stands above its right end, below the numbers there is no room on a phone.
    parts.append(text(paper.width - paper.right, paper.floor + 31, f"{counted} expected", "label", "end"))
    return parts


def _band(plot: _Plot, limits: Sequence[Limits], *, outer: bool) -> list[str]:
    """The funnel between two limits; a line stops where it leaves the paper."""
    both = [
        (plot.x(limit.expected), *((limit.low998, limit.high998) if outer else (limit.low95, limit.high95)))
        for limit in limits
    ]
    known = [(x, low or 0.0, high) for x, low, high in both if high is not None]
    over = [(x, plot.y(high)) for x, _, high in known]
    under = [(x, plot.y(low)) for x, low, _ in known]
    kind = "band" if outer else "inner"
    return [
        path([*over, *reversed(under)], kind, closed=True),
        path([(x, plot.y(high)) for x, _, high in known if plot.is_on(high)], "limit"),
        path([(x, plot.y(low)) for x, low, _ in known if low > 0], "limit"),
    ]


def _numbers(plot: _Plot, dots: Sequence[Dot]) -> list[str]:
    """Each dot's number beside it where there is room; signals first, because they are looked for."""
    taken = [(plot.x(dot.expected), plot.y(dot.ratio)) for dot in dots]
    parts: list[str] = []
    is_signal = {"better": 0, "worse": 0}
    for dot in sorted(dots, key=lambda dot: is_signal.get(dot.kind, 1)):
        if len(dots) > MOST_NAMED and dot.kind not in is_signal:
            continue
        x, y = plot.x(dot.expected), plot.y(dot.ratio)
        place = next((spot for spot in _around(x, y, plot.paper) if _is_free(spot, taken)), None)
        if place is not None:
            taken.append(place)
            parts.append(text(place[0], place[1] + 4, str(dot.number), "number", "middle"))
    return parts


def _around(x: float, y: float, paper: Paper) -> list[tuple[float, float]]:
    """Places beside a dot that are on the paper: right, left, above, below."""
    found = [(x + ROOM, y), (x - ROOM, y), (x, y - ROOM), (x, y + ROOM)]
    return [
        (left, top)
        for left, top in found
        if paper.left + 8 <= left <= paper.width - 10 and 10 <= top <= paper.floor - 4
    ]


def _is_free(place: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    x, y = place
    return all(abs(x - left) >= ROOM - 1 or abs(y - top) >= ROOM - 2 for left, top in taken)
