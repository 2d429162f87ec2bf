"""What the home that a resident leaves tells the new one: who the resident is, opened to be sealed anew."""

from uuid import UUID

from households.events import Identity, ResidentIdentityAmended, ResidentMovedIn
from households.recording.errors import Refused
from households.stays import Resident
from network.eventstore.keyring import Keyring, KeyScope, SealedField
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore


async def identity_of(resident: Resident, home_id: UUID, store: EventStore, keyring: Keyring) -> Identity:
    """Who a resident is, as last said in a home; a sealed value belongs to one stream and can't be copied."""
    said = (await store.read_record(home_id, resident.identity))[0].event
    if not isinstance(said, ResidentMovedIn | ResidentIdentityAmended) or said.identity.token is None:
        raise TypeError(f"{type(said).__name__} does not say who a resident is.")
    scope = KeyScope(frozenset({home_id}), frozenset({RecordClass.CARE}))
    identity = await keyring.open(scope, SealedField(said.identity.token, home_id, "identity"), Identity)
    if identity is None:
        raise forgotten()
    return identity


def forgotten() -> Refused:
    """The refusal of a fact about somebody whose key was destroyed."""
    return Refused(
        "person_forgotten",
        "resident",
        "The record of this person was destroyed when its time had come.",
        "Record somebody who comes back as a new person, under another reference.",
    )
