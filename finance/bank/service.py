"""Records what finance decides about its bank accounts, each in a stream of its own."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import msgspec

from finance.bank.camt053 import looks_like_xml, read_camt053
from finance.bank.commands import (
    BringIn,
    BroughtIn,
    KeepAccount,
    Kept,
    Matched,
    MatchLine,
    ReleaseLine,
    SetLineAside,
)
from finance.bank.csv_statement import read_csv
from finance.bank.deciding import Payments, check_match, refuse
from finance.bank.statements import KnownLine, ReadLine, StatementUnreadable, check_days, known
from finance.events import (
    BankAccountOpened,
    BankLineMatched,
    BankLineReleased,
    BankLineSetAside,
    LineOfStatement,
    StatementBroughtIn,
)
from finance.pence import to_pounds
from finance.settings.decisions import Circumstances
from finance.settings.service import CROWD
from finance.terms import ColumnMapping
from network.access.homes import Homes
from network.access.viewer import Viewer
from network.deciding import MOST_TRIES, Busy, same_command
from network.eventstore.errors import AlreadyRecorded, Conflict, VersionUnknown
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed
from network.eventstore.store import EventStore
from network.eventstore.stored import CommandReceipt, StreamAppend
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool
from network.projections.waiting import Waiting

QUERIES = NamedQueries.beside(__file__, "bank.sql")
ACCOUNTS = UUID("62616e6b-0000-4b00-8000-000000000006")
"""What ids of accounts are made with, by their names."""
LINES_OF_AN_EVENT = 1_000
PATIENCE = timedelta(seconds=3)
"""How long who has decided waits until it shows."""

Decide = Callable[[], Awaitable[tuple[int, list[Event]]]]


@dataclass(frozen=True, slots=True)
class _Done:
    log_position: int
    events: int


class Bank:
    """Brings statements in, and says which payments their lines are."""

    def __init__(
        self,
        *,
        store: EventStore,
        pool: DatabasePool,
        homes: Homes,
        payments: Payments,
        positions: Waiting,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._pool = pool
        self._homes = homes
        self._payments = payments
        self._positions = positions
        self._clock = clock

    async def keep_account(self, viewer: Viewer, command: KeepAccount, command_id: UUID) -> Kept:
        """Open an account, or change its columns. Raises `Forbidden` and `NotRecorded`."""
        circumstances = self._circumstances(viewer, command_id)
        account_id = uuid5(ACCOUNTS, command.name.strip().casefold())
        opened = BankAccountOpened(
            name=command.name.strip(), mapping=command.mapping, **circumstances.said(circumstances.today)
        )

        async def decide() -> tuple[int, list[Event]]:
            row = await self._pool.fetchrow(QUERIES["account_by_id"], account_id)
            if row is None:
                return 0, [opened]
            same = row["name"] == opened.name and mapping_of(row) == command.mapping
            return row["version"], [] if same else [opened]

        await self._record(account_id, command, command_id, decide)
        return Kept(account_id=account_id)

    async def bring_in(
        self, viewer: Viewer, account_id: UUID, command: BringIn, command_id: UUID
    ) -> BroughtIn:
        """All that is new in a statement, or nothing where a row of it is wrong.

        Raises `Forbidden`, `StatementUnreadable`, and `NotRecorded`.
        """
        circumstances = self._circumstances(viewer, command_id)
        account = await self._account(account_id)
        lines = known(account_id, await asyncio.to_thread(read, command.file, mapping_of(account)))
        check_days([one.line for one in lines], circumstances.today)
        new: list[KnownLine] = []

        async def decide() -> tuple[int, list[Event]]:
            version = (await self._account(account_id))["version"]
            rows = await self._pool.fetch(QUERIES["known_lines"], [line.line_id for line in lines])
            before = {row["line_id"] for row in rows}
            new[:] = [line for line in lines if line.line_id not in before]
            return version, _brought_in(new, command_id, circumstances)

        await self._record(account_id, command, command_id, decide)
        money_in = sum(max(one.line.pence, 0) for one in new)
        return BroughtIn(lines=len(lines), new=len(new), money_in=to_pounds(money_in))

    async def match(self, viewer: Viewer, line_id: UUID, command: MatchLine, command_id: UUID) -> Matched:
        """A line, or a part of it, is a payment; recorded in the home where it has not been yet.

        Raises `Forbidden`, `NotYours` for a home not known, `NotRecorded`, and what recording raises.
        """
        circumstances = self._circumstances(viewer, command_id)
        home_id = await self._homes.resolve(viewer, command.home)
        account_id = (await self._line(line_id))["account_id"]

        async def decide() -> tuple[int, list[Event]]:
            line = await self._line(line_id)
            payment, amount = command.payment, check_match(line, command)
            if payment is not None:
                amount = await self._payments.check(home_id, payment, command.amount, amount)
            elif command.payer is not None:
                payment = await self._payments.receive(viewer, home_id, command.payer, line, amount)
            else:
                refuse(
                    "nothing_chosen",
                    "payer",
                    "It is not said whose payment it is.",
                    "Choose a payer or a payment.",
                )
            matched = BankLineMatched(
                line_id=line_id,
                home_id=home_id,
                payment=payment,
                amount=amount,
                made_from_line=command.payment is None,
                **circumstances.said(circumstances.today),
            )
            return line["account_version"], [matched]

        return await self._matched(line_id, account_id, command, command_id, decide)

    async def release(self, viewer: Viewer, line_id: UUID, command: ReleaseLine, command_id: UUID) -> Matched:
        """Take a match back. Raises `Forbidden` and `NotRecorded`, and what reversing raises."""
        circumstances = self._circumstances(viewer, command_id)
        account_id = (await self._line(line_id))["account_id"]

        async def decide() -> tuple[int, list[Event]]:
            line = await self._line(line_id)
            match = await self._pool.fetchrow(QUERIES["match_by_version"], account_id, command.match)
            if match is None or match["line_id"] != line_id:
                refuse("no_such_match", "match", "The line has no such match.", "Look at the line again.")
            if match["made_from_line"]:
                await self._payments.reverse(viewer, match)
            released = BankLineReleased(
                line_id=line_id,
                amount=match["amount"],
                **circumstances.said(circumstances.today),
                about=command.match,
            )
            return line["account_version"], [released]

        return await self._matched(line_id, account_id, command, command_id, decide)

    async def set_aside(
        self, viewer: Viewer, line_id: UUID, command: SetLineAside, command_id: UUID
    ) -> Matched:
        """A line is no payment of fees, or is one after all. Raises `Forbidden` and `NotRecorded`."""
        circumstances = self._circumstances(viewer, command_id)
        account_id = (await self._line(line_id))["account_id"]
        said = BankLineSetAside(
            line_id=line_id, is_aside=command.is_aside, **circumstances.said(circumstances.today)
        )

        async def decide() -> tuple[int, list[Event]]:
            line = await self._line(line_id)
            if line["matched"] > 0:
                refuse("matched", "is_aside", "The line is a payment already.", "Take that back first.")
            return line["account_version"], [] if line["is_aside"] == command.is_aside else [said]

        return await self._matched(line_id, account_id, command, command_id, decide)

    # --- Recording --------------------------------------------------------------------------

    def _circumstances(self, viewer: Viewer, command_id: UUID) -> Circumstances:
        viewer.check(viewer.may_keep_books())
        return Circumstances(self._clock(), viewer.account_id, command_id)

    async def _matched(
        self, line_id: UUID, account_id: UUID, command: msgspec.Struct, command_id: UUID, decide: Decide
    ) -> Matched:
        done = await self._record(account_id, (line_id, command), command_id, decide)
        line = await self._line(line_id)
        return Matched(line_id=line_id, left=line["amount"] - line["matched"], log_position=done.log_position)

    async def _record(self, account_id: UUID, content: object, command_id: UUID, decide: Decide) -> _Done:
        """What was decided on the read model is appended at the version that it shows, or decided again."""
        digest = hashlib.sha256(msgspec.json.encode([type(content).__name__, content])).digest()
        receipt = CommandReceipt(stream_id=account_id, command_id=command_id, digest=digest, answer=b"{}")
        for attempt in range(MOST_TRIES):
            known_receipt = await self._store.find_receipt(account_id, command_id)
            if known_receipt is not None:
                return _again(known_receipt, receipt)
            version, events = await decide()
            if not events:
                return _Done(0, 0)
            try:
                appended = await self._store.append([StreamAppend(account_id, version, events)], [receipt])
            except AlreadyRecorded as error:
                return _again(error.receipt, receipt)
            except (Conflict, VersionUnknown):
                await asyncio.sleep(0.05 * 2**attempt)
                continue
            await self._positions.wait_for(["bank", "payments"], appended.log_position, PATIENCE)
            return _Done(appended.log_position, len(events))
        raise Busy(CROWD)

    async def _account(self, account_id: UUID) -> asyncpg.Record:
        row = await self._pool.fetchrow(QUERIES["account_by_id"], account_id)
        if row is None:
            refuse("no_such_account", "account", "There is no such bank account.", "Open it first.")
        return row

    async def _line(self, line_id: UUID) -> asyncpg.Record:
        row = await self._pool.fetchrow(QUERIES["line_by_id"], line_id)
        if row is None:
            refuse("no_such_line", "line", "There is no such line.", "Bring its statement in first.")
        return row


def read(data: bytes, mapping: ColumnMapping | None) -> list[ReadLine]:
    """The lines of a file of either kind. Raises `StatementUnreadable`."""
    if looks_like_xml(data):
        return read_camt053(data)
    if mapping is None:
        raise StatementUnreadable(
            "The file", "It is no CAMT.053, and it is not said how this account's CSV is read.",
            "Say first what its columns hold.",
        )  # fmt: skip
    return read_csv(data, mapping)


def mapping_of(row: Any) -> ColumnMapping | None:  # noqa: ANN401 - a row of the driver, or something like it
    """How an account's CSV is read."""
    return None if row["mapping"] is None else msgspec.json.decode(row["mapping"], type=ColumnMapping)


def _brought_in(new: Sequence[KnownLine], statement_id: UUID, circumstances: Circumstances) -> list[Event]:
    events: list[Event] = []
    for start in range(0, len(new), LINES_OF_AN_EVENT):
        part = new[start : start + LINES_OF_AN_EVENT]
        payers = [one.line.payer for one in part]
        events.append(
            StatementBroughtIn(
                statement_id=statement_id,
                lines=tuple(
                    LineOfStatement(
                        line_id=one.line_id,
                        booked_on=one.line.booked_on,
                        amount=to_pounds(one.line.pence),
                        reference=one.line.reference,
                        occurrence=one.occurrence,
                    )
                    for one in part
                ),
                payers=Sealed.of(payers, statement_id, RecordClass.FINANCE, "payers"),
                **circumstances.said(circumstances.today),
            )
        )
    return events


def _again(known_receipt: CommandReceipt, sent: CommandReceipt) -> _Done:
    return _Done(same_command(known_receipt, sent).position, 0)
