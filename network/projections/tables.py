"""A projection's tables as the database has them, and the statements that change many rows of one at once.

These statements are the exception to "SQL stands in .sql files": they follow from the columns of a
schema.sql, which is the one place where columns are written down.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

import asyncpg

from network.postgres.pool import DatabaseConnection, DatabasePool
from network.projections.changes import Columns, Key, TableChanges
from network.projections.errors import ProjectionMisdeclared
from network.projections.packing import is_packable

COLUMNS_OF_SCHEMA = """
SELECT class.relname AS table_name, attribute.attname AS column_name,
       format_type(attribute.atttypid, attribute.atttypmod) AS type,
       array_position(key.indkey::int2[], attribute.attnum) AS place_in_key
FROM pg_class AS class
JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attnum > 0
    AND NOT attribute.attisdropped
LEFT JOIN pg_index AS key ON key.indrelid = class.oid AND key.indisprimary
WHERE class.relnamespace = to_regnamespace($1) AND class.relkind = 'r'
ORDER BY class.relname, attribute.attnum
"""


@dataclass(frozen=True)
class Column:
    """A column and its SQL type."""

    name: str
    type: str

    @property
    def is_array(self) -> bool:
        """Whether its values are arrays, which unnest would take apart: they travel as text."""
        return self.type.endswith("[]")

    @property
    def parameter(self) -> str:
        """The type of an array of its values, as a statement's parameter."""
        return "text[]" if self.is_array else f"{self.type}[]"

    @property
    def value(self) -> str:
        """How a statement refers to a new value."""
        return f'new."{self.name}"::{self.type}' if self.is_array else f'new."{self.name}"'


@dataclass(frozen=True)
class Table:
    """One table: its key and its other columns."""

    schema: str
    name: str
    key: tuple[Column, ...]
    others: tuple[Column, ...]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Those of the key first."""
        return self.key + self.others

    @cached_property
    def names(self) -> Sequence[str]:
        """Of the columns."""
        return [column.name for column in self.columns]

    @cached_property
    def types(self) -> Sequence[str]:
        """Of the columns."""
        return [column.type for column in self.columns]

    @cached_property
    def is_packable(self) -> bool:
        """Whether its rows can be handed over as text."""
        return is_packable(self.types)

    @cached_property
    def values_of(self) -> Callable[[Columns], tuple[Any, ...]]:
        """Takes the columns outside the key from a row, in order. KeyError where one is missing."""
        names = [column.name for column in self.others]
        if not names:
            return lambda _: ()
        if len(names) == 1:
            only = names[0]
            return lambda row: (row[only],)
        return itemgetter(*names)

    def records(self, rows: Mapping[Key, Columns]) -> list[tuple[Any, ...]]:
        """Whole rows in the order of `columns`."""
        values_of = self.values_of
        self._check_widths(rows.values(), len(self.others))
        return [key + values_of(row) for key, row in rows.items()]

    def new_records(self, changes: TableChanges) -> Sequence[tuple[Any, ...]]:
        """The rows to insert, in the order of `columns`."""
        if not changes.appended:
            return self.records(changes.added)
        self._check_widths(changes.appended, len(self.columns))
        return [*changes.appended, *self.records(changes.added)] if changes.added else changes.appended

    def _check_widths(self, rows: Iterable[Sized], width: int) -> None:
        if not {width}.issuperset(map(len, rows)):
            raise ProjectionMisdeclared(
                f"A row of {self.schema}.{self.name} has columns too many or too few."
            )

    @cached_property
    def insert(self) -> str:
        """Inserts rows given as one array a column."""
        names = ", ".join(f'"{column.name}"' for column in self.columns)
        values = ", ".join(column.value for column in self.columns)
        return f"INSERT INTO {self._qualified} ({names}) SELECT {values} FROM {_unnest(self.columns)}"  # noqa: S608 - names of our own schema.sql

    @cached_property
    def upsert(self) -> str:
        """The same, replacing what was there."""
        keys = ", ".join(f'"{column.name}"' for column in self.key)
        replaced = ", ".join(f'"{column.name}" = excluded."{column.name}"' for column in self.others)
        return f"{self.insert} ON CONFLICT ({keys}) DO " + (
            f"UPDATE SET {replaced}" if replaced else "NOTHING"
        )

    def update(self, names: Sequence[str]) -> str:
        """Sets these columns of the rows whose keys are given first."""
        columns = [self._column(name) for name in names]
        values = ", ".join(f'"{column.name}" = {column.value}' for column in columns)
        source = _unnest([*self.key, *columns])
        return f"UPDATE {self._qualified} AS old SET {values} FROM {source} WHERE {self._same_key}"  # noqa: S608 - as above

    @cached_property
    def delete(self) -> str:
        """Deletes the rows of the keys given."""
        return f"DELETE FROM {self._qualified} AS old USING {_unnest(self.key)} WHERE {self._same_key}"  # noqa: S608 - as above

    def arrays(self, columns: Sequence[Column], records: Sequence[tuple[Any, ...]]) -> list[Sequence[Any]]:
        """Records turned into one array a column, as the statements take them."""
        return [
            [_array_literal(value) for value in values] if column.is_array else values
            for column, values in zip(columns, zip(*records, strict=True), strict=True)
        ]

    def columns_named(self, names: Sequence[str]) -> list[Column]:
        """The key's columns and these."""
        return [*self.key, *(self._column(name) for name in names)]

    @property
    def _qualified(self) -> str:
        return f'"{self.schema}"."{self.name}"'

    @property
    def _same_key(self) -> str:
        return " AND ".join(f'old."{column.name}" = new."{column.name}"' for column in self.key)

    def _column(self, name: str) -> Column:
        for column in self.others:
            if column.name == name:
                return column
        raise ProjectionMisdeclared(f"{self.schema}.{self.name} has no column {name} outside its key.")


async def read_tables(connection: DatabaseConnection | DatabasePool, schema: str) -> dict[str, Table]:
    """The tables of a projection's schema, by name."""
    found: dict[str, list[asyncpg.Record]] = {}
    for row in await connection.fetch(COLUMNS_OF_SCHEMA, schema):
        found.setdefault(row["table_name"], []).append(row)
    return {name: _table(schema, name, rows) for name, rows in found.items()}


def _table(schema: str, name: str, rows: list[asyncpg.Record]) -> Table:
    keyed = sorted((row for row in rows if row["place_in_key"] is not None), key=itemgetter("place_in_key"))
    if not keyed:
        raise ProjectionMisdeclared(f"{schema}.{name} has no primary key.")
    others = [row for row in rows if row["place_in_key"] is None]
    return Table(schema, name, tuple(map(_as_column, keyed)), tuple(map(_as_column, others)))


def _as_column(row: asyncpg.Record) -> Column:
    return Column(row["column_name"], row["type"])


def _unnest(columns: Sequence[Column]) -> str:
    parameters = ", ".join(f"${place}::{column.parameter}" for place, column in enumerate(columns, 1))
    names = ", ".join(f'"{column.name}"' for column in columns)
    return f"unnest({parameters}) AS new ({names})"


def _array_literal(values: Sequence[object] | None) -> str | None:
    if values is None:
        return None
    quoted = (str(value).replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"
