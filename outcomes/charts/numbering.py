"""Numbers beside dots: each nearer to its own dot than to any other, or tied to it by a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

from network.web.drawing import Paper, line, text

DIGIT, HEIGHT = 7.5, 12.0
"""Pixels that a figure takes."""
DOT = 5.0
"""Pixels from a dot's middle that a number keeps clear of."""
NEAR, REACHES = 13.0, (13.0, 24.0, 36.0)
"""How far a number may stand from its dot; farther than the first a line leads to it."""
APART = 4.0
"""Pixels by which a number without a line is nearer to its own dot than to the next."""
DIRECTIONS = ((1, 0), (-1, 0), (0, -1), (0, 1), (0.8, -0.7), (-0.8, -0.7), (0.8, 0.7), (-0.8, 0.7))
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a number would stand: its middle."""

    x: float
    y: float
    width: float

    def is_on(self, paper: Paper) -> bool:
        """Whether all of it is between the margins."""
        inside = paper.left + self.width / 2 <= self.x <= paper.width - paper.right - self.width / 2
        return inside and HEIGHT / 2 + 2 <= self.y <= paper.floor - HEIGHT / 2

    def covers(self, dot: Place) -> bool:
        """Whether a dot would lie under it."""
        return abs(self.x - dot[0]) < self.width / 2 + DOT and abs(self.y - dot[1]) < HEIGHT / 2 + DOT

    def overlaps(self, other: "Spot") -> bool:
        """Whether another number would."""
        return abs(self.x - other.x) < (self.width + other.width) / 2 + 2 and abs(self.y - other.y) < HEIGHT


def numbered(dots: Sequence[tuple[int, Place]], all_dots: Sequence[Place], paper: Paper) -> list[str]:
    """The numbers of dots, those that matter most first; one for which there is no room is left out."""
    parts: list[str] = []
    taken: list[Spot] = []
    for number, dot in dots:
        others = [other for other in all_dots if other != dot]
        spot = next((spot for spot in _spots(number, dot) if _is_free(spot, dot, others, taken, paper)), None)
        if spot is None:
            continue
        taken.append(spot)
        if not _is_near(spot, dot):
            parts.append(_leader(spot, dot))
        parts.append(text(spot.x, spot.y + 4, str(number), "number", "middle"))
    return parts


def _spots(number: int, dot: Place) -> Iterator[Spot]:
    width = DIGIT * len(str(number))
    for reach in REACHES:
        for right, down in DIRECTIONS:
            beside = reach + (width - DIGIT) / 2 * abs(right)
            yield Spot(dot[0] + right * beside, dot[1] + down * reach, width)


def _is_free(spot: Spot, dot: Place, others: Sequence[Place], taken: Sequence[Spot], paper: Paper) -> bool:
    if not spot.is_on(paper) or any(map(spot.covers, others)) or any(map(spot.overlaps, taken)):
        return False
    nearest = min((_away(spot, other) for other in others), default=float("inf"))
    return not _is_near(spot, dot) or _away(spot, dot) + APART < nearest


def _is_near(spot: Spot, dot: Place) -> bool:
    return max(abs(spot.x - dot[0]) - spot.width / 2, abs(spot.y - dot[1]) - DIGIT / 2) < NEAR - 2


def _away(spot: Spot, dot: Place) -> float:
    """From a dot to the number's edge."""
    return hypot(max(abs(spot.x - dot[0]) - spot.width / 2, 0), max(abs(spot.y - dot[1]) - HEIGHT / 2, 0))


def _leader(spot: Spot, dot: Place) -> str:
    """A line from a dot to the edge of its number."""
    right, down = spot.x - dot[0], spot.y - dot[1]
    begins = DOT / hypot(right, down)
    inside = min((spot.width / 2 + 2) / (abs(right) or 1), HEIGHT / 2 / (abs(down) or 1), 1 - begins)
    ends = 1 - inside
    return line(
        dot[0] + begins * right, dot[1] + begins * down, dot[0] + ends * right, dot[1] + ends * down, "leader"
    )
