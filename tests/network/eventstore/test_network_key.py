"""The network's key in its file."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from network.eventstore.errors import NetworkKeyUnfit
from network.eventstore.network_key import NetworkKey
from network.eventstore.sealed import RecordClass

ROW = (uuid4(), uuid4(), RecordClass.CARE)


def test_a_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "network.key"
    wrapped = NetworkKey.read_or_create(path).wrap(b"secret", *ROW)
    assert path.stat().st_mode & 0o777 == 0o600
    assert NetworkKey.read_or_create(path).unwrap(wrapped, *ROW) == b"secret"
    assert list(tmp_path.iterdir()) == [path]


def test_two_who_make_it_at_once_use_the_same(tmp_path: Path) -> None:
    path = tmp_path / "network.key"
    with ThreadPoolExecutor(8) as threads:
        keys = list(threads.map(NetworkKey.read_or_create, [path] * 8))
    wrapped = keys[0].wrap(b"secret", *ROW)
    assert {key.unwrap(wrapped, *ROW) for key in keys} == {b"secret"}


@pytest.mark.parametrize("content", ["", "not base64!", "c2hvcnQ=", "é"])
def test_a_file_that_holds_no_key_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "network.key"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NetworkKeyUnfit, match="key"):
        NetworkKey.read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NetworkKeyUnfit, match=r"missing\.key"):
        NetworkKey.read(tmp_path / "missing.key")


def test_a_place_that_can_t_be_written_to_is_named(tmp_path: Path) -> None:
    with pytest.raises(NetworkKeyUnfit, match=r"nowhere"):
        NetworkKey.read_or_create(tmp_path / "nowhere" / "network.key")


def test_a_key_of_the_environment_is_read(tmp_path: Path) -> None:
    path = tmp_path / "network.key"
    wrapped = NetworkKey.read_or_create(path).wrap(b"secret", *ROW)
    assert NetworkKey.parse(path.read_text()).unwrap(wrapped, *ROW) == b"secret"


def test_a_wrapped_key_belongs_to_its_row() -> None:
    key = NetworkKey(bytes(32))
    wrapped = key.wrap(b"secret", *ROW)
    with pytest.raises(NetworkKeyUnfit):
        key.unwrap(wrapped, ROW[0], ROW[1], RecordClass.FINANCE)
    with pytest.raises(NetworkKeyUnfit, match="newer"):
        key.unwrap(b"\x02" + wrapped[1:], *ROW)
