"""Personal values in the database: unreadable there, readable only as what and to whom they are."""

from base64 import b64decode
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from network.eventstore.codec import Codec
from network.eventstore.errors import PersonIsForgotten, SealBroken
from network.eventstore.key_cache import KeyCache
from network.eventstore.keyring import Keyring, KeyScope, PersonAndClass, SealedField
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore
from network.eventstore.wake_up import WakeUp
from network.postgres.pool import DatabasePool
from tests.network.eventstore.conftest import LADING, NETWORK_KEY
from tests.network.eventstore.vocabulary import EVENTS, SECRET, SecretTold, append, secret

HOME, OTHER_HOME = uuid4(), uuid4()
ANNE, BERT = uuid4(), uuid4()
CARE = frozenset({RecordClass.CARE})
OF_HOME = KeyScope(frozenset({HOME}), CARE)
EVERYTHING = KeyScope(None, frozenset(RecordClass))


async def tell(store: EventStore, person_id: UUID, home_id: UUID = HOME, version: int = 0) -> SealedField:
    """Record a secret in a home; the value as it is stored."""
    await store.append([append(home_id, version, secret(person_id))])
    event = (await store.read(home_id))[-1].event
    assert isinstance(event, SecretTold)
    assert event.secret.token is not None
    return SealedField(event.secret.token, home_id, "secret")


async def test_what_was_sealed_can_be_opened(store: EventStore, keyring: Keyring) -> None:
    assert await keyring.open(OF_HOME, await tell(store, ANNE), str) == SECRET


async def test_no_plaintext_reaches_the_database(store: EventStore, owner_pool: DatabasePool) -> None:
    await tell(store, ANNE)
    tables = await owner_pool.fetch(
        "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'eventstore'"
    )
    assert len(tables) >= 4
    for (table,) in tables:
        for (row,) in await owner_pool.fetch(f"SELECT t::text FROM {table} AS t"):
            # bytea is shown in hexadecimal, and a token inside the JSON in base64.
            assert "Rumpelstiltskin" not in row
            assert b"Rumpelstiltskin".hex() not in row
    state = await owner_pool.fetchval("SELECT state FROM eventstore.events")
    assert b"Rumpelstiltskin" not in b64decode(msgspec.json.decode(state)["secret"])


async def test_another_process_can_open_it_too(store: EventStore, new_keyring: Callable[[], Keyring]) -> None:
    assert await new_keyring().open(OF_HOME, await tell(store, ANNE), str) == SECRET


async def test_it_opens_only_as_that_field_of_that_stream(store: EventStore, keyring: Keyring) -> None:
    field = await tell(store, ANNE)
    for elsewhere in (field._replace(stream_id=OTHER_HOME), field._replace(label="reason")):
        with pytest.raises(SealBroken):
            await keyring.open(EVERYTHING, elsewhere, str)


@pytest.mark.parametrize("place", [0, 20, 40, -1])
async def test_it_does_not_open_when_it_was_altered(store: EventStore, keyring: Keyring, place: int) -> None:
    field = await tell(store, ANNE)
    altered = bytearray(field.token)
    altered[place] ^= 1
    with pytest.raises(SealBroken):
        await keyring.open(EVERYTHING, field._replace(token=bytes(altered)), str)


@pytest.mark.parametrize("token", [b"", b"\x01", bytes(60)])
async def test_what_is_no_sealed_value_is_called_so(keyring: Keyring, token: bytes) -> None:
    with pytest.raises(SealBroken):
        await keyring.open(EVERYTHING, SealedField(token, HOME, "secret"), str)


async def test_the_same_value_sealed_twice_looks_different(store: EventStore) -> None:
    one, other = await tell(store, ANNE), await tell(store, ANNE, version=1)
    assert one.token != other.token


@pytest.mark.parametrize(
    "scope",
    [
        KeyScope(frozenset({OTHER_HOME}), CARE),
        KeyScope(frozenset(), CARE),
        KeyScope(frozenset({HOME}), frozenset({RecordClass.FINANCE, RecordClass.EMPLOYMENT})),
        KeyScope(None, frozenset()),
    ],
)
async def test_nobody_opens_what_is_not_in_their_scope(
    store: EventStore, keyring: Keyring, new_keyring: Callable[[], Keyring], scope: KeyScope
) -> None:
    field = await tell(store, ANNE)
    # Neither from the database nor from what another viewer has just used.
    assert await new_keyring().open(scope, field, str) is None
    assert await keyring.open(scope, field, str) is None


