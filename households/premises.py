"""The home itself: its opening, its households and the beds they have in service."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from households.command import Command, line

HouseholdGiven = Annotated[str, line(60, "A household of the home: its id or its name.")]


class OpenHome(Command, frozen=True, kw_only=True):
    """Begin a home's stream."""

    recorded_from: Annotated[date, Meta(description="The first day that counts in the home's outcomes.")]
    charged_from: Annotated[date, Meta(description="The first night that is charged.")]


class OpenHousehold(Command, frozen=True, kw_only=True):
    """Take a new household's beds into service."""

    name: Annotated[str, line(60, "What the home calls it.")]
    beds: Annotated[int, Meta(ge=1, le=100, description="Beds in service; a household has about 12 at most.")]
    opened_on: Annotated[date, Meta(description="The first day with these beds.")]


class ChangeBeds(Command, frozen=True, kw_only=True):
    """Change how many beds a household has in service, from a day on."""

    household: HouseholdGiven
    beds: Annotated[int, Meta(ge=0, le=100, description="Beds in service from that day on.")]
    changed_on: Annotated[date, Meta(description="The first day with these beds.")]
