"""Which forecasts can't be made, each with what to ask instead."""

from finance.export.errors import ExportError

MOST_WEEKS = 26


class NoSuchWeeks(ExportError):
    """A forecast has 1 to 26 weeks: ask for fewer, or for one at least."""


class TooLongAgo(ExportError):
    """A forecast begins at most two years ago: ask for a later day."""