async def test_the_database_itself_shows_no_key_out_of_scope(
    store: EventStore, web_pool: DatabasePool
) -> None:
    await tell(store, ANNE)
    await tell(store, BERT, OTHER_HOME)
    count = "SELECT count(*) FROM eventstore.sealing_keys"
    assert await web_pool.fetchval(count) == 0
    for homes, classes, seen in (
        (str(HOME), "care", 1),
        (f"{HOME},{OTHER_HOME}", "care,finance", 2),
        (str(HOME), "finance", 0),
        ("*", "care", 2),
        ("", "care", 0),
        ("*", "", 0),
    ):
        async with web_pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "SELECT set_config('hearth.homes', $1, true), set_config('hearth.classes', $2, true)",
                homes,
                classes,
            )
            assert await connection.fetchval(count) == seen
    async with web_pool.acquire() as connection:
        assert await connection.fetchval(count) == 0


async def test_many_are_opened_at_once_in_their_order(store: EventStore, keyring: Keyring) -> None:
    mine, hers = await tell(store, ANNE), await tell(store, BERT, OTHER_HOME)
    assert await keyring.open_many(OF_HOME, [hers, mine, hers, mine], str) == [None, SECRET, None, SECRET]
    assert await keyring.open_many(OF_HOME, [], str) == []


async def test_a_home_that_somebody_moves_to_may_use_their_key(
    store: EventStore, new_keyring: Callable[[], Keyring]
) -> None:
    before = await tell(store, ANNE)
    after = await tell(store, ANNE, OTHER_HOME)
    assert before.token[1:17] == after.token[1:17]
    of_other_home = KeyScope(frozenset({OTHER_HOME}), CARE)
    assert await new_keyring().open(of_other_home, after, str) == SECRET
    assert await new_keyring().open(OF_HOME, before, str) == SECRET


async def test_who_is_forgotten_can_be_read_by_nobody(
    store: EventStore, keyring: Keyring, new_keyring: Callable[[], Keyring]
) -> None:
    of_anne, of_bert = await tell(store, ANNE), await tell(store, BERT, version=1)
    assert await keyring.forget([(ANNE, RecordClass.CARE)]) == 1
    for ring in (keyring, new_keyring()):
        assert await ring.open_many(EVERYTHING, [of_anne, of_bert], str) == [None, SECRET]


async def test_nothing_is_sealed_again_for_who_is_forgotten(store: EventStore, keyring: Keyring) -> None:
    await tell(store, ANNE)
    await keyring.forget([(ANNE, RecordClass.CARE)])
    with pytest.raises(PersonIsForgotten) as refused:
        await store.append([append(HOME, 1, secret(ANNE))])
    assert (refused.value.person_id, refused.value.record_class) == (ANNE, RecordClass.CARE)
    assert len(await store.read(HOME)) == 1


async def test_forgetting_again_does_nothing_and_forgetting_first_holds(
    store: EventStore, keyring: Keyring
) -> None:
    await tell(store, ANNE)
    both = [(ANNE, RecordClass.CARE), (BERT, RecordClass.CARE)]
    assert await keyring.forget(both) == 2
    assert await keyring.forget(both) == 0
    # A restored database may know of the erasure before it knows of a key.
    with pytest.raises(PersonIsForgotten):
        await tell(store, BERT, version=1)


async def test_one_class_is_forgotten_without_the_others(keyring: Keyring) -> None:
    await keyring.prepare([(ANNE, RecordClass.CARE), (ANNE, RecordClass.FINANCE)], HOME)
    await keyring.forget([(ANNE, RecordClass.CARE)])
    await keyring.prepare([(ANNE, RecordClass.FINANCE)], HOME)
    with pytest.raises(PersonIsForgotten):
        await keyring.prepare([(ANNE, RecordClass.CARE)], HOME)


class Forgetful(Keyring):
    """A keyring whose keys have grown too old once, by the time at which they are used."""

    def __init__(self, pool: DatabasePool) -> None:
        self._now = 0.0
        super().__init__(pool, NETWORK_KEY, KeyCache(timedelta(seconds=60), 10, lambda: self._now))

    async def prepare(self, persons: Iterable[PersonAndClass], home_id: UUID) -> None:
        await super().prepare(persons, home_id)
        self._now += 61 if not self._now else 0


async def test_a_key_that_grows_too_old_before_it_is_used_is_fetched_again(
    web_pool: DatabasePool, wake_up: WakeUp
) -> None:
    keyring = Forgetful(web_pool)
    store = EventStore(web_pool, Codec(EVENTS, keyring), keyring, wake_up, LADING, 5.0)
    assert await keyring.open(OF_HOME, await tell(store, ANNE), str) == SECRET
