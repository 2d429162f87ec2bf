"""A personal value inside an event: open while it is being recorded, sealed ever after."""

from enum import StrEnum
from typing import Self
from uuid import UUID


class RecordClass(StrEnum):
    """Why a personal value is kept; each class has its own key and retention."""

    CARE = "care"
    FINANCE = "finance"
    EMPLOYMENT = "employment"


class Sealed:
    """A personal value: `open` before it is stored, only `token` afterwards.

    A decider makes it open, with `Sealed.of`; the event store seals it under the
    person's key when it encodes the event, so no plaintext can reach the database.
    A loaded event holds the token alone: algorithm version (1 byte), key id (16),
    nonce (12), ciphertext with its tag. Stream and label are its associated data.
    """

    __slots__ = ("_value", "label", "person_id", "record_class", "token")

    def __init__(
        self,
        *,
        token: bytes | None = None,
        value: object = None,
        person_id: UUID | None = None,
        record_class: RecordClass | None = None,
        label: str | None = None,
    ) -> None:
        self.token = token
        self._value = value
        self.person_id = person_id
        self.record_class = record_class
        self.label = label

    @classmethod
    def of(cls, value: object, person_id: UUID, record_class: RecordClass, label: str) -> Self:
        """An open value (anything msgspec encodes), to be sealed under that person's key."""
        return cls(value=value, person_id=person_id, record_class=record_class, label=label)

    @property
    def value(self) -> object:
        """The plaintext of a value that is still open; raises ValueError once it is sealed."""
        if self.token is not None:
            raise ValueError("The value is sealed: open it with the keyring.")
        return self._value

    @property
    def key_owner(self) -> tuple[UUID, RecordClass]:
        """The person and class under whose key an open value is to be sealed."""
        if self.person_id is None or self.record_class is None:
            raise ValueError("An open value needs a person and a record class: make it with Sealed.of.")
        return self.person_id, self.record_class

    def __repr__(self) -> str:
        return "<Sealed>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sealed):
            return NotImplemented
        return (self.token, self._value, self.person_id, self.record_class, self.label) == (
            other.token,
            other._value,
            other.person_id,
            other.record_class,
            other.label,
        )

    __hash__ = None  # pyright: ignore[reportAssignmentType]
