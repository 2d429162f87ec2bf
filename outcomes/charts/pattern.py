"""Where and when residents fall: bars by the hour and by the place, with words and numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from markupsafe import Markup

from network.web.drawing import NARROW, WIDE, Paper, Scale, drawing, line, number, scale_of, text

FEW = 10
"""Falls below which bars show chance more than a habit."""
SPAN = 4
"""Hours that are told together."""
NIGHT = 24


class InHour(Protocol):
    """Falls in one hour of the day."""

    @property
    def hour(self) -> int:
        """From 0."""
        ...

    @property
    def count(self) -> int:
        """How many."""
        ...


class InWords(Protocol):
    """Falls of one kind."""

    @property
    def word(self) -> str:
        """Which."""
        ...

    @property
    def count(self) -> int:
        """How many."""
        ...


class OfHarm(InWords, Protocol):
    """Falls in which the resident was hurt as badly; the word is the team's."""

    @property
    def level(self) -> str:
        """What the NHS calls it."""
        ...


class Pattern(Protocol):
    """Falls of a period, counted."""

    @property
    def by_place(self) -> Sequence[InWords]:
        """By place."""
        ...

    @property
    def by_hour(self) -> Sequence[InHour]:
        """By hour."""
        ...

    @property
    def by_harm(self) -> Sequence[OfHarm]:
        """By harm."""
        ...

    @property
    def residents_who_fell(self) -> int | None:
        """At least once; None: too few to tell outside the home."""
        ...

    @property
    def residents_who_fell_twice_or_more(self) -> int | None:
        """At least twice; None likewise."""
        ...


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and how many."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class ShownPattern:
    """What the template `outcomes/pattern.html` needs."""

    pattern: Pattern
    fewest: int
    """So many residents or more are counted outside the home."""
    is_own: bool
    """Whether the home's own team looks at it, which knows harm by the words of its form alone."""

    @property
    def falls(self) -> int:
        """All of them."""
        return sum(place.count for place in self.pattern.by_place)

    @property
    def hours(self) -> Markup:
        """Bars by the hour, on both papers."""
        bars = [Bar(f"{entry.hour}", entry.count) for entry in self.pattern.by_hour]
        said = ". ".join(
            f"{_clock(entry.hour)}: {entry.count}" for entry in self.pattern.by_hour if entry.count
        )
        return _both(
            "falls-by-hour", "Falls by the hour of the day", said, lambda paper: _upright(bars, paper)
        )

    @property
    def places(self) -> Markup:
        """Bars by the place, on both papers."""
        bars = [Bar(entry.word, entry.count) for entry in self._places]
        said = ". ".join(f"{bar.name}: {bar.count}" for bar in bars)
        return _both("falls-by-place", "Falls by place", said, lambda paper: _lying(bars, paper))

    @property
    def summary(self) -> str:
        """Where and when, and how many residents, in a few sentences."""
        if not self.falls:
            return "No falls were recorded in this time."
        sentences = [self._where(), self._when(), self._who()]
        if self.falls < FEW:
            sentences.append("With so few falls, where and when they happened may well be chance.")
        return " ".join(sentences)

    @property
    def place_rows(self) -> list[list[str]]:
        """Places and their falls, most first."""
        return [[entry.word, str(entry.count)] for entry in self._places]

    @property
    def hour_rows(self) -> list[list[str]]:
        """Hours of the day and their falls."""
        return [[_clock(entry.hour), str(entry.count)] for entry in self.pattern.by_hour]

    @property
    def harm_rows(self) -> list[list[str]]:
        """How badly they were hurt, and the falls; for others than the team with the NHS's level of harm."""
        return [
            [entry.word if self.is_own else f"{entry.word} ({entry.level})", str(entry.count)]
            for entry in self.pattern.by_harm
        ]

    @property
    def _places(self) -> list[InWords]:
        return sorted((p for p in self.pattern.by_place if p.count), key=lambda p: -p.count)

    def _where(self) -> str:
        most = self._places[:2]
        named = " and ".join(f"{entry.word.lower()} ({entry.count})" for entry in most)
        if self.falls == 1:
            return f"The one fall was here: {most[0].word.lower()}."
        return f"Of {self.falls} falls, most were here: {named}."

    def _when(self) -> str:
        counts = [entry.count for entry in self.pattern.by_hour]
        sums = [sum(counts[(begin + hour) % NIGHT] for hour in range(SPAN)) for begin in range(NIGHT)]
        begin = max(range(NIGHT), key=lambda hour: sums[hour])
        end = _clock((begin + SPAN) % NIGHT)
        return f"The {SPAN} hours with the most: {_clock(begin)} to {end}, {sums[begin]} of them."

    def _who(self) -> str:
        fell, again = self.pattern.residents_who_fell, self.pattern.residents_who_fell_twice_or_more
        if fell is None:
            return f"Fewer than {self.fewest} residents fell."
        who = "One resident fell" if fell == 1 else f"{fell} residents fell"
        if again == 0:
            return f"{who}, none of them more than once."
        if again is None:
            return f"{who}, fewer than {self.fewest} of them more than once."
        return f"{who}, {again} of them more than once."


