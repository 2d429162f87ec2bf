"""The paper that charts are drawn on: its two sizes, its scales, and how numbers are written on it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Paper:
    """A drawing's size and margins, in pixels; text keeps its size, so a phone gets a paper of its own."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    labels: int
    """How many points can be named along the axis."""

    @property
    def inner_width(self) -> int:
        """Between the margins."""
        return self.width - self.left - self.right

    @property
    def inner_height(self) -> int:
        """Between the margins."""
        return self.height - self.top - self.bottom

    @property
    def floor(self) -> int:
        """Where the axis along the bottom lies."""
        return self.height - self.bottom


NARROW = Paper("narrow", 344, 250, 40, 10, 24, 34, 4)
WIDE = Paper("wide", 856, 320, 48, 16, 26, 36, 9)
PAPERS = (NARROW, WIDE)

HALVED = 2.5
STEPS = (1, 2, HALVED, 5, 10)
SMALL = 0.05
"""Powers of ten of which a halved step would need three places; a phone has room for two."""
NOTHING = 1e-6
"""Below that a value can't be told from 0 on paper."""


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to heights."""

    least: float
    most: float
    step: float
    paper: Paper

    def y(self, value: float) -> float:
        """How far down a value lies; what is beyond the paper lies on its edge."""
        inside = min(max(value, self.least), self.most)
        return self.paper.floor - (inside - self.least) / (self.most - self.least) * self.paper.inner_height

    def ticks(self) -> list[float]:
        """The values that are written beside the axis."""
        count = round((self.most - self.least) / self.step)
        return [self.least + number * self.step for number in range(count + 1)]

    def written(self, tick: float) -> str:
        """A tick with as many places as tell it exactly: between 0 and 0.5 lies 0.25, not 0.3."""
        power = math.floor(math.log10(self.step) + NOTHING)
        is_halved = round(self.step / 10**power, 6) == HALVED
        places = max(0, -power + is_halved)
        words = f"{tick:,.{places}f}"
        return words.rstrip("0").rstrip(".") if places else words


def scale_of(values: Sequence[float], paper: Paper) -> Scale:
    """A scale from 0, or, where all values lie close together far from it, from below the least."""
    most, least = max(values, default=0.0), min(values, default=0.0)
    if most < NOTHING:
        return Scale(0.0, 1.0, 1.0, paper)
    is_far = 0.6 * most < least < 0.999 * most
    begin = least - (most - least) * 0.5 if is_far else 0.0
    step = _nice((most - max(0.0, begin)) / 4)
    begin = max(0.0, math.floor(begin / step) * step)
    return Scale(begin, math.ceil(round(most / step, 6)) * step, step, paper)


def _nice(raw: float) -> float:
    if raw <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(raw))
    steps = (step for step in STEPS if power > SMALL or step != HALVED)
    return next(step * power for step in steps if step * power >= raw * (1 - 1e-9))


def number(value: float) -> str:
    """As short as it can be written and still be told from its neighbours."""
    if value == round(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 0.1 else f"{value:.2f}"


def text(x: float, y: float, words: str, kind: str, anchor: str = "start") -> str:
    """Words at a place."""
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="hearth-chart__{kind}" {place}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<line class="hearth-chart__{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def path(points: Sequence[tuple[float, float]], kind: str, closed: bool = False) -> str:
    """Lines from point to point."""
    if not points:
        return ""
    steps = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f'<path class="hearth-chart__{kind}" d="M{steps}{"Z" if closed else ""}"/>'


def drawing(paper: Paper, ident: str, title: str, description: str, parts: Sequence[str]) -> str:
    """The whole drawing, told to who can't see it by title and description."""
    name = f"{ident}-{paper.name}"
    return (
        f'<svg class="hearth-chart__{paper.name}" viewBox="0 0 {paper.width} {paper.height}" role="img" '
        f'aria-labelledby="{name}-title {name}-description" focusable="false">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
