"""A home's story for tests of deciders: given what has been recorded, when a command comes, then what."""

import hmac
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID, uuid5

import pytest

from households.home import Home, evolve
from households.premises import OpenHome, OpenHousehold
from households.recording.command import Command
from households.recording.envelope import Envelope, request_for
from households.recording.errors import Refused
from households.residents import MoveIn
from households.team import JoinTeam
from households.terms import StaffRole
from network.access.viewer import SYSTEM
from network.eventstore.event import Event
from network.eventstore.stored import StoredEvent

HOME = UUID("0a0a0a0a-0000-4000-8000-00000000000a")
NOW = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
TODAY = date(2026, 3, 15)
DIGEST_KEY = b"k" * 32
KEYED = hmac.new(DIGEST_KEY, digestmod="sha256")

E = TypeVar("E", bound=Event)


def days_ago(days: int) -> date:
    """A day before the story's today."""
    return TODAY - timedelta(days=days)


class Story:
    """One home, decided on as the service does it, without a database."""

    def __init__(self, home_id: UUID = HOME) -> None:
        self.home_id = home_id
        self.home = Home()
        self.stream: list[StoredEvent] = []
        self._commands = 0

    def when(self, command: Command, **envelope: object) -> list[Event]:
        """What the command comes to; the home is as before."""
        self._commands += 1
        command_id = uuid5(self.home_id, str(self._commands))
        given = {"command_id": command_id, "now": NOW} | envelope
        request = request_for(SYSTEM, self.home_id, command, Envelope(**given), KEYED)  # pyright: ignore[reportArgumentType]
        about = request.context.about if request.kind.reads_record else None
        return request.decide(self.home, None if about is None else self._record(about))

    def _record(self, about: int) -> list[StoredEvent]:
        return [stored for stored in self.stream if about in (stored.version, stored.event.about)]

    def given(self, *commands: Command) -> "Story":
        """Commands that are recorded."""
        for command in commands:
            self.happen(*self.when(command))
        return self

    def happen(self, *events: Event) -> None:
        """Events that are recorded."""
        for event in events:
            version = self.home.version + 1
            self.stream.append(StoredEvent(version, self.home_id, version, NOW, event))
            evolve(self.home, event, version)

    def recorded(self, command: Command, kind: type[E]) -> E:
        """The one event of a kind that a command comes to, once recorded."""
        events = self.when(command)
        self.happen(*events)
        (event,) = (event for event in events if isinstance(event, kind))
        return event

    def refused(self, command: Command) -> Refused:
        """The refusal of a command."""
        with pytest.raises(Refused) as refusal:
            self.when(command)
        return refusal.value

    def last_id(self, back: int = 0) -> str:
        """The public id of the last event, or of one before it."""
        return f"{self.home_id.hex}-{self.home.version - back}"


def open_home(home_id: UUID = HOME, beds: int = 3) -> Story:
    """A home that records since 2020, with two households, Rose and Elm."""
    begin = date(2020, 1, 1)
    return Story(home_id).given(
        OpenHome(recorded_from=begin, charged_from=begin),
        OpenHousehold(name="Rose", beds=beds, opened_on=begin),
        OpenHousehold(name="Elm", beds=1, opened_on=begin),
    )


def move_in(
    ref: str | None = "R1", on: date | None = None, household: str = "Rose", **more: object
) -> MoveIn:
    """Somebody moves in, a hundred days ago unless said."""
    given = {"given_name": "Ada", "family_name": "Byron"} | more
    return MoveIn(resident_ref=ref, household=household, moved_in_on=on or days_ago(100), **given)  # pyright: ignore[reportArgumentType]


def join_team(ref: str | None = "S1", on: date | None = None, **more: object) -> JoinTeam:
    """Somebody joins the team, a thousand days ago unless said."""
    given = {
        "given_name": "Joan",
        "family_name": "Clarke",
        "weekly_hours": Decimal(30),
        "role": StaffRole.NURSE,
    } | more
    return JoinTeam(staff_ref=ref, started_on=on or days_ago(1000), **given)  # pyright: ignore[reportArgumentType]
