"""Support and shared learning as the schema shows them: what coaches and homes said to each other."""

from datetime import date, datetime
from typing import cast

import strawberry

from graphql_api.context import Info
from graphql_api.enums import Measure, SharedAs, Side, Subject, Tried
from graphql_api.paging import PageInfo, page_of, page_size, read_cursor, write_cursor
from network.coaching.learning.library import Learning as LearningRecord
from network.coaching.learning.library import Reply, Wanted
from network.coaching.support.records import HomeSupport, SupportEntry

MOST_ENTRIES = 200
MOST_LEARNING = 100
Before = tuple[int]


@strawberry.type(description="A visit as the coach wrote it down; the home's team reads it too.")
class VisitNote:
    """Of a `SupportEntry`."""

    id: strawberry.ID = strawberry.field(description="The note's id.")
    visited_on: date = strawberry.field(description="The day of the visit.")
    written_by: str | None = strawberry.field(description="The coach who wrote it.")
    written_at: datetime = strawberry.field(description="When it was written down.")
    text: str | None = strawberry.field(description="The note. Null where it was taken back.")


@strawberry.type(description="What a team and its coach have agreed to do.")
class AgreedAction:
    """Of a `SupportEntry`."""

    id: strawberry.ID = strawberry.field(description="The action's id.")
    owner: Side = strawberry.field(description="Who does it.")
    role: str | None = strawberry.field(description="Which role does it, where that was said.")
    due_on: date = strawberry.field(description="By when.")
    done_at: datetime | None = strawberry.field(description="When it was ticked off. Null while it is open.")
    text: str | None = strawberry.field(description="What is to be done. Null where it was taken back.")


@strawberry.type(description="An answer to a coach's question, or what was said besides.")
class SupportAnswer:
    """Of a `SupportEntry`."""

    id: strawberry.ID = strawberry.field(description="The answer's id.")
    side: Side = strawberry.field(description="Who says it.")
    written_by: str | None = strawberry.field(
        description="The account's name: a coach's, or to the home's own team a colleague's. Null for others."
    )
    written_at: datetime = strawberry.field(description="When it was written.")
    text: str | None = strawberry.field(description="What it says. Null where it was taken back.")


@strawberry.type(description="A coach's question to a home.")
class SupportQuestion:
    """Of a `SupportEntry`."""

    id: strawberry.ID = strawberry.field(description="The question's id.")
    measure: Measure | None = strawberry.field(
        description="The measure that it is about. Null for a question about something else."
    )
    written_by: str | None = strawberry.field(description="The coach who asks.")
    written_at: datetime = strawberry.field(description="When it was asked.")
    text: str | None = strawberry.field(description="The question. Null where it was taken back.")
    waits_for_home: bool = strawberry.field(description="Whether the coach had the last word.")
    answers: list[SupportAnswer] = strawberry.field(description="What was answered, oldest first.")


@strawberry.type(description="What a home's team and its coaches said to each other.")
class Support:
    """Of a `HomeSupport`."""

    visits: list[VisitNote] = strawberry.field(description="Visit notes, the latest visit first.")
    actions: list[AgreedAction] = strawberry.field(
        description="What was agreed: all that is open by when it is due, then what is done, the last first."
    )
    questions: list[SupportQuestion] = strawberry.field(
        description="Questions to the home: those that wait for it first, else the newest first."
    )


@strawberry.type(description="An answer to something that was shared, or what came of trying it too.")
class LearningReply:
    """Of a `Reply`."""

    id: strawberry.ID = strawberry.field(description="The answer's id.")
    tried: Tried | None = strawberry.field(
        description="What happened where it was tried. Null for an answer."
    )
    side: Side = strawberry.field(description="Whether a team says it, or a coach.")
    home_name: str | None = strawberry.field(
        description="The home that says it, where it wishes to be named."
    )
    written_at: datetime = strawberry.field(description="When it was written.")
    text: str | None = strawberry.field(description="What it says. Null where it was taken back.")


@strawberry.type(description="A challenge or a lesson that a home or a coach shares with the network.")
class Learning:
    """Of a `LearningRecord`; its answers are looked up where they are asked for."""

    record: strawberry.Private[LearningRecord]
    id: strawberry.ID = strawberry.field(description="Its id.")
    shared_as: SharedAs = strawberry.field(description="Whether it is a challenge or a lesson.")
    subject: Subject = strawberry.field(description="What it is about.")
    measure: Measure | None = strawberry.field(description="The measure that shows it. Null where none does.")
    period_from: date | None = strawberry.field(description="The first day that it is about, if any.")
    period_to: date | None = strawberry.field(description="The last day that it is about, if any.")
    practice_changed_on: date | None = strawberry.field(
        description="The day of the change of practice that it is tied to, if any."
    )
    practice: str | None = strawberry.field(description="That change, in the words the home recorded.")
    side: Side = strawberry.field(description="Whether a team shares it, or a coach.")
    home_name: str | None = strawberry.field(
        description="The home that shares it, where it wishes to be named."
    )
    shared_at: datetime = strawberry.field(description="When it was shared.")
    title: str | None = strawberry.field(description="What it is called in lists.")
    text: str | None = strawberry.field(description="What is shared.")
    answer_count: int = strawberry.field(
        description="How many answers there are, those included who tried it."
    )
    tried_count: int = strawberry.field(description="How many say what came of trying it too.")
    helped_count: int = strawberry.field(description="How many of those say that it helped.")

    @strawberry.field(description="What was answered, oldest first.")
    async def replies(self, info: Info) -> list[LearningReply]:
        """All those of a page at once."""
        found = await info.context.loaders.learning_replies(self.record.learning_id)
        return [reply_of(reply) for reply in found or ()]


