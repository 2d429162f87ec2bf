"""A record's public id."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.eventstore.record_id import RecordId, RecordIdMalformed


@given(st.uuids(), st.integers(1, 10**18 - 1))
def test_it_is_read_as_it_is_written(stream_id: UUID, version: int) -> None:
    record_id = RecordId(stream_id, version)
    assert RecordId.parse(str(record_id)) == record_id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17",
        f"{UUID(int=1)}-17",
        *(f"{UUID(int=1).hex}{end}" for end in ("", "-", "-0", "-017", "-1 ", f"-{10**18}")),
        f"{UUID(int=10).hex.upper()}-1",
    ],
)
def test_nothing_else_is_one(text: str) -> None:
    with pytest.raises(RecordIdMalformed):
        RecordId.parse(text)


def test_a_record_of_a_stream_is_told_from_those_of_others_and_from_what_is_no_id() -> None:
    stream_id, other = UUID(int=1), UUID(int=2)
    assert RecordId.version_in(stream_id, str(RecordId(stream_id, 17))) == 17
    assert RecordId.version_in(other, str(RecordId(stream_id, 17))) is None
    assert RecordId.version_in(stream_id, "17") is None
