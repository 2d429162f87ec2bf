"""Records what coaches and teams say: in a home's support, and in the communities of practice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from network.access.homes import Homes
from network.access.naming import REMEDY, KnownNames, find_named
from network.access.viewer import Role, Viewer
from network.coaching.circumstances import Circumstances
from network.coaching.commands import (
    AnswerLearning,
    CoachingCommand,
    ShareLearning,
    TakeWordsBack,
)
from network.coaching.conversation import Conversation
from network.coaching.decisions import unknown
from network.coaching.events import LearningShared, learning_stream, support_stream
from network.coaching.kinds import LearningKind, SupportKind
from network.coaching.streams import Said, Streams
from network.coaching.terms import Side
from network.deciding import Refused
from network.eventstore.event import Event
from network.eventstore.keyring import Keyring
from network.eventstore.record_id import RecordId, RecordIdMalformed
from network.eventstore.sealed import RecordClass
from network.eventstore.store import EventStore

PURPOSE = "coaching"
"""What the key is for that tells the content of commands apart."""


WORDS = ("title", "text", "role")
"""What people write in commands."""


class Change(Protocol):
    """A change of practice that a home recorded."""

    @property
    def text(self) -> str:
        """What is done differently, in the home's words."""
        ...


class Practices(Protocol):
    """Who knows what homes do differently, and from when."""

    async def changes(
        self, home_ids: Sequence[UUID], first: date, last: date
    ) -> Mapping[UUID, Sequence[Change]]:
        """Each home's changes of practice from a day through another."""
        ...


class Coaching:
    """What is said between coaches and homes."""

    def __init__(
        self,
        store: EventStore,
        keyring: Keyring,
        homes: Homes,
        practices: Practices,
        names: KnownNames,
        secret: bytes,
        clock: Callable[[], datetime],
    ) -> None:
        self._streams = Streams(store, secret)
        self._keyring = keyring
        self._homes = homes
        self._practices = practices
        self._names = names
        self._clock = clock

    async def say(
        self,
        viewer: Viewer,
        home_id: UUID,
        kind: SupportKind,
        command: CoachingCommand,
        command_id: UUID,
        about: str | None = None,
        *,
        said_at: datetime | None = None,
    ) -> Said:
        """Say something in a home's support, now or at `said_at`; `about` is the id of what it is about.

        Raises `NotRecorded`, `Forbidden`, and `NotYours`.
        """
        viewer.check(kind.may(viewer, home_id), home_id)
        stream_id, now = support_stream(home_id), said_at or self._clock()
        named = None if kind.about is None else _named(kind.about, about, stream_id).version
        circumstances = _circumstances(viewer, now, stream_id, command_id, home_id, named)
        naming = await self._naming(viewer, command, circumstances)

        def decide(conversation: Conversation) -> list[Event]:
            if naming is not None:
                raise naming
            return kind.decide(conversation, command, circumstances)

        said = await self._streams.say(stream_id, command, command_id, named, decide)
        await self._destroy_where_taken_back(stream_id, command, named)
        return said

    async def share(
        self,
        viewer: Viewer,
        kind: LearningKind,
        command: CoachingCommand,
        command_id: UUID,
        about: str | None = None,
        *,
        said_at: datetime | None = None,
    ) -> Said:
        """Say something to the whole network, now or at `said_at`; `about` is the id of what it is about.

        Raises `NotRecorded`, `Forbidden`, and `NotYours` for a home that is none of the viewer's.
        """
        viewer.check(viewer.may_share_learning())
        stream_id, named = learning_stream(viewer.account_id, command_id), None
        now = said_at or self._clock()
        if kind.about is not None:
            record = _named(kind.about, about, None)
            stream_id, named = record.stream_id, record.version
            await self._check_is_shared(stream_id, kind.about)
        home_id = await self._speaks_for(viewer, command)
        circumstances = _circumstances(viewer, now, stream_id, command_id, home_id, named)
        if isinstance(command, ShareLearning):
            circumstances = await self._with_practice(circumstances, command)
        naming = await self._naming(viewer, command, circumstances)

        def decide(conversation: Conversation) -> list[Event]:
            if naming is not None:
                raise naming
            own = _own_home(viewer, conversation, command, circumstances)
            return kind.decide(conversation, command, own)

        said = await self._streams.say(stream_id, command, command_id, named, decide)
        await self._destroy_where_taken_back(stream_id, command, named)
        return said

    async def _speaks_for(self, viewer: Viewer, command: CoachingCommand) -> UUID | None:
        """The home that shares or answers: the one said, or the only one; a coach speaks for none."""
        if not isinstance(command, ShareLearning | AnswerLearning):
            return None
        if viewer.role is Role.COACH:
            if command.home is not None:
                raise Refused("not_for_a_home", "home", "A coach speaks for no home.", "Leave the home out.")
            return None
        if command.home is not None:
            return await self._homes.resolve(viewer, command.home)
        if len(viewer.homes) != 1:
            raise Refused("which_home", "home", "You work in several homes.", "Say which shares it.")
        return next(iter(viewer.homes))

    async def _check_is_shared(self, stream_id: UUID, part: str) -> None:
        """Neither homes' streams nor their support are reached from here."""
        if not isinstance(await self._streams.first(stream_id), LearningShared):
            raise unknown(part, "Nothing of this id is shared.")

    async def _with_practice(self, circumstances: Circumstances, command: ShareLearning) -> Circumstances:
        day, home_id = command.practice_changed_on, circumstances.home_id
        if day is None or home_id is None:
            return circumstances
        changes = (await self._practices.changes([home_id], day, day)).get(home_id, ())
        return replace(circumstances, practice="; ".join(change.text for change in changes) or None)

    async def _naming(
        self, viewer: Viewer, command: CoachingCommand, circumstances: Circumstances
    ) -> Refused | None:
        """The refusal of words that name somebody of a team's own homes: not of those said before."""
        said = {field: getattr(command, field, None) for field in WORDS}
        said["practice_changed_on"] = circumstances.practice
        named = await find_named(viewer, said, self._names)
        if named is None:
            return None
        is_practice = named.field == "practice_changed_on"
        remedy = "Correct that change of practice first." if is_practice else REMEDY
        return Refused("names_somebody", named.field, named.message, remedy)

    async def _destroy_where_taken_back(
        self, stream_id: UUID, command: CoachingCommand, version: int | None
    ) -> None:
        """Afterwards, and again where it is sent again: who dies between the two leaves nothing half done."""
        if not isinstance(command, TakeWordsBack) or version is None:
            return
        entry = (await self._streams.read(stream_id)).entries[version]
        await self._keyring.forget([(entry.words_id, RecordClass.CARE)])


