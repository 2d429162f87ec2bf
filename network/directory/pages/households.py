"""Households and their beds on pages: recorded in the home's own stream, as the home's team could."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from starlette.responses import Response

from network.access.viewer import Viewer
from network.directory.pages.desk import Desk, Fields, Form, Offer
from network.directory.pages.homes import find_home, home_address
from network.directory.pages.office import Caller, lead_to
from network.directory.premises import Household, Premises
from network.directory.service import Directory
from network.projections.waiting import Waiting
from network.web.page import Page
from network.web.problem import not_found

PATIENCE = timedelta(seconds=3)
LABELS = {"name": "Name", "beds": "Beds", "opened_on": "Opens on", "changed_on": "From"}


class HomeRecorder(Protocol):
    """Who records facts in a home's stream."""

    async def record(
        self,
        viewer: Viewer,
        home_id: UUID,
        name: str,
        path: Mapping[str, str],
        fields: Fields,
        command_id: UUID,
    ) -> int:
        """Record the command of that name; answers its position in the log. Raises what is wrong with it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdParts:
    """What the pages of households work with."""

    desk: Desk
    directory: Directory
    premises: Premises
    recorder: HomeRecorder
    positions: Waiting


def household_pages(parts: HouseholdParts) -> list[Page]:
    """Opening a household, and changing its beds."""
    pages = HouseholdPages(parts)
    return [
        parts.desk.page(
            Form(
                name="it-open-household",
                path="/it/homes/{home}/households/open",
                template="directory/household_form.html",
                may=Viewer.may_keep_homes,
                offer=pages.offer_opening,
                act=pages.open_household,
                asks={
                    "name": "Write what the home calls the household.",
                    "beds": "Say how many beds it has.",
                    "opened_on": "Say on which day it opens.",
                },
                labels=LABELS,
            )
        ),
        parts.desk.page(
            Form(
                name="it-change-beds",
                path="/it/homes/{home}/households/{household}/beds",
                template="directory/beds_form.html",
                may=Viewer.may_keep_homes,
                offer=pages.offer_beds,
                act=pages.change_beds,
                asks={"beds": "Say how many beds there will be.", "changed_on": "Say from which day on."},
                labels=LABELS,
            )
        ),
    ]


class HouseholdPages:
    """Answers them."""

    def __init__(self, parts: HouseholdParts) -> None:
        self._parts = parts

    async def offer_opening(self, caller: Caller) -> Offer:
        """A household for today."""
        home = await find_home(self._parts.directory, caller)
        return Offer(values={"opened_on": caller.today.isoformat()}, context={"home": home})

    async def open_household(self, caller: Caller, fields: Fields, command_id: UUID) -> Response:
        """A household takes its beds into service."""
        return await self._record(caller, "open-household", fields, command_id, "household-opened")

    async def offer_beds(self, caller: Caller) -> Offer:
        """The beds as they are."""
        home = await find_home(self._parts.directory, caller)
        household = await self._household(caller, home.home_id)
        values = {"beds": str(household.beds or ""), "changed_on": caller.today.isoformat()}
        return Offer(values=values, context={"home": home, "household": household})

    async def change_beds(self, caller: Caller, fields: Fields, command_id: UUID) -> Response:
        """A household has other beds from a day on."""
        return await self._record(caller, "change-beds", fields, command_id, "beds-changed")

    async def _record(
        self, caller: Caller, name: str, fields: Fields, command_id: UUID, done: str
    ) -> Response:
        home = await find_home(self._parts.directory, caller)
        path = {key: value for key, value in caller.request.path_params.items() if key != "home"}
        position = await self._parts.recorder.record(
            caller.viewer, home.home_id, name, path, fields, command_id
        )
        await self._parts.positions.wait_for(["directory"], position, PATIENCE)
        return lead_to(home_address(home), done)

    async def _household(self, caller: Caller, home_id: UUID) -> Household:
        given = caller.request.path_params["household"]
        for household in await self._parts.premises.of(caller.viewer, home_id, caller.today):
            if str(household.household_id) == given:
                return household
        raise not_found()
