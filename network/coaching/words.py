"""What people write to each other, sealed under a key that belongs to this one piece of writing."""

from uuid import UUID, uuid5

import msgspec

from network.eventstore.sealed import RecordClass, Sealed

LABEL = "words"


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Everything in one piece of writing that somebody typed."""

    text: str
    title: str | None = None
    """What shared learning is called in lists."""
    role: str | None = None
    """Which role is to carry out an action."""
    practice: str | None = None
    """The change of practice that learning is tied to, in the words that the home recorded."""


def words_id_for(stream_id: UUID, command_id: UUID) -> UUID:
    """Whose key seals the words that a command brings to a conversation: theirs alone."""
    return uuid5(stream_id, f"{LABEL}/{command_id}")


def sealed(words: Words, words_id: UUID) -> Sealed:
    """The words as an event holds them. As strictly closed as care notes: to finance and network IT too."""
    return Sealed.of(words, words_id, RecordClass.CARE, LABEL)
