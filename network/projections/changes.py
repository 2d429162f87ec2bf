"""What a batch of events changes in a projection's tables, folded by key before anything is written."""

from collections.abc import Iterable, Mapping

from network.projections.errors import RowRepeated

Key = tuple[object, ...]
"""The values of a table's primary key, in the order of its columns."""
Columns = dict[str, object]
Row = tuple[object, ...]
"""The values of a whole row: its key first, then its other columns as schema.sql has them."""


class TableChanges:
    """Net changes of one table: rows appended, then changes by key. A key is in one of those four at most."""

    __slots__ = ("added", "appended", "deleted", "packed", "packed_rows", "put", "set")

    def __init__(self) -> None:
        self.packed: list[bytes] = []
        """New rows, as lines for COPY, that came before everything else here."""
        self.packed_rows = 0
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
        return self.packed_rows + self.new_rows + len(self.put) + len(self.set) + len(self.deleted)

    @property
    def new_rows(self) -> int:
        """Rows to be inserted that are not packed."""
        return len(self.appended) + len(self.added)

    def pack(self, lines: bytes) -> None:
        """Keep the new rows as these lines from now on. What later events say of one is said by its key."""
        self.packed.append(lines)
        self.packed_rows += self.new_rows
        self.appended, self.added = [], {}


class Changes:
    """Collects what handlers say. Saying it event by event or in batches comes to the same rows."""

    __slots__ = ("tables",)

    def __init__(self, tables: Iterable[str]) -> None:
        self.tables: Mapping[str, TableChanges] = {table: TableChanges() for table in tables}

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

    def mark(self, table: str, key: Key) -> bool:
        """A row that is its key and nothing more; answers whether it is the first since the last writing."""
        changes = self.tables[table]
        if key in changes.put:
            return False
        changes.put[key] = {}
        if changes.deleted:
            changes.deleted.pop(key, None)
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
