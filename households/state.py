"""What a home's rules need to know of it: what is open or current, stays and contributions, never every fall.

It is kept in memory for each home and in snapshots.
"""

import hashlib
from bisect import bisect_right
from datetime import date
from decimal import Decimal
from operator import itemgetter
from uuid import UUID

import msgspec

from households.employments import Staff
from households.stays import Resident
from households.terms import PayerKind


class Household(msgspec.Struct, array_like=True):
    """A household and its beds in service, from each day on."""

    name: str
    beds: list[tuple[date, int]]

    def beds_on(self, day: date) -> int:
        """Beds in service on a day; none before the household opened."""
        known = bisect_right(self.beds, day, key=itemgetter(0))
        return self.beds[known - 1][1] if known else 0


class Payer(msgspec.Struct, array_like=True):
    """Who has agreed a contribution in this home."""

    ref: str
    kind: PayerKind


class Contribution(msgspec.Struct, array_like=True):
    """The nights for which a payer pays one amount towards a resident's fee, both ends included."""

    resident_id: UUID
    payer_id: UUID
    weekly_amount: Decimal
    begins_on: date
    ends_on: date | None = None
    follows: int | None = None
    """The contribution whose rate this one changed."""


class Home(msgspec.Struct, array_like=True):
    """One home, as its stream tells it up to `version`."""

    version: int = 0
    recorded_from: date | None = None
    """None: not opened yet."""
    households: dict[UUID, Household] = {}
    residents: dict[UUID, Resident] = {}
    resident_refs: dict[str, UUID] = {}
    staff: dict[UUID, Staff] = {}
    staff_refs: dict[str, UUID] = {}
    payers: dict[UUID, Payer] = {}
    payer_refs: dict[str, UUID] = {}
    contributions: dict[int, Contribution] = {}
    payments: dict[int, int] = {}
    """Fingerprints of payments and the version of the first of each."""
    reversed_payments: set[int] = set()
    possible_duplicates: dict[int, int] = {}
    """Payments that don't count, because they may repeat one, and which; neither reversed nor settled."""
    repetitions: set[int] = set()
    """Payments that were found to be another one, recorded twice."""
    opening_documents: set[int] = set()
    costs: dict[int, int] = {}
    """Fingerprints of a month and category, and the version of the cost that counts."""

    @property
    def is_open(self) -> bool:
        """Whether the home's stream has begun."""
        return self.recorded_from is not None


def fingerprint_of(*parts: object) -> int:
    """Eight bytes that tell equal facts from others, without keeping what they say."""
    text = "\x1f".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def payment_fingerprint(payer_id: UUID, received_on: date, amount: Decimal, reference: str) -> int:
    """Of what makes two payments look like one paid in twice."""
    return fingerprint_of(payer_id, received_on, amount, reference)


def document_fingerprint(payer_id: UUID, document: str) -> int:
    """Of an opening balance's document."""
    return fingerprint_of(payer_id, document)


def cost_fingerprint(month: date, category: str) -> int:
    """Of what only one cost can be counted for."""
    return fingerprint_of(month, category)
