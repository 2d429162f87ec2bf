"""Accounts and tokens over HTTP, for network IT."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from network.access.accounts.accounts import Account, Accounts, Token
from network.access.accounts.enrolment import CoachedHomes, enrol
from network.access.authentication import viewer_of
from network.access.recognition import Recognition
from network.access.viewer import Role, Viewer
from network.days import now
from network.web.answer import json_answer
from network.web.body import read_json, uuid_in_path
from network.web.hints import NOT_BLANK
from network.web.operation import Answer, JsonSchema, Operation
from network.web.parser import Parser
from network.web.problem import Problem, ProblemKind

TAG = "Accounts"
_ID: JsonSchema = {"type": "string", "format": "uuid"}
_FORBIDDEN_OR_ABSENT = (ProblemKind.FORBIDDEN, ProblemKind.NOT_FOUND)


class AccountToMake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An account to be made."""

    name: Annotated[
        str,
        Meta(min_length=1, max_length=200, pattern=r"^\S", description="Whose or what for.", extra=NOT_BLANK),
    ]
    role: Annotated[Role, Meta(description="home_team, coach, finance or network_it.")]
    homes: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=60)], ...],
        Meta(
            max_length=1000, description="References or ids: a home team's homes, or those a coach supports."
        ),
    ] = ()


class TokenToMake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A token to be made."""

    expires_at: (
        Annotated[datetime, Meta(tz=True, description="When it stops working; left out: when it is revoked.")]
        | None
    ) = None


class Page(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a long list."""

    after: Annotated[UUID | None, Meta(description="The last id of the page before.")] = None
    first: Annotated[int, Meta(ge=1, le=500, description="How many at most.")] = 100


class AccountMade(msgspec.Struct, frozen=True, kw_only=True):
    """A new account."""

    account_id: UUID


class TokenMade(msgspec.Struct, frozen=True, kw_only=True):
    """A new token, shown this once."""

    token_id: UUID
    token: str


class AccountsListed(msgspec.Struct, frozen=True, kw_only=True):
    """A page of accounts."""

    accounts: list[Account]


class TokensListed(msgspec.Struct, frozen=True, kw_only=True):
    """A page of tokens."""

    tokens: list[Token]


def access_operations(accounts: Accounts, recognition: Recognition, homes: CoachedHomes) -> list[Operation]:
    """What can be done about accounts and tokens."""
    endpoints = AccessEndpoints(accounts, recognition, homes)
    return [*_account_operations(endpoints), *_token_operations(endpoints)]


class AccessEndpoints:
    """Answers requests about accounts and tokens."""

    def __init__(self, accounts: Accounts, recognition: Recognition, homes: CoachedHomes) -> None:
        self._accounts = accounts
        self._recognition = recognition
        self._homes = homes
        self._account = Parser(AccountToMake)
        self._token = Parser(TokenToMake)
        self._page = Parser(Page)

    async def list_accounts(self, request: Request) -> Response:
        """A page of accounts."""
        viewer, page = self._keeper(request), self._page_of(request)
        found = await self._accounts.list_accounts(viewer, page.after, page.first)
        return json_answer(AccountsListed(accounts=found))

    async def create_account(self, request: Request) -> Response:
        """Make an account."""
        viewer = self._keeper(request)
        wanted = await read_json(request, self._account)
        account_id = await enrol(
            self._accounts, self._homes, viewer, name=wanted.name, role=wanted.role, home_refs=wanted.homes
        )
        return json_answer(AccountMade(account_id=account_id), 201)

    async def disable_account(self, request: Request) -> Response:
        """Let an account in no more."""
        await self._accounts.disable(self._keeper(request), uuid_in_path(request, "account"))
        self._recognition.forget()
        return Response(status_code=204)

    async def list_tokens(self, request: Request) -> Response:
        """A page of tokens."""
        viewer, page = self._keeper(request), self._page_of(request)
        found = await self._accounts.list_tokens(viewer, page.after, page.first)
        return json_answer(TokensListed(tokens=found))

    async def create_token(self, request: Request) -> Response:
        """Make a token."""
        viewer, account_id = self._keeper(request), uuid_in_path(request, "account")
        wanted = await read_json(request, self._token)
        if wanted.expires_at is not None and wanted.expires_at <= now():
            raise Problem(
                ProblemKind.INVALID,
                "expires_at has passed: the token would never work.",
                field="expires_at",
                remedy="Give a time to come, or leave it out.",
            )
        token_id, token = await self._accounts.create_token(viewer, account_id, wanted.expires_at)
        return json_answer(TokenMade(token_id=token_id, token=token), 201)

    async def revoke_token(self, request: Request) -> Response:
        """End a token."""
        await self._accounts.revoke_token(self._keeper(request), uuid_in_path(request, "token"))
        self._recognition.forget()
        return Response(status_code=204)

    def _keeper(self, request: Request) -> Viewer:
        """The viewer, who may keep accounts; asked before anything of the request is read."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_accounts())
        return viewer

    def _page_of(self, request: Request) -> Page:
        return self._page.from_query(request.query_params)


def _account_operations(endpoints: AccessEndpoints) -> list[Operation]:
    return [
        Operation(
            name="list-accounts",
            method="GET",
            path="/network/accounts",
            endpoint=endpoints.list_accounts,
            tag=TAG,
            summary="A page of accounts.",
            query=Page,
            answers={200: Answer(description="Accounts, by id.", kind=AccountsListed)},
            problems=(ProblemKind.FORBIDDEN,),
        ),
        Operation(
            name="create-account",
            method="POST",
            path="/network/accounts",
            endpoint=endpoints.create_account,
            tag=TAG,
            summary="Make an account.",
            body=AccountToMake,
            answers={201: Answer(description="Made.", kind=AccountMade)},
            problems=(ProblemKind.FORBIDDEN, ProblemKind.REFUSED),
        ),
        Operation(
            name="disable-account",
            method="POST",
            path="/network/accounts/{account}/disable",
            endpoint=endpoints.disable_account,
            tag=TAG,
            summary="Let an account, and every token of it, in no more.",
            path_parameters={"account": _ID},
            answers={204: Answer(description="Disabled; every process follows within seconds.")},
            problems=_FORBIDDEN_OR_ABSENT,
        ),
    ]


def _token_operations(endpoints: AccessEndpoints) -> list[Operation]:
    return [
        Operation(
            name="list-tokens",
            method="GET",
            path="/network/tokens",
            endpoint=endpoints.list_tokens,
            tag=TAG,
            summary="A page of tokens, those revoked included.",
            query=Page,
            answers={200: Answer(description="Tokens, by id.", kind=TokensListed)},
            problems=(ProblemKind.FORBIDDEN,),
        ),
        Operation(
            name="create-token",
            method="POST",
            path="/network/accounts/{account}/tokens",
            endpoint=endpoints.create_token,
            tag=TAG,
            summary="Make a token for an account; it is shown this once.",
            path_parameters={"account": _ID},
            body=TokenToMake,
            answers={201: Answer(description="Made.", kind=TokenMade)},
            problems=_FORBIDDEN_OR_ABSENT,
        ),
        Operation(
            name="revoke-token",
            method="POST",
            path="/network/tokens/{token}/revoke",
            endpoint=endpoints.revoke_token,
            tag=TAG,
            summary="End a token.",
            path_parameters={"token": _ID},
            answers={204: Answer(description="Revoked; every process follows within seconds.")},
            problems=_FORBIDDEN_OR_ABSENT,
        ),
    ]
