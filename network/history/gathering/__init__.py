"""Gathers what a home's stream knows into the rows of the import files.

A file holds one row for each key, as things stand now: what was amended as amended,
what was retracted or reversed not at all. Where a person's record does not fit into
one row (somebody came back, or works other hours now), each part has its own row and
reference, so that nights, hours and amounts add up to the same.
"""

from network.directory.network import Home
from network.history.gathering.absences import absence_rows
from network.history.gathering.falls import fall_rows
from network.history.gathering.home import baseline_rows, cost_rows, home_row
from network.history.gathering.money import contribution_rows, opening_rows, payment_rows
from network.history.gathering.residents import Residents
from network.history.gathering.stream import OpenedStream
from network.history.gathering.team import Team
from network.history.rows import FILES, Row

__all__ = ["OpenedStream", "gather"]


def gather(home: Home, stream: OpenedStream) -> dict[type[Row], list[Row]]:
    """The rows of every file, in the files' order."""
    ref = home.ref
    residents, team = Residents(ref, stream), Team(ref, stream)
    rows: list[Row] = [
        home_row(home, stream),
        *residents.rows(),
        *absence_rows(ref, stream, residents),
        *fall_rows(ref, stream, residents),
        *team.rows(),
        *team.sickness_rows(),
        *contribution_rows(ref, stream, residents),
        *payment_rows(ref, stream, residents),
        *opening_rows(ref, stream),
        *cost_rows(ref, stream),
        *baseline_rows(ref, stream),
    ]
    return {kind: [row for row in rows if type(row) is kind] for kind in FILES}
