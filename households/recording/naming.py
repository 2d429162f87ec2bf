"""Refuses texts that name people of the home in full where people outside it read them."""

from households.recording.envelope import Request
from households.recording.errors import Refused
from network.access.naming import REMEDY, KnownNames, find_named


async def refuse_names(request: Request, names: KnownNames) -> None:
    """Raises `Refused`. It needs names, which a home's state does not hold: so it stands beside deciding."""
    said = {field: getattr(request.command, field) for field in request.kind.told_outside}
    if named := await find_named(request.viewer, said, names):
        raise Refused("names_somebody", named.field, named.message, REMEDY)