def _circumstances(
    viewer: Viewer, now: datetime, stream_id: UUID, command_id: UUID, home_id: UUID | None, about: int | None
) -> Circumstances:
    return Circumstances(
        now=now,
        stream_id=stream_id,
        account_id=viewer.account_id,
        command_id=command_id,
        side=side_of(viewer),
        home_id=home_id,
        about=about,
    )


def side_of(viewer: Viewer) -> Side:
    """Which side of a conversation somebody is on."""
    return Side.COACH if viewer.role is Role.COACH else Side.TEAM


def _named(part: str, given: str | None, stream_id: UUID | None) -> RecordId:
    """What the address names, of this conversation where that is known."""
    try:
        record = RecordId.parse(given or "")
    except RecordIdMalformed as malformed:
        raise Refused(
            "unknown", part, str(malformed), "Use the id that was answered when it was written."
        ) from None
    if stream_id is not None and record.stream_id != stream_id:
        raise unknown(part, "Nothing of this id was written in this home’s support.")
    return record


def _own_home(
    viewer: Viewer, conversation: Conversation, command: CoachingCommand, circumstances: Circumstances
) -> Circumstances:
    """Whoever takes words back speaks for the home that wrote them, where that is theirs."""
    if not isinstance(command, TakeWordsBack) or circumstances.about is None:
        return circumstances
    entry = conversation.entries.get(circumstances.about)
    is_own = entry is not None and entry.home_id in viewer.homes and viewer.role is not Role.COACH
    return replace(circumstances, home_id=entry.home_id) if entry and is_own else circumstances
