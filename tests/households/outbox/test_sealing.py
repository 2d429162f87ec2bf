"""The keys that records are sealed to."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.outbox.records import read_sealed
from households.outbox.sealing import CannotOpen, OutboxKeys
from network.eventstore.network_key import NetworkKey
from network.web.problem import Problem, ProblemKind
from tests.households.outbox.device import Json, seal

KEYS = OutboxKeys(NetworkKey(b"n" * 32).derive)
OTHERS = OutboxKeys(NetworkKey(b"o" * 32).derive)
NOVEMBER, DECEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def public(now: datetime = NOVEMBER) -> Json:
    return msgspec.to_builtins(KEYS.current(now))


def opened(sent: Json, keys: OutboxKeys = KEYS) -> bytes:
    return keys.open(read_sealed(sent))


@given(st.binary(max_size=2_000))
def test_what_is_sealed_on_a_device_is_opened_by_the_network(content: bytes) -> None:
    assert opened(seal(content, public())) == content


def test_each_month_has_its_own_key_and_earlier_records_still_open() -> None:
    november, december = public(), public(DECEMBER)
    assert november["key"] == "2026-11"
    assert december["key"] == "2026-12"
    assert november["point"] != december["point"]
    assert opened(seal(b"a fall", november)) == opened(seal(b"a fall", december)) == b"a fall"


def test_every_process_has_the_same_keys_and_another_network_has_others() -> None:
    assert OutboxKeys(NetworkKey(b"n" * 32).derive).current(NOVEMBER) == KEYS.current(NOVEMBER)
    with pytest.raises(CannotOpen):
        opened(seal(b"a fall", public()), OTHERS)


def test_a_record_put_under_another_id_or_key_or_changed_by_a_bit_does_not_open() -> None:
    record = seal(b"a fall", public())
    box = str(record["box"])
    changed = box[:4] + ("A" if box[4] != "A" else "B") + box[5:]
    for other in ({"id": str(uuid4())}, {"key": "2026-12"}, {"box": changed}, {"key": "2026-13"}):
        with pytest.raises(CannotOpen):
            opened(record | other)


def test_the_same_record_sealed_twice_shows_nothing_in_common() -> None:
    record_id = UUID(int=7)
    one, other = (seal(b"a fall", public(), record_id) for _ in range(2))
    assert one["ephemeral"] != other["ephemeral"]
    assert one["box"] != other["box"]


def test_a_point_that_is_not_on_the_curve_does_not_open() -> None:
    record = seal(b"a fall", public())
    with pytest.raises(CannotOpen):
        opened(record | {"ephemeral": "BA" + "A" * 85})


@pytest.mark.parametrize("missing", ["id", "key", "ephemeral", "nonce", "box"])
def test_a_record_that_lacks_a_part_is_refused(missing: str) -> None:
    record = seal(b"a fall", public())
    with pytest.raises(Problem) as refused:
        read_sealed({name: value for name, value in record.items() if name != missing})
    assert refused.value.kind is ProblemKind.MALFORMED


def test_a_record_of_a_later_form_is_to_be_kept_until_this_service_can_read_it() -> None:
    with pytest.raises(Problem) as later:
        read_sealed({"v": 2, "id": str(uuid4())})
    assert later.value.kind is ProblemKind.BUSY
