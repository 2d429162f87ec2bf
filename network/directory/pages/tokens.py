"""Tokens for programs, on pages: made and shown once, listed with their homes, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.responses import Response

from network.access.accounts.accounts import Accounts
from network.access.accounts.token_list import ListedToken, TokenList
from network.access.recognition import Recognition
from network.access.viewer import Role, Viewer
from network.days import start_of
from network.directory.pages.accounts import Newcomer, NewcomerDesk, role_choices
from network.directory.pages.desk import Desk, Form, Nothing, Offer, Reading
from network.directory.pages.office import Caller, Office, lead_to, shown_once
from network.directory.pages.workplaces import Workplaces
from network.directory.service import Directory
from network.web.body import uuid_or_none
from network.web.page import Page
from network.web.problem import Problem, ProblemKind, not_found

ADDRESS = "/it/tokens"
A_PAGE = 100
LASTS_AT_MOST = timedelta(days=3 * 366)


class TokenToMake(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form of a new token."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    role: Role
    home: Annotated[str, Meta(max_length=60)] = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenParts:
    """What the pages of tokens work with."""

    office: Office
    desk: Desk
    accounts: Accounts
    tokens: TokenList
    recognition: Recognition
    newcomers: NewcomerDesk
    workplaces: Workplaces
    directory: Directory


def token_pages(parts: TokenParts) -> list[Page]:
    """The list, making one, revoking one."""
    pages = TokenPages(parts)
    may = Viewer.may_keep_accounts
    return [
        parts.office.page("it-tokens", ADDRESS, may, pages.list_tokens),
        parts.desk.page(
            Form(
                name="it-make-token",
                path=f"{ADDRESS}/make",
                template="directory/token_form.html",
                may=may,
                offer=pages.offer_making,
                act=Reading(TokenToMake, pages.make),
                asks={"name": "Say what the token is for.", "role": "Choose what it is there to do."},
                labels={"name": "What for", "role": "Role", "home": "Home", "expires_on": "Works until"},
            )
        ),
        parts.desk.page(
            Form(
                name="it-revoke-token",
                path=f"{ADDRESS}/{{token}}/revoke",
                template="directory/token_revoke.html",
                may=may,
                offer=pages.offer,
                act=Reading(Nothing, pages.revoke),
            )
        ),
    ]


class TokenPages:
    """Answers them."""

    def __init__(self, parts: TokenParts) -> None:
        self._parts = parts

    async def list_tokens(self, caller: Caller) -> Response:
        """The tokens that work; the others too where they are asked for."""
        with_ended = caller.asked("ended") == "yes"
        found = await self._parts.tokens.page(
            caller.viewer,
            with_ended=with_ended,
            after=uuid_or_none(caller.asked("after")),
            first=A_PAGE + 1,
        )
        shown = found[:A_PAGE]
        context = {
            "tokens": shown,
            "working": {token.token_id for token in shown if token.works_at(caller.now)},
            "ended": await self._parts.tokens.count_ended(caller.viewer),
            "with_ended": with_ended,
            "homes_of": await self._homes(caller.viewer, shown),
            "roles": {value: name for value, name, _ in role_choices()},
            "next": _next(with_ended, shown[-1].token_id) if len(found) > A_PAGE else None,
        }
        return self._parts.office.show(caller, "directory/tokens.html", context)

    async def offer_making(self, caller: Caller) -> Offer:
        """An empty form."""
        homes = await self._parts.directory.homes(caller.viewer)
        return Offer(context={"homes": homes, "roles": role_choices()})

    async def make(self, caller: Caller, sent: TokenToMake, command_id: UUID) -> Response:
        """An account for a program, and its token, which is shown on this page and nowhere else."""
        expires_at = _end_of(sent.expires_on, caller.today)
        newcomer = Newcomer(name=sent.name.strip(), role=sent.role, home=sent.home)
        account_id, is_new = await self._parts.newcomers.admit(caller.viewer, newcomer, command_id)
        token = None
        if is_new:
            _, token = await self._parts.accounts.create_token(caller.viewer, account_id, expires_at)
        context = {"token": token, "name": newcomer.name, "expires_at": expires_at}
        return shown_once(self._parts.office.show(caller, "directory/token_made.html", context))

    async def offer(self, caller: Caller) -> Offer:
        """The token that the address names."""
        token = await self._token(caller)
        context = {"token": token, "homes_of": await self._homes(caller.viewer, [token])}
        return Offer(context=context)

    async def revoke(self, caller: Caller, _: Nothing, __: UUID) -> Response:
        """It opens nothing any more."""
        token = await self._token(caller)
        if token.revoked_at is None:
            await self._parts.accounts.revoke_token(caller.viewer, token.token_id)
            self._parts.recognition.forget()
        return lead_to(ADDRESS, "token-revoked")

    async def _token(self, caller: Caller) -> ListedToken:
        token_id = uuid_or_none(caller.request.path_params["token"])
        if token_id is None:
            raise not_found()
        return await self._parts.tokens.find(caller.viewer, token_id)

    async def _homes(self, viewer: Viewer, tokens: Sequence[ListedToken]) -> dict[UUID, list[str]]:
        names = {home.home_id: home.name for home in await self._parts.directory.homes(viewer)}
        found: dict[UUID, list[str]] = {}
        for token in tokens:
            home_ids = await self._parts.workplaces.ids(token.account_id, token.role, token.homes)
            found[token.token_id] = sorted(names[home_id] for home_id in home_ids if home_id in names)
        return found


def _next(with_ended: bool, last: UUID) -> str:
    """The address of the page after this one."""
    return f"{ADDRESS}?{'ended=yes&' if with_ended else ''}after={last}"


def _end_of(day: date | None, today: date) -> datetime | None:
    """The midnight after the last day of a token."""
    if day is None:
        return None
    if not today <= day <= today + LASTS_AT_MOST:
        raise Problem(
            ProblemKind.INVALID,
            "This day has passed, or is more than three years ahead.",
            field="expires_on",
            remedy="Choose the last day on which the token works, or leave it empty.",
        )
    return start_of(day + timedelta(days=1))
