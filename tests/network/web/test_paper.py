"""A document on paper holds what was written on it, in any of the letters that names have here."""

from datetime import UTC, datetime

import pytest

from network.web.paper import Paper

MADE = datetime(2026, 3, 1, 12, tzinfo=UTC)


def written() -> bytes:
    paper = Paper("Invoice ROSE-20260202-LA1", MADE)
    paper.heading("Zoë Łukasiewicz-Ŵyn")
    paper.paragraph("£1,071.52 – for nights at half.")
    paper.facts([("Due", "1 April 2026"), ("Nothing", "")])
    paper.grid(["What", "£"], [[f"Line {number}", "1.00"] for number in range(80)], [80, 20], numbers=[1])
    return paper.as_bytes()


def test_the_same_document_made_twice_is_the_same_bytes() -> None:
    once = written()
    assert once.startswith(b"%PDF-")
    assert once == written()


def test_a_long_table_goes_on_on_the_next_page() -> None:
    assert written().count(b"/Type /Page\n") >= 2


def test_every_letter_that_names_have_here_is_in_the_font(caplog: pytest.LogCaptureFixture) -> None:
    paper = Paper("Letters", MADE)
    paper.paragraph("ŁłŴŵŶŷĀāŒœŞşȚțĐđĞğıÑñØøÅåßþ£€–—")
    paper.as_bytes()
    assert not [record.message for record in caplog.records if "glyph" in record.message]
    other = Paper("Letters", MADE)
    other.paragraph("漢")
    other.as_bytes()
    assert "glyph" in caplog.text, "what is missing is told"
