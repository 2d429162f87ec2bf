import asyncio
from collections.abc import Callable
from uuid import UUID

import pytest

from households.events import Identity, ResidentMovedIn
from households.recording.errors import Refused
from households.recording.service import Households
from households.residents import AmendIdentity
from households.transfers import Transfer
from network.access.viewer import SYSTEM
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore
from tests.households.recorder import OTHER, envelope, open_with, record
from tests.households.story import HOME, days_ago, move_in
from tests.households.test_falls import fall


def transfer(household: str = "Rose") -> Transfer:
    return Transfer(resident="R1", to_home=OTHER, household=household, moved_on=days_ago(2), room="3")


async def opened_identity(keyring: Keyring, event: ResidentMovedIn, home_id: UUID) -> Identity | None:
    scope = KeyScope(frozenset({home_id}), frozenset({RecordClass.CARE}))
    assert event.identity.token is not None
    return await keyring.open(scope, SealedField(event.identity.token, home_id, "identity"), Identity)


async def test_a_transfer_moves_a_resident_with_who_it_is(
    process: Callable[[], Households], store: EventStore, keyring: Keyring
) -> None:
    one, other = process(), process()
    await open_with(
        one, move_in(), AmendIdentity(resident="R1", given_name="Augusta", family_name="King"), fall()
    )
    await open_with(other, home=OTHER)
    answer = await one.record(SYSTEM, HOME, transfer(), envelope(UUID(int=1)))
    assert answer.id == f"{HOME.hex}-6"
    moved_in = (await store.read(OTHER))[-1].event
    assert isinstance(moved_in, ResidentMovedIn)
    assert (moved_in.from_home, moved_in.room) == (HOME, "3")
    assert await opened_identity(keyring, moved_in, OTHER) == Identity(
        given_name="Augusta", family_name="King"
    )
    assert len(await store.read(OTHER)) == 3, "falls stay where they happened"
    again = await other.record(SYSTEM, HOME, transfer(), envelope(UUID(int=1)))
    assert (again.id, again.repeated) == (answer.id, True)
    for households, home in ((one, HOME), (other, OTHER)):
        assert await record(households, move_in("R9", on=days_ago(1)), home=home)


async def test_a_transfer_that_the_new_home_can_not_take_changes_neither(
    households: Households, store: EventStore
) -> None:
    await open_with(households, move_in())
    await open_with(households, *(move_in(f"R{number}") for number in range(3)), home=OTHER)
    before = [len(await store.read(home)) for home in (HOME, OTHER)]
    with pytest.raises(Refused) as refusal:
        await households.record(SYSTEM, HOME, transfer(), envelope())
    assert refusal.value.code == "no_free_bed"
    assert [len(await store.read(home)) for home in (HOME, OTHER)] == before
    answer = await households.record(SYSTEM, HOME, transfer(), envelope(from_outbox=True))
    assert answer.set_aside


async def test_transfers_that_cross_each_other_both_arrive(households: Households) -> None:
    await open_with(households, move_in())
    await open_with(households, move_in(), home=OTHER)
    back = Transfer(resident="R1", to_home=HOME, household="Rose", resident_ref="R8", moved_on=days_ago(2))
    there = Transfer(resident="R1", to_home=OTHER, household="Rose", resident_ref="R8", moved_on=days_ago(2))
    answers = await asyncio.gather(
        households.record(SYSTEM, HOME, there, envelope()),
        households.record(SYSTEM, OTHER, back, envelope()),
    )
    assert all(answer.id for answer in answers)
