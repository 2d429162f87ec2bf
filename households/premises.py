"""The home itself: its opening, its households and the beds they have in service."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from households.beds import need_beds_for_residents
from households.events import HomeOpened, HouseholdBedsChanged, HouseholdOpened
from households.home import Home
from households.recording.command import Command, line
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import household_given
from households.rules import foreseeable, opened
from network.eventstore.event import Event

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


def decide_opening(home: Home, command: OpenHome, context: Context) -> list[Event]:
    """Once."""
    if home.is_open:
        raise Refused(
            "home_open_already", "home", "The home has been opened before.", "Nothing needs to be done."
        )
    foreseeable(command.recorded_from, context, "recorded_from")
    foreseeable(command.charged_from, context, "charged_from")
    return [
        HomeOpened(
            recorded_from=command.recorded_from,
            charged_from=command.charged_from,
            **context.said_on(command.recorded_from),
        )
    ]


def decide_household(home: Home, command: OpenHousehold, context: Context) -> list[Event]:
    """Its name is not taken."""
    opened(home)
    foreseeable(command.opened_on, context, "opened_on")
    name = command.name.casefold()
    if any(household.name.casefold() == name for household in home.households.values()):
        raise Refused(
            "household_name_taken", "name", "The home has a household of that name.", "Choose another name."
        )
    return [
        HouseholdOpened(
            household_id=context.new_id("household"),
            name=command.name,
            beds=command.beds,
            opened_on=command.opened_on,
            **context.said_on(command.opened_on),
        )
    ]


def decide_beds(home: Home, command: ChangeBeds, context: Context) -> list[Event]:
    """Nobody is left without a bed; nothing, where the number is as it was."""
    household_id, household = household_given(home, command.household)
    foreseeable(command.changed_on, context, "changed_on")
    if command.changed_on < household.beds[0][0]:
        raise Refused(
            "household_not_open",
            "changed_on",
            "The household had not opened by that day.",
            "Choose a day on or after its opening.",
        )
    if household.beds_on(command.changed_on) == command.beds:
        return []
    need_beds_for_residents(home, household_id, command.beds, command.changed_on)
    return [
        HouseholdBedsChanged(
            household_id=household_id,
            beds=command.beds,
            changed_on=command.changed_on,
            **context.said_on(command.changed_on),
        )
    ]