def _clock(hour: int) -> str:
    return f"{hour:02}:00"


class _Draw(Protocol):
    def __call__(self, paper: Paper) -> tuple[Paper, list[str]]: ...


def _both(ident: str, title: str, description: str, draw: _Draw) -> Markup:
    parts = [
        drawing(sized, ident, title, f"{description}.", pieces)
        for sized, pieces in (draw(paper) for paper in (NARROW, WIDE))
    ]
    return Markup("".join(parts))  # noqa: S704 - escaped in frame


def _upright(bars: Sequence[Bar], paper: Paper) -> tuple[Paper, list[str]]:
    """Bars that stand beside each other, with every third named (every sixth on a phone)."""
    paper = replace(paper, height=200 if paper is WIDE else 170, top=12)
    scale = _whole(scale_of([float(bar.count) for bar in bars], paper))
    share = paper.inner_width / len(bars)
    every = 3 if paper.name == WIDE.name else 6
    parts = [part for tick in scale.ticks() for part in _grid(scale, tick)]
    for place, bar in enumerate(bars):
        x = paper.left + share * place
        if bar.count:
            parts.append(
                _block(x + share * 0.15, scale.y(bar.count), share * 0.7, paper.floor - scale.y(bar.count))
            )
        if place % every == 0:
            parts.append(text(x + share / 2, paper.floor + 20, _clock(int(bar.name)), "label", "middle"))
    return paper, parts


def _lying(bars: Sequence[Bar], paper: Paper) -> tuple[Paper, list[str]]:
    """Bars that lie below each other, each with its name before and its number behind it."""
    row, left = 28, 104
    paper = replace(paper, height=row * len(bars) + 16, left=left, right=52, top=8, bottom=8)
    most = max((bar.count for bar in bars), default=1)
    parts: list[str] = []
    for place, bar in enumerate(bars):
        y = paper.top + row * place
        width = paper.inner_width * bar.count / most
        parts.append(text(left - 8, y + 18, bar.name, "label", "end"))
        parts.append(_block(left, y + 4, width, row - 8))
        parts.append(text(left + width + 6, y + 18, number(bar.count), "word"))
    return paper, parts


def _whole(scale: Scale) -> Scale:
    """Falls are counted whole: no step below one."""
    if scale.step >= 1:
        return scale
    return Scale(0.0, max(1.0, float(-(-scale.most // 1))), 1.0, scale.paper)


def _grid(scale: Scale, tick: float) -> list[str]:
    paper, y = scale.paper, scale.y(tick)
    return [
        line(paper.left, y, paper.width - paper.right, y, "grid"),
        text(paper.left - 6, y + 4, number(tick), "label", "end"),
    ]


def _block(x: float, y: float, width: float, height: float) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect class="hearth-chart__bar" {place}/>'
