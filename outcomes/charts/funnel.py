"""Homes of different size beside each other: the more is expected, the less chance does to a rate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from markupsafe import Markup

from network.web.drawing import NARROW, WIDE, Paper, Scale, drawing, line, number, path, scale_of, text
from outcomes.charts.numbering import numbered
from outcomes.charts.over_time import mark

MOST_NAMED = 60
"""Homes above which only signals bear their number."""
HIGHEST = 4.0
"""Times the network's rate, above which limits leave the paper: few events have limits that are far apart."""
SIGNALS = ("better", "worse")
ON_PHONE = replace(NARROW, height=340)
"""Higher than other charts: homes of one size lie one above the other, and each has a number."""
PAPERS = (ON_PHONE, WIDE)


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

    def place(self, dot: Dot) -> tuple[float, float]:
        return self.x(dot.expected), self.y(dot.ratio)

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
        *(mark(dot.kind, *plot.place(dot)) for dot in funnel.dots),
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
    signals = [dot for dot in dots if dot.kind in SIGNALS]
    others = [dot for dot in dots if dot.kind not in SIGNALS] if len(dots) <= MOST_NAMED else []
    named = [(dot.number, plot.place(dot)) for dot in (*signals, *others)]
    return numbered(named, [plot.place(dot) for dot in dots], plot.paper)
