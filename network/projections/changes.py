"""What a batch of events changes in a projection's tables, folded by key before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from network.projections.errors import RowRepeated

Key = tuple[object, ...]
"""The values of a table's primary key, in the order of its columns."""
Columns = dict[str, object]
Row = tuple[object, ...]
"""The values of a whole row: its key first, then its other columns as schema.sql has them."""
LatestMarks = dict[Key, date]
"""How far the marks of each subject have come, in a table that was empty before the first of them."""


class TableChanges:
    """Net changes of one table: rows appended, then changes by key. A key is in one of those four at most."""

    __slots__ = (
        "added",
        "appended",
        "deleted",
        "latest_marks",
        "packed",
        "packed_rows",
        "put",
        "set",
        "unfit",
    )

    def __init__(self, latest_marks: LatestMarks | None) -> None:
        self.latest_marks = latest_marks
        self.packed: list[bytes] = []
        """New rows, as lines for COPY, that came before everything else here."""
        self.packed_rows = 0
        self.unfit: list[Row] = []
        """New rows as early as those, of which one can't be packed."""
        self.appended: list[Row] = []
        """Whole rows, in the order of the table's columns, that came before all changes by key."""
        self.added: dict[Key, Columns] = {}
        """Whole rows whose key no earlier event has used."""
        self.put: dict[Key, Columns] = {}
        """Whole rows that may replace one."""
        self.set: dict[Key, Columns] = {}
        """Some columns of a row; nothing happens where there is no such row."""
        self.deleted: dict[Key, None] = {}
        """Keys only; a dict, because the order is the same in every run."""

    def __len__(self) -> int:
        return (
            self.packed_rows
            + len(self.unfit)
            + self.new_rows
            + len(self.put)
            + len(self.set)
            + len(self.deleted)
        )

    @property
    def new_rows(self) -> int:
        """Rows to be inserted of which nobody has tried to pack one."""
        return len(self.appended) + len(self.added)

    def pack(self, lines: bytes) -> None:
        """Keep the new rows as these lines from now on. What later events say of one is said by its key."""
        self.packed.append(lines)
        self.packed_rows += self.new_rows
        self.appended, self.added = [], {}

    def set_aside(self, rows: Sequence[Row]) -> None:
        """The same with new rows that can't be packed, so that nobody tries again with every batch."""
        self.unfit += rows
        self.appended, self.added = [], {}


class Changes:
    """Collects what handlers say. Saying it event by event or in batches comes to the same rows."""

    __slots__ = ("tables",)

    def __init__(self, tables: Iterable[str], latest_marks: Mapping[str, LatestMarks] | None = None) -> None:
        """With `latest_marks`, kept by the caller from one to the next, of tables that nobody else writes."""
        self.tables: Mapping[str, TableChanges] = {
            table: TableChanges(latest_marks[table] if latest_marks else None) for table in tables
        }

    def __bool__(self) -> bool:
        return any(self.tables.values())

    @property
    def rows(self) -> int:
        """How many rows change."""
        return sum(map(len, self.tables.values()))

    def append(self, table: str, row: Row) -> None:
        """A row that only this event makes, and others seldom change. Costs least: no key is looked up."""
        self.tables[table].appended.append(row)

    def add(self, table: str, key: Key, **columns: object) -> None:
        """A row that only this event makes, as one keyed by its own version. Every column is given."""
        changes = self.tables[table]
        if changes.put and key in changes.put:
            raise RowRepeated(f"A row of {table} was added twice.")
        if changes.deleted and key in changes.deleted:
            del changes.deleted[key]
            changes.put[key] = columns
        elif changes.added.setdefault(key, columns) is not columns:
            raise RowRepeated(f"A row of {table} was added twice.")
        elif changes.set:
            changes.set.pop(key, None)

    def put(self, table: str, key: Key, **columns: object) -> None:
        """A row as it now stands, new or not. Every column is given."""
        changes = self.tables[table]
        if changes.added and key in changes.added:
            changes.added[key] = columns
            return
        changes.put[key] = columns
        if changes.set:
            changes.set.pop(key, None)
        if changes.deleted:
            changes.deleted.pop(key, None)

    def mark(self, table: str, subject: Key, day: date) -> bool:
        """A row that is its key, a subject and then a day, and nothing more: once marked, it stays.

        Answers whether it may be new. Days mostly come in their order, so that in a table filled from nothing
        most are known to be, and are appended.
        """
        changes = self.tables[table]
        if (latest_marks := changes.latest_marks) is not None:
            latest = latest_marks.get(subject)
            if latest is None or day > latest:
                latest_marks[subject] = day
                changes.appended.append((*subject, day))
                return True
            if day == latest:
                return False
        key = (*subject, day)
        if key in changes.put:
            return False
        changes.put[key] = {}
        return True

    def set(self, table: str, key: Key, **columns: object) -> None:
        """Some columns of the row, if it is there."""
        changes = self.tables[table]
        row = changes.added.get(key) or changes.put.get(key) or changes.set.get(key)
        if row is not None:
            row.update(columns)
        elif key not in changes.deleted:
            changes.set[key] = columns

    def delete(self, table: str, key: Key) -> None:
        """The row goes, if it is there."""
        changes = self.tables[table]
        if changes.added.pop(key, None) is None:
            changes.put.pop(key, None)
            changes.set.pop(key, None)
            changes.deleted[key] = None