@strawberry.type(description="Something that was shared, and its place in the list.")
class LearningEdge:
    """Relay's."""

    cursor: str = strawberry.field(description="Its place: send it as `after` to go on from here.")
    node: Learning = strawberry.field(description="What was shared.")


@strawberry.type(description="A page of what homes and coaches share, newest first.")
class LearningConnection:
    """Relay's."""

    wanted: strawberry.Private[Wanted]
    edges: list[LearningEdge] = strawberry.field(description="What is on this page.")
    page_info: PageInfo = strawberry.field(description="Where this page lies.")

    @strawberry.field(description="How many there are on all pages together.")
    async def total_count(self, info: Info) -> int:
        """Asked for only where it is wanted."""
        context = info.context
        return await context.services.library.count(context.viewer, self.wanted)


def support_of(found: HomeSupport | None) -> Support | None:
    """A home's support as the schema has it."""
    if found is None:
        return None
    return Support(
        visits=[_visit(entry) for entry in found.visits],
        actions=[_action(entry) for entry in found.actions],
        questions=[_question(entry) for entry in found.questions],
    )


async def page_of_learning(
    info: Info, wanted: Wanted, first: int, after: str | None
) -> LearningConnection | None:
    """What is shared, or None for who takes no part in it."""
    context = info.context
    if not context.viewer.may_read_learning():
        return None
    size = page_size(first, MOST_LEARNING)
    before = read_cursor(after, Before)
    found = await context.services.library.page(
        context.viewer, wanted, size + 1, before[0] if before else None
    )
    entries, place = page_of(found, size, after, _cursor_of)
    edges = [LearningEdge(cursor=_cursor_of(entry), node=_learning(entry)) for entry in entries]
    return LearningConnection(wanted=wanted, edges=edges, page_info=place)


def reply_of(reply: Reply) -> LearningReply:
    """An answer as the schema has it."""
    return LearningReply(
        id=strawberry.ID(reply.id),
        tried=reply.tried,
        side=reply.side,
        home_name=reply.home_name,
        written_at=reply.written_at,
        text=reply.words.text if reply.words else None,
    )


def _cursor_of(learning: LearningRecord) -> str:
    return write_cursor((learning.position,))


def _text(entry: SupportEntry) -> str | None:
    return entry.words.text if entry.words else None


def _visit(entry: SupportEntry) -> VisitNote:
    return VisitNote(
        id=strawberry.ID(entry.id),
        visited_on=cast("date", entry.day),
        written_by=entry.writer,
        written_at=entry.written_at,
        text=_text(entry),
    )


def _action(entry: SupportEntry) -> AgreedAction:
    return AgreedAction(
        id=strawberry.ID(entry.id),
        owner=cast("Side", entry.owner),
        role=entry.words.role if entry.words else None,
        due_on=cast("date", entry.day),
        done_at=entry.done_at,
        text=_text(entry),
    )


def _question(entry: SupportEntry) -> SupportQuestion:
    return SupportQuestion(
        id=strawberry.ID(entry.id),
        measure=entry.measure,
        written_by=entry.writer,
        written_at=entry.written_at,
        text=_text(entry),
        waits_for_home=entry.waits_for_home,
        answers=[
            SupportAnswer(
                id=strawberry.ID(answer.id),
                side=answer.side,
                written_by=answer.writer,
                written_at=answer.written_at,
                text=_text(answer),
            )
            for answer in entry.within
        ],
    )


def _learning(record: LearningRecord) -> Learning:
    words = record.words
    return Learning(
        record=record,
        id=strawberry.ID(record.id),
        shared_as=record.shared_as,
        subject=record.subject,
        measure=record.measure,
        period_from=record.period_from,
        period_to=record.period_to,
        practice_changed_on=record.practice_changed_on,
        practice=words.practice if words else None,
        side=record.side,
        home_name=record.home_name,
        shared_at=record.written_at,
        title=words.title if words else None,
        text=words.text if words else None,
        answer_count=record.answers,
        tried_count=record.tried,
        helped_count=record.helped,
    )
