import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.events import FINANCE_EVENTS
from households.events import HOME_EVENTS
from network.coaching.events import COACHING_EVENTS
from network.directory.events import NETWORK_EVENTS
from network.eventstore.event import Event
from network.projections.changes import Changes, Key, LatestMarks, Row
from network.projections.errors import RowRepeated
from network.projections.projection import Entry, Projection
from network.read_models import PROJECTIONS
from tests.random_facts import RandomFacts

TABLE = re.compile(r"^CREATE TABLE (\w+) \($(.*?)^\);", re.MULTILINE | re.DOTALL)
Rows = dict[tuple[str, Key], dict[str, object]]
Said = list[tuple[str, int, dict[str, int]]]
"""What a handler says: put, set or delete, of a key, with columns; or mark, of a day alone."""
FIRST_DAY = date(2025, 6, 1)
Layout = tuple[list[str], int]
"""The names of a table's columns, and how many of them are its key."""


def apply(projection: str, changes: Changes, rows: Rows, layouts: Mapping[str, Layout] | None = None) -> None:
    """What writing the changes would leave in the tables. Appended rows need their tables' layouts."""
    for name, net in changes.tables.items():
        table = f"{projection}.{name}"
        if net.appended:
            assert layouts is not None
            names, width = layouts[name]
            for row in net.appended:
                rows[table, row[:width]] = dict(zip(names[width:], row[width:], strict=True))
        for key in net.deleted:
            rows.pop((table, key), None)
        for key, row in [*net.added.items(), *net.put.items()]:
            rows[table, key] = dict(row)
        for key, columns in net.set.items():
            if (table, key) in rows:
                rows[table, key].update(columns)


def say(said: Said, batches: list[int]) -> Rows:
    rows: Rows = {}
    for start, end in zip([0, *batches], [*batches, len(said)], strict=True):
        changes = Changes(["one", "mark"])
        for word, number, columns in said[start:end]:
            if word == "mark":
                changes.mark("mark", ("somebody",), FIRST_DAY + timedelta(days=number))
            elif word == "delete":
                changes.delete("one", (number,))
            elif word == "put":
                changes.put("one", (number,), **{"a": 0, "b": 0, **columns})
            else:
                changes.set("one", (number,), **columns)
        apply("toy", changes, rows)
    return rows


SAID = st.lists(
    st.tuples(
        st.sampled_from(["put", "set", "delete", "mark"]),
        st.integers(1, 3),
        st.dictionaries(st.sampled_from(["a", "b"]), st.integers(), min_size=1),
    )
)


@given(SAID, st.data())
def test_changes_come_to_the_same_in_any_batches(said: Said, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(said)), max_size=5)))
    one_by_one = list(range(1, len(said)))
    assert say(said, cuts) == say(said, one_by_one)


WORDS = st.lists(
    st.tuples(
        st.sampled_from(["add", "put", "set", "delete"]),
        st.integers(1, 3),
        st.sampled_from(["go on", "pack", "set aside"]),
    )
)


@given(WORDS)
def test_rows_that_were_packed_are_changed_by_what_is_said_later(words: list[tuple[str, int, str]]) -> None:
    changes = Changes(["one"])
    there: set[int] = set()
    packed: dict[bytes, Rows] = {}
    expected: Rows = {}
    for number, (word, key, then) in enumerate(words):
        if word == "add" and key in there:
            continue
        alone = Changes(["one"])
        for target in (changes, alone):
            if word == "delete":
                target.delete("one", (key,))
            else:
                getattr(target, word)("one", (key,), a=number)
        apply("toy", alone, expected)
        there = {row_key[0] for _, row_key in expected}  # pyright: ignore[reportAssignmentType]
        table = changes.tables["one"]
        if then == "set aside":
            table.set_aside([(*row_key, row["a"]) for row_key, row in table.added.items()])
        elif then == "pack" and table.added:
            lines = str(number).encode()
            packed[lines] = {("toy.one", row_key): dict(row) for row_key, row in table.added.items()}
            table.pack(lines)
    written: Rows = {}
    for lines in changes.tables["one"].packed:
        assert not written.keys() & packed[lines].keys(), "COPY would have met a row twice"
        written |= packed[lines]
    for row_key, value in changes.tables["one"].unfit:
        assert ("toy.one", (row_key,)) not in written, "COPY would have met a row twice"
        written["toy.one", (row_key,)] = {"a": value}
    apply("toy", changes, written)
    assert written == expected


