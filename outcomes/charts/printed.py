"""Charts for paper: the drawings of pages, each mark with its look in itself, as paper has no style."""

import re
from collections.abc import Mapping

from network.web.drawing import Paper
from outcomes.charts.over_time import draw_on
from outcomes.queries.run_charts import RunChart

SHEET = Paper("printed", 344, 138, 34, 8, 20, 22, 4)
"""A quarter of a sheet's width less its margins, in the pixels of a page."""
LETTERS = 'font-family="Noto Sans" font-size="10"'
INK, ASH, PINE, EMBER = "#2b2622", "#5d554d", "#1c5149", "#b4532a"
LOOKS: Mapping[str, str] = {
    "label": f'{LETTERS} fill="{ASH}"',
    "word": f'{LETTERS} font-weight="bold" fill="{INK}"',
    "number": f'{LETTERS} font-weight="bold" fill="{INK}"',
    "grid": 'stroke="#e3dccf" stroke-width="0.7"',
    "band": 'fill="#e6efec"',
    "limit": 'fill="none" stroke="#9fbab4" stroke-width="0.7"',
    "usual": f'stroke="{PINE}" stroke-dasharray="7 4" stroke-width="1.2"',
    "change": f'stroke="{EMBER}" stroke-dasharray="2 3" stroke-width="1.4"',
    "line": f'fill="none" stroke="{ASH}" stroke-width="1"',
    "within": f'fill="{INK}"',
    "better": 'fill="#2f8577" stroke="#ffffff"',
    "worse": 'fill="#a3231b" stroke="#ffffff"',
    "silent": f'fill="#ffffff" stroke="{ASH}" stroke-dasharray="2 2"',
}
"""The same as `styles/_charts.scss` gives them on a page."""
UNDRAWN = re.compile(r"<(title|desc)\b.*?</\1>", re.DOTALL)
"""Told to who can't see it; on paper the words beside the drawing are, and fpdf2 complains of them."""
CLASS = re.compile(r'class="hearth-chart__(\w+)"')


def printed(chart: RunChart) -> bytes:
    """The chart as an SVG that stands by itself; empty where there is nothing to draw."""
    if not any(point.value is not None for point in chart.points):
        return b""
    svg = draw_on(SHEET, chart, "printed", chart.measure.value)
    looked = CLASS.sub(lambda found: LOOKS.get(found[1], ""), UNDRAWN.sub("", svg))
    return looked.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()
