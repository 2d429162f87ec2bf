"""What Sage 50 knows a payer by."""

import re
from hashlib import sha256
from uuid import UUID

from finance.books.books import Account
from households.terms import PayerKind

LONGEST = 8
"""Letters and figures that an account's reference may have there."""
SHORT = re.compile(rf"[A-Z][A-Z0-9]{{0,{LONGEST - 2}}}")
"""References that are an account in Sage 50 as they are: shorter than those that are made."""
LETTERS, FIGURES = "ABCDEFGHJKMNPQRSTVWXYZ", "0123456789"
"""Without those that are read as figures."""


def sage_account(account: Account) -> str:
    """What Sage 50 knows the payer of an account by, in every home where it pays."""
    return reference_of(account.payer_id, account.kind, account.naming.payer)


def reference_of(payer_id: UUID, kind: PayerKind, ref: str) -> str:
    """Eight letters and figures at most, one payer's only, the same for ever.

    A council's own reference, where it is short. Else it follows from the payer's id, and begins with a
    letter, so that no spreadsheet takes it for a number.
    """
    if kind is PayerKind.LOCAL_AUTHORITY and SHORT.fullmatch(ref):
        return ref
    number = int.from_bytes(sha256(payer_id.bytes).digest())
    number, first = divmod(number, len(LETTERS))
    made = LETTERS[first]
    for _ in range(LONGEST - 1):
        number, place = divmod(number, len(FIGURES + LETTERS))
        made += (FIGURES + LETTERS)[place]
    return made
