"""The bank over HTTP: accounts, statements, and which payments their lines are."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from finance.bank.commands import (
    BringIn,
    BroughtIn,
    KeepAccount,
    Kept,
    Matched,
    MatchLine,
    ReleaseLine,
    SetLineAside,
    SplitLine,
)
from finance.bank.desk import BankDesk
from finance.bank.reading import Standing
from finance.bank.shown import Accounts, AccountShown, Lines, shown
from finance.settings.api import IDEMPOTENCY_KEY, TAG
from finance.settings.commands import FinanceCommand
from network.access.authentication import viewer_of
from network.web.answer import json_answer
from network.web.body import read_json, uuid_in_path
from network.web.idempotency import HEADER, command_id_of
from network.web.operation import Answer, JsonSchema, Operation
from network.web.parser import Parser
from network.web.problem import ProblemKind, not_found

MOST_LINES = 100
Endpoint = Callable[[Request], Awaitable[Response]]
UUID_SCHEMA = {"type": "string", "format": "uuid"}
_PROBLEMS = (
    ProblemKind.FORBIDDEN,
    ProblemKind.CONFLICT,
    ProblemKind.REFUSED,
    ProblemKind.OTHER_CONTENT,
    ProblemKind.NOT_FOUND,
)


class LinesQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which lines."""

    standing: Annotated[Standing | None, Meta(description="How they stand; left out: all.")] = None
    before: Annotated[date | None, Meta(description="Those booked before a day.")] = None


def bank_operations(desk: BankDesk) -> list[Operation]:
    """What finance does with its bank."""
    ends = BankEndpoints(desk)
    line, account = {"line": UUID_SCHEMA}, {"account": UUID_SCHEMA}
    statements = "accounts/{account}/statements"
    return [
        _read("bank-accounts", "accounts", ends.accounts, Accounts),
        replace(_read("bank-lines", "lines", ends.lines, Lines), query=LinesQuery),
        _write("keep-bank-account", "accounts", ends.keep, KeepAccount, Kept, {}),
        _write("bring-in-statement", statements, ends.bring_in, BringIn, BroughtIn, account),
        _write("match-line", "lines/{line}/matches", ends.match, MatchLine, Matched, line),
        _write("split-line", "lines/{line}/parts", ends.split, SplitLine, Matched, line),
        _write("release-line", "lines/{line}/release", ends.release, ReleaseLine, Matched, line),
        _write("set-line-aside", "lines/{line}/set-aside", ends.set_aside, SetLineAside, Matched, line),
    ]


def _read(name: str, path: str, endpoint: Endpoint, kind: type[msgspec.Struct]) -> Operation:
    return Operation(
        name=name,
        method="GET",
        path=f"/finance/bank/{path}",
        endpoint=endpoint,
        tag=TAG,
        summary=_said_of(kind),
        answers={200: Answer(description="As it stands.", kind=kind)},
        problems=(ProblemKind.FORBIDDEN,),
    )


def _write(
    name: str,
    path: str,
    endpoint: Endpoint,
    body: type[FinanceCommand],
    kind: type[msgspec.Struct],
    parameters: Mapping[str, JsonSchema],
) -> Operation:
    return Operation(
        name=name,
        method="POST",
        path=f"/finance/bank/{path}",
        endpoint=endpoint,
        tag=TAG,
        summary=_said_of(body),
        path_parameters=parameters,
        headers=(IDEMPOTENCY_KEY,),
        body=body,
        answers={201: Answer(description="Recorded, now or when it was sent before.", kind=kind)},
        problems=_PROBLEMS,
    )


def _said_of(kind: type[msgspec.Struct]) -> str:
    return (kind.__doc__ or "").partition("\n")[0]


class BankEndpoints:
    """Answers what the bank says, and takes what finance says of it."""

    def __init__(self, desk: BankDesk) -> None:
        self._bank, self._lines, self._splitting = desk.bank, desk.lines, desk.splitting
        self._query = Parser(LinesQuery)
        self._keep, self._bring_in = Parser(KeepAccount), Parser(BringIn)
        self._match, self._release, self._aside = Parser(MatchLine), Parser(ReleaseLine), Parser(SetLineAside)
        self._split = Parser(SplitLine)

    async def accounts(self, request: Request) -> Response:
        """Every account."""
        found = await self._lines.accounts(viewer_of(request))
        return json_answer(Accounts(accounts=[AccountShown(**one._asdict()) for one in found]))

    async def lines(self, request: Request) -> Response:
        """Some lines."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        query = self._query.from_query(request.query_params)
        after = None if query.before is None else (query.before, UUID(int=0))
        found = await self._lines.page(viewer, query.standing, MOST_LINES, after)
        return json_answer(Lines(lines=[shown(line) for line in found]))

    async def keep(self, request: Request) -> Response:
        """Open an account, or change its columns."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        command = await read_json(request, self._keep)
        return json_answer(await self._bank.keep_account(viewer, command, _key(request)), 201)

    async def bring_in(self, request: Request) -> Response:
        """A statement."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        account_id = uuid_in_path(request, "account")
        command = await read_json(request, self._bring_in)
        return json_answer(await self._bank.bring_in(viewer, account_id, command, _key(request)), 201)

    async def match(self, request: Request) -> Response:
        """Which payment a line is."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        command = await read_json(request, self._match)
        line_id = await self._line_id(request)
        return json_answer(await self._bank.match(viewer, line_id, command, _key(request)), 201)

    async def split(self, request: Request) -> Response:
        """Which payments a line is."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        command = await read_json(request, self._split)
        line_id = await self._line_id(request)
        return json_answer(await self._splitting.split(viewer, line_id, command, _key(request)), 201)

    async def release(self, request: Request) -> Response:
        """That it is another."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        command = await read_json(request, self._release)
        line_id = await self._line_id(request)
        return json_answer(await self._bank.release(viewer, line_id, command, _key(request)), 201)

    async def set_aside(self, request: Request) -> Response:
        """That it is no payment of fees."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_books())
        command = await read_json(request, self._aside)
        line_id = await self._line_id(request)
        return json_answer(await self._bank.set_aside(viewer, line_id, command, _key(request)), 201)

    async def _line_id(self, request: Request) -> UUID:
        line_id = uuid_in_path(request, "line")
        if await self._lines.line(viewer_of(request), line_id) is None:
            raise not_found()
        return line_id


def _key(request: Request) -> UUID:
    return command_id_of(request.headers.get(HEADER))
