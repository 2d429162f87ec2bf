"""Documents on A4 as PDF: letters, margins and page numbers; what stands on them is their owner's."""

import logging
import tempfile
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import pymupdf_fonts  # pyright: ignore[reportMissingTypeStubs]
from fpdf import FPDF
from fpdf.enums import Align, TableCellFillMode, XPos, YPos
from fpdf.fonts import FontFace, TTFFont

LETTERS = "Noto Sans"
"""Covers Latin with all its accents, so that a name is written as its owner writes it."""
REGULAR, BOLD = "notos", "notosbo"
MARGIN = 18
QUIET = (90, 90, 90)
PALE = (240, 244, 242)


@cache
def _fonts() -> "tempfile.TemporaryDirectory[str]":
    """The wheel's fonts as the files that fpdf2 asks for; made once in a process, and gone with it."""
    # It tells of a table that only editors of fonts need, in every document.
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    folder = tempfile.TemporaryDirectory(prefix="hearth-fonts-")
    for name in (REGULAR, BOLD):
        data: bytes = pymupdf_fonts.myfont(name)  # pyright: ignore[reportUnknownMemberType]
        Path(folder.name, f"{name}.ttf").write_bytes(data)
    return folder


class Paper(FPDF):
    """A document that is written from top to bottom."""

    def __init__(self, title: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        self.add_font(LETTERS, "", Path(_fonts().name, f"{REGULAR}.ttf"))
        self.add_font(LETTERS, "B", Path(_fonts().name, f"{BOLD}.ttf"))
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN)
        self.set_title(title)
        self.set_lang("en-GB")
        self.set_creation_date(made_at)
        self._foot = title
        self.add_page()
        self.body()

    def body(self, size: float = 10, *, bold: bool = False) -> None:
        """The letters of what comes next."""
        self.set_font(LETTERS, "B" if bold else "", size)
        self.set_text_color(0)

    def footer(self) -> None:
        """What it is and which page, so that a sheet that got lost is found again."""
        self.set_y(-MARGIN + 4)
        self.body(8)
        self.set_text_color(*QUIET)
        self.cell(0, 5, f"{self._foot}, page {self.page_no()} of {{nb}}", align=Align.R)

    def heading(self, text: str, size: float = 18) -> None:
        """A heading in a line of its own."""
        self.body(size, bold=True)
        self.multi_cell(0, size * 0.5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2)
        self.body()

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """A few sentences."""
        self.body(bold=bold)
        self.multi_cell(0, 5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1.5)

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """What is known of one thing: a name and a value a line; values that are empty are left out."""
        for name, value in pairs:
            if value:
                self.body(bold=True)
                self.cell(42, 5.5, name)
                self.body()
                self.multi_cell(0, 5.5, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2)

    def grid(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        numbers: Sequence[int] = (),
    ) -> None:
        """A table whose head is repeated on each page; columns in `numbers` (from 0) are set to the right."""
        self.body(9)
        aligns = tuple(Align.R if place in numbers else Align.L for place in range(len(columns)))
        with self.table(
            col_widths=tuple(widths),
            text_align=aligns,
            line_height=5,
            borders_layout="HORIZONTAL_LINES",
            headings_style=FontFace(emphasis="BOLD", fill_color=PALE),
            cell_fill_mode=TableCellFillMode.NONE,
            padding=(0.8, 1),
        ) as table:
            table.row(columns)
            for cells in rows:
                table.row(cells)
        self.ln(3)
        self.body()

    def as_bytes(self) -> bytes:
        """The whole document, after which nothing more is written."""
        written = bytes(self.output())
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                # fpdf2 keeps the file open that it takes letters from, and nobody else would close it.
                font.ttfont.close()
        return written
