"""What deciding has in common wherever it is done: why nothing was recorded, and recording once.

Messages reach problems, logs and reports, so they never repeat what was typed.
"""

import asyncio
import hmac
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

from network.eventstore.errors import AlreadyRecorded, Conflict
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt

MOST_TRIES = 8
FIRST_PAUSE = 0.01
"""Seconds at the most before the second try; each pause may be twice as long as the one before."""

T = TypeVar("T")

_patience = random.SystemRandom()


class NotRecorded(Exception):
    """A command was not recorded."""


class Refused(NotRecorded):
    """A rule does not allow what was decided; `code` names the rule to programs, `field` what it is about."""

    def __init__(self, code: str, field: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.code = code
        self.field = field
        self.message = message
        self.remedy = remedy


class KeyReused(NotRecorded):
    """The same key came before with other content."""

    remedy = "Use a new key for a new record; to correct what was recorded, amend it."

    def __init__(self) -> None:
        super().__init__(f"This key was used before, for a record with other content. {self.remedy}")


class Busy(NotRecorded):
    """Too many others were quicker; send it again. What it says is a sentence about them."""


async def record_once(
    store: EventStore, receipt: CommandReceipt, attempt: Callable[[], Awaitable[T]], crowd: str
) -> T | CommandReceipt:
    """What `attempt` comes to, or the receipt of the command where it was recorded before.

    `attempt` reads on, decides and appends with the receipt; it is called again where somebody else's
    append came between. Raises `KeyReused`, `Busy` with the sentence `crowd`, and what `attempt` raises.
    """
    for tried in range(MOST_TRIES):
        known = await store.find_receipt(receipt.stream_id, receipt.command_id)
        if known is not None:
            return same_command(known, receipt)
        try:
            return await attempt()
        except AlreadyRecorded as error:
            return same_command(error.receipt, receipt)
        except Conflict:
            await asyncio.sleep(_patience.uniform(0, FIRST_PAUSE * 2**tried))
    raise Busy(crowd)


def same_command(known: CommandReceipt, sent: CommandReceipt) -> CommandReceipt:
    """The receipt that is known, if it is of the command that was sent now. Raises `KeyReused`."""
    if not hmac.compare_digest(known.digest, sent.digest):
        raise KeyReused
    return known
