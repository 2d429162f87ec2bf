"""The paper that every part draws its charts on, as the charts of outcomes name it."""

from network.web.drawing import (
    NARROW,
    PAPERS,
    WIDE,
    Paper,
    Scale,
    drawing,
    line,
    number,
    path,
    scale_of,
    text,
)

__all__ = [
    "NARROW",
    "PAPERS",
    "WIDE",
    "Paper",
    "Scale",
    "drawing",
    "line",
    "number",
    "path",
    "scale_of",
    "text",
]
