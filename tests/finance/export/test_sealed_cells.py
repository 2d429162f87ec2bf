import csv
import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finance.export.sealed_cells import ExportBroken, SealedCells, csv_cell

CELLS = {b"one": b"Mrs Ash", b"two": b'"Birch, Mr"', b"none": b""}


def fill(chunks: list[bytes]) -> bytes:
    cells = SealedCells(CELLS)
    filled = b"".join(cells.fill(chunk) for chunk in chunks)
    cells.end()
    return filled


def test_values_take_the_places_of_their_ids() -> None:
    assert fill([b"1,\x01one\x01,\x01two\x01\n2,\x01none\x01,x\n"]) == b'1,Mrs Ash,"Birch, Mr"\n2,,x\n'


@given(st.lists(st.sampled_from(sorted(CELLS)), max_size=5), st.data())
def test_where_chunks_are_cut_makes_no_difference(names: list[bytes], data: st.DataObject) -> None:
    whole = b"".join(b"a,\x01" + name + b"\x01\n" for name in names)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=8)))
    edges = [0, *cuts, len(whole)]
    chunks = [whole[start:end] for start, end in pairwise(edges)]

    assert fill(chunks) == b"".join(b"a," + CELLS[name] + b"\n" for name in names)


def test_rows_that_end_within_a_value_are_broken() -> None:
    with pytest.raises(ExportBroken):
        fill([b"1,\x01on"])


@pytest.mark.parametrize("beginning", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_name_runs_as_a_formula(beginning: str) -> None:
    text = f'{beginning}SUM(A1,"x")'

    assert next(csv.reader(io.StringIO(csv_cell(text).decode(), newline=""))) == ["'" + text]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_name_is_one_cell(text: str) -> None:
    [cell] = next(csv.reader(io.StringIO(csv_cell(text).decode(), newline="")))

    assert cell.removeprefix("'") == text.removeprefix("'")
