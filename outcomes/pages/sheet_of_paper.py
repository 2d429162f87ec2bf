"""A home on one sheet of paper, to read together in a team meeting."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from fpdf.enums import MethodReturnValue, XPos, YPos

from network.web.paper import QUIET, Paper
from outcomes.charts.printed import SHEET, printed
from outcomes.charts.shown import ShownChart
from outcomes.pages.measures import Measures
from outcomes.periods import Period
from outcomes.queries.practice import ChangeOfPractice
from outcomes.words.names import day_in_words

EDGE, GAP = 14.0, 7.0
"""Millimetres about the sheet, and between its two columns."""
TOP, ROW = 33.0, 68.5
WORDS = 22.0
"""Millimetres that a chart's sentences may take."""
SIZES = (8.5, 8.0, 7.5, 7.0, 6.5)
"""Points, the largest that fits."""
LINE = 0.45
"""Millimetres from line to line for a point of size."""
FOOT = 280.0


def sheet_of_paper(name: str, period: Period, measures: Measures, made_at: datetime) -> bytes:
    """The PDF: six charts with their sentences, the pattern of falls, and what the team changed."""
    paper = Paper(f"How {name} is doing", made_at)
    paper.set_auto_page_break(False)
    paper.set_margin(EDGE)
    paper.set_xy(EDGE, EDGE)
    paper.heading(f"How {name} is doing", 16)
    _quiet(
        paper,
        f"{day_in_words(period.first)} to {day_in_words(period.last)}. A diamond is more than chance for "
        "the better, a square for the worse; the dashed line is what is usual here, the pale band is chance.",
    )
    width = (paper.w - 2 * EDGE - GAP) / 2
    for number, shown in enumerate(measures.charts[:6]):
        _chart(paper, shown, EDGE + (number % 2) * (width + GAP), TOP + number // 2 * ROW, width)
    bottom = TOP + 3 * ROW
    if measures.pattern is not None:
        _titled(paper, "Where and when residents fall", measures.pattern.summary, EDGE, bottom, width)
    changes = measures.charts[0].chart.changes_of_practice if measures.charts else []
    _titled(paper, "What was begun", _changes(paper, changes, width), EDGE + width + GAP, bottom, width)
    return paper.as_bytes()


def _quiet(paper: Paper, words: str) -> None:
    paper.body(8)
    paper.set_text_color(*QUIET)
    paper.multi_cell(0, 4, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _chart(paper: Paper, shown: ShownChart, x: float, y: float, width: float) -> None:
    """One measure: its name, its drawing, what a value is, and what it shows."""
    paper.set_xy(x, y)
    paper.body(10, bold=True)
    paper.cell(width, 5, shown.title)
    height = width * SHEET.height / SHEET.width
    drawing = printed(shown.chart)
    below = y + 5.5
    if drawing:
        paper.set_xy(x, below)
        paper.body(6.5)
        paper.set_text_color(*QUIET)
        paper.cell(width, 3, shown.unit)
        below += 3
        paper.image(io.BytesIO(drawing), x=x, y=below, w=width, h=height, alt_text=shown.chart.summary)
        below += height + 1
    paper.set_xy(x, below)
    _write(paper, shown.chart.summary, width, WORDS if drawing else WORDS + height)


def _titled(paper: Paper, title: str, words: str, x: float, y: float, width: float) -> None:
    paper.set_xy(x, y)
    paper.body(10, bold=True)
    paper.cell(width, 5, title)
    paper.set_xy(x, y + 5.5)
    _write(paper, words, width, FOOT - y - 5.5)


def _write(paper: Paper, words: str, width: float, room: float) -> None:
    """As large as fits; of what does not fit at all, the first sentences."""
    size = next((size for size in SIZES if _height(paper, words, width, size) <= room), SIZES[-1])
    lines = _lines(paper, words, width, size)
    most = int(room / (size * LINE))
    if len(lines) > most:
        words = " ".join(lines[:most])
        words = words[: words.rfind(". ") + 1] or words
    paper.multi_cell(width, size * LINE, words, align="L")


def _height(paper: Paper, words: str, width: float, size: float) -> float:
    return len(_lines(paper, words, width, size)) * size * LINE


def _lines(paper: Paper, words: str, width: float, size: float) -> list[str]:
    paper.body(size)
    lines = paper.multi_cell(
        width, size * LINE, words, align="L", dry_run=True, output=MethodReturnValue.LINES
    )
    return cast("list[str]", lines)


def _changes(paper: Paper, changes: Sequence[ChangeOfPractice], width: float) -> str:
    """With the numbers that they have on the charts; of more than fit, the latest."""
    room = FOOT - (TOP + 3 * ROW) - 5.5
    told: list[str] = []
    for number in range(len(changes), 0, -1):
        change = changes[number - 1]
        words = f"{number}  {change.text} ({day_in_words(change.on)})"
        room -= _height(paper, words, width, SIZES[-1])
        if room < 0:
            break
        told.insert(0, words)
    return "\n".join(told) or "Nothing was noted in this time."
