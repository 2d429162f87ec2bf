"""What an address of shared learning names."""

from network.coaching.learning.library import Learning, Library
from network.coaching.pages.room import Caller
from network.eventstore.record_id import RecordId, RecordIdMalformed
from network.web.problem import not_found


async def find_learning(library: Library, caller: Caller, part: str) -> Learning:
    """What an address names, or the page is not there."""
    try:
        record = RecordId.parse(caller.named(part))
    except RecordIdMalformed:
        raise not_found() from None
    found = await library.find(caller.viewer, record.stream_id)
    if found is None or (part == "learning" and record.version != found.version):
        raise not_found()
    return found
