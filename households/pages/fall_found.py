"""The fall that an address names, for the pages that are about one."""

from collections.abc import Mapping
from typing import Final
from uuid import uuid4

from households.pages import wording
from households.pages.reception import Reception
from households.pages.visit import Visit
from households.reading.fall_records import FallRecord
from households.recording.bounds import bounds_of
from households.recording.commands import CommandKind
from network.web.form_state import FormState
from network.web.problem import Problem, not_found

SHOWN_BY: Final = ("aftercare", "activity")
"""The read models that pages show after something was recorded of a fall."""


async def fall_of(reception: Reception, visit: Visit) -> FallRecord:
    """The fall that the address names, or a `Problem`: it is not there, or not this home's."""
    path = await reception.records.resolve(visit.home_id, {"fall": visit.request.path_params["fall"]})
    found = await reception.falls.find(visit.viewer, visit.home_id, path["fall"])
    if found is None:
        raise not_found()
    return found


async def arrived(reception: Reception, visit: Visit) -> str | None:
    """The id of the fall that the address asks for, once it is recorded; it may still wait on the device."""
    try:
        path = await reception.records.resolve(
            visit.home_id, {"fall": visit.request.query_params.get("fall", "")}
        )
    except Problem:
        return None
    found = await reception.falls.find(visit.viewer, visit.home_id, path["fall"])
    return None if found is None else found.id


def not_arrived(
    kind: CommandKind, asks: Mapping[str, str] | None = None, labels: Mapping[str, str] | None = None
) -> dict[str, object]:
    """What the template of a form knows of a fall that still waits on its device."""
    return {
        "wording": wording,
        "form": FormState.empty(uuid4()),
        "kind": kind,
        "asks": dict(asks or {}),
        "labels": dict(labels or {}),
        "bounds": bounds_of(kind.command),
        "fall": None,
        "next_time": None,
    }
