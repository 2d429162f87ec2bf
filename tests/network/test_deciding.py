"""Recording once: however often it is sent, and whoever else appends meanwhile."""

from uuid import uuid4

import msgspec
import pytest

from network.deciding import MOST_TRIES, Busy, KeyReused, record_once
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt
from tests.network.eventstore.conftest import codec, keyring, new_keyring, new_store, store, wake_up
from tests.network.eventstore.vocabulary import append, note, receipt, texts

__all__ = ["codec", "keyring", "new_keyring", "new_store", "store", "wake_up"]
HOME = uuid4()
CROWD = "Too many others write here at this moment."


class Writer:
    """Appends a note behind what it has read; others append in between as often as it is told."""

    def __init__(self, store: EventStore, sent: CommandReceipt, *, overtaken: int = 0) -> None:
        self._store = store
        self._sent = sent
        self._overtaken = overtaken
        self.tries = 0

    async def __call__(self) -> str:
        """One try."""
        self.tries += 1
        version = len(await self._store.read(HOME))
        if self.tries <= self._overtaken:
            await self._store.append([append(HOME, version, note("another’s"))])
        await self._store.append([append(HOME, version, note("mine"))], [self._sent])
        return "recorded"


async def test_who_was_overtaken_decides_again(store: EventStore) -> None:
    writer = Writer(store, sent := receipt(HOME), overtaken=2)
    assert await record_once(store, sent, writer, CROWD) == "recorded"
    assert writer.tries == 3
    assert texts(await store.read(HOME)) == ["another’s", "another’s", "mine"]


async def test_what_was_recorded_before_is_answered_by_its_receipt_and_not_decided_again(
    store: EventStore,
) -> None:
    sent = receipt(HOME)
    await record_once(store, sent, Writer(store, sent), CROWD)
    again = Writer(store, sent)
    known = await record_once(store, sent, again, CROWD)
    assert isinstance(known, CommandReceipt)
    assert (known.command_id, known.digest, again.tries) == (sent.command_id, sent.digest, 0)
    assert texts(await store.read(HOME)) == ["mine"]


async def test_who_sends_the_same_at_the_same_moment_gets_the_receipt(store: EventStore) -> None:
    sent = receipt(HOME)

    async def after_the_other() -> str:
        await Writer(store, sent)()
        return await Writer(store, sent)()

    known = await record_once(store, sent, after_the_other, CROWD)
    assert isinstance(known, CommandReceipt)
    assert texts(await store.read(HOME)) == ["mine"]


async def test_other_content_under_the_same_key_is_refused(store: EventStore) -> None:
    sent = receipt(HOME)
    await record_once(store, sent, Writer(store, sent), CROWD)
    other = msgspec.structs.replace(sent, digest=bytes(32))
    with pytest.raises(KeyReused, match="other content"):
        await record_once(store, other, Writer(store, other), CROWD)


async def test_who_is_overtaken_every_time_is_sent_away(store: EventStore) -> None:
    writer = Writer(store, sent := receipt(HOME), overtaken=MOST_TRIES)
    with pytest.raises(Busy, match=CROWD):
        await record_once(store, sent, writer, CROWD)
    assert texts(await store.read(HOME)) == ["another’s"] * MOST_TRIES
