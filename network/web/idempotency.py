"""The key that a client makes for what it sends, so that sending it again records it once."""

import re
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from network.web.problem import Problem, ProblemKind

HEADER = "Idempotency-Key"
FORM_FIELD = "command_id"
_KEYS = UUID("6b657973-6861-4b00-8000-000000000003")
_VISIBLE = re.compile(r"[\x21-\x7e]{1,255}")


def command_id_of(sent: str | None, field: str = HEADER) -> UUID:
    """The command's id: the key where it is a UUID, made from it where it is other text, or a new one."""
    if sent is None:
        return uuid4()
    key = sent[1:-1] if len(sent) > 2 and sent[0] == sent[-1] == '"' else sent
    if not _VISIBLE.fullmatch(key):
        raise Problem(
            ProblemKind.INVALID,
            f"{field} is not a key.",
            field=field,
            remedy="Send a UUID, or 1 to 255 visible ASCII characters without spaces.",
        )
    try:
        return UUID(key)
    except ValueError:
        return uuid5(_KEYS, key)


def instant_of(sent: str | None, field: str) -> datetime | None:
    """A header's time, with its offset, or a `Problem`."""
    if sent is None:
        return None
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None or not 1900 <= moment.year <= 2199:
        raise Problem(
            ProblemKind.INVALID,
            f"{field} is not a time with its offset.",
            field=field,
            remedy="Write the time as YYYY-MM-DDTHH:MM:SS with Z or an offset such as +01:00.",
        )
    return moment
