"""References whose own row is wrong: what builds on them is not judged, so one mistake is listed once."""

from typing import Any

from network.history.rows import (
    ContributionRow,
    HomeRow,
    ResidentRow,
    Row,
    SicknessRow,
    StaffRow,
)

_OWN: dict[type[Row], tuple[str, ...]] = {
    HomeRow: ("home_ref",),
    ResidentRow: ("home_ref", "resident_ref"),
    StaffRow: ("home_ref", "staff_ref"),
    ContributionRow: ("home_ref", "payer_ref"),
}
"""The files that others refer to, and by which columns."""


class Broken:
    """Homes, residents, staff and payers that can't be relied on."""

    def __init__(self) -> None:
        self._files: set[type[Row]] = set()
        self._rows: dict[type[Row], set[tuple[Any, ...]]] = {kind: set() for kind in _OWN}

    def mark_file(self, kind: type[Row]) -> None:
        """None of the file's rows could be read."""
        self._files.add(kind)

    def mark(self, kind: type[Row], values: dict[str, Any]) -> None:
        """A row is wrong, of which these values could be read."""
        if kind in _OWN:
            self._rows[kind].add(tuple(values.get(name) for name in _OWN[kind]))

    def mark_row(self, row: Row) -> None:
        """A row is wrong."""
        self.mark(type(row), {name: getattr(row, name) for name in row.__struct_fields__})

    def holds(self, kind: type[Row], *reference: object) -> bool:
        """Whether a reference leads to a row that is wrong, or into a file that could not be read."""
        return kind in self._files or reference in self._rows[kind]

    def under(self, row: Row) -> bool:
        """Whether a row builds on something that is wrong."""
        home, resident = row.home_ref, getattr(row, "resident_ref", None)
        payer = getattr(row, "payer_ref", None)
        return (
            (type(row) is not HomeRow and self.holds(HomeRow, home))
            or (
                resident is not None
                and type(row) is not ResidentRow
                and self.holds(ResidentRow, home, resident)
            )
            or (isinstance(row, SicknessRow) and self.holds(StaffRow, home, row.staff_ref))
            or (
                payer is not None
                and type(row) is not ContributionRow
                and self.holds(ContributionRow, home, payer)
            )
        )
