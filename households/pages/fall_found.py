"""The fall that an address names, for the pages that are about one."""

from typing import Final

from households.pages.reception import Reception
from households.pages.visit import Visit
from households.reading.fall_records import FallRecord
from network.web.problem import not_found

SHOWN_BY: Final = ("aftercare", "activity")
"""The read models that pages show after something was recorded of a fall."""


async def fall_of(reception: Reception, visit: Visit) -> FallRecord:
    """The fall that the address names, or a `Problem`: it is not there, or not this home's."""
    path = await reception.records.resolve(visit.home_id, {"fall": visit.request.path_params["fall"]})
    found = await reception.falls.find(visit.viewer, visit.home_id, path["fall"])
    if found is None:
        raise not_found()
    return found
