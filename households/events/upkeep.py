"""Facts that were refused and wait for a person, and the erasure of a key."""

from uuid import UUID

from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed


class RecordSetAside(Event, frozen=True, kw_only=True):
    """A fact from an outbox that a rule refused, or that can't be read any more; it waits until settled."""

    topic = "record-set-aside/1"
    command: str
    """The command's name."""
    content: Sealed
    """The command as JSON text, or what was typed (`households.set_aside.Typed`) where it came to none; under
    the home's own key for its class, label `content`."""
    rule: str
    """The refusal's code, as in the problem answered online."""


class RecordSettled(Event, frozen=True, kw_only=True):
    """Somebody saw to a record that was set aside (`about` it)."""

    topic = "record-settled/1"
    outcome: Sealed
    """What was done, text, for care under the home's key, label `outcome`."""


class PersonForgotten(Event, frozen=True, kw_only=True):
    """A person's key for a class is destroyed; start-up and restore destroy it again."""

    topic = "person-forgotten/1"
    person_id: UUID
    record_class: RecordClass
    reason: str