@given(st.randoms(use_true_random=False), st.integers(0, 60), st.integers(1, 20))
def test_what_the_handlers_say_comes_to_the_same_in_any_batches(
    random: Random, facts: int, batch: int
) -> None:
    source = RandomFacts(random)
    story = [*source.opening(), *(source.any() for _ in range(facts))]
    entries: list[Entry[Any]] = []
    versions: dict[Any, int] = {}
    for position, (stream, event) in enumerate(story, 1):
        versions[stream] = versions.get(stream, 0) + 1
        entries.append(Entry(position, stream, versions[stream], datetime(2025, 6, 1, tzinfo=UTC), event))
    assert told(entries, batch) == told(entries, 1)


def told(entries: list[Entry[Any]], batch: int) -> Rows:
    rows: Rows = {}
    for start in range(0, len(entries), batch):
        for projection in PROJECTIONS:
            changes = Changes(projection.table_names())
            for entry in entries[start : start + batch]:
                handler = projection.handlers.get(kind_of(entry.event))
                if handler is not None:
                    handler(entry, changes)
            apply(projection.name, changes, rows, layouts_of(projection))
    return rows


def kind_of(event: Event) -> type[Event]:
    return type(event)


def layouts_of(projection: Projection) -> dict[str, Layout]:
    return {name: layout_of(body) for name, body in TABLE.findall(projection.read_schema()[0])}


def layout_of(body: str) -> Layout:
    names = re.findall(r'^    "?([a-z]\w*)"? ', body, re.MULTILINE)
    key = re.search(r"PRIMARY KEY \(([^)]*)\)", body)
    return names, key.group(1).count(",") + 1 if key else 1


def test_a_row_is_added_once() -> None:
    changes = Changes(["one"])
    changes.add("one", (1,), a=1)
    with pytest.raises(RowRepeated):
        changes.add("one", (1,), a=2)


def test_a_row_that_was_added_and_deleted_in_one_batch_is_never_written() -> None:
    changes = Changes(["one"])
    changes.add("one", (1,), a=1)
    changes.delete("one", (1,))
    changes.set("one", (1,), a=2)
    assert not changes.tables["one"].added
    assert not changes.tables["one"].put


def test_a_day_is_marked_for_the_first_time_once_in_a_batch() -> None:
    changes = Changes(["one"])
    next_day = FIRST_DAY + timedelta(days=1)
    days = [FIRST_DAY, FIRST_DAY, next_day, FIRST_DAY]
    assert [changes.mark("one", (1,), day) for day in days] == [True, False, True, False]
    assert list(changes.tables["one"].put) == [(1, FIRST_DAY), (1, next_day)]


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(0, 5), st.booleans())))
def test_days_marked_in_a_table_filled_from_nothing_are_each_appended_once(
    marks: list[tuple[int, int, bool]],
) -> None:
    latest_marks: dict[str, LatestMarks] = {"one": {}}
    changes = Changes(["one"], latest_marks)
    appended: list[Row] = []
    put: set[Row] = set()
    for subject, number, is_written in marks:
        changes.mark("one", (subject,), FIRST_DAY + timedelta(days=number))
        if is_written:
            appended += changes.tables["one"].appended
            put |= changes.tables["one"].put.keys()
            changes = Changes(["one"], latest_marks)
    appended += changes.tables["one"].appended
    put |= changes.tables["one"].put.keys()
    assert len(appended) == len(set(appended)), "COPY would have met a row twice"
    assert {*appended, *put} == {
        (subject, FIRST_DAY + timedelta(days=number)) for subject, number, _ in marks
    }


def test_of_days_in_their_order_none_is_looked_up_in_a_table_filled_from_nothing() -> None:
    changes = Changes(["one"], {"one": {}})
    days = [FIRST_DAY, FIRST_DAY + timedelta(days=1), FIRST_DAY + timedelta(days=1)]
    assert [changes.mark("one", (1,), day) for day in days] == [True, True, False]
    assert (changes.tables["one"].appended, changes.tables["one"].put) == ([(1, days[0]), (1, days[1])], {})


def test_rows_that_are_appended_keep_their_order() -> None:
    changes = Changes(["one"])
    changes.append("one", (2, "b"))
    changes.append("one", (1, "a"))
    assert changes.tables["one"].appended == [(2, "b"), (1, "a")]
    assert changes.rows == 2


def test_packed_rows_count_as_long_as_they_are_not_written() -> None:
    changes = Changes(["one"])
    changes.append("one", (1, "a"))
    changes.append("one", (2, "b"))
    changes.tables["one"].pack(b"1,a\n2,b\n")
    changes.append("one", (3, "c"))
    assert (changes.rows, changes.tables["one"].appended) == (3, [(3, "c")])


def test_random_facts_are_of_every_kind() -> None:
    source = RandomFacts(Random(5))
    story = [*source.opening(), *(source.any() for _ in range(1_500))]
    assert {type(event) for _, event in story} == {
        *HOME_EVENTS,
        *NETWORK_EVENTS,
        *FINANCE_EVENTS,
        *COACHING_EVENTS,
    }
