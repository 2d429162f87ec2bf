"""Network IT's homes over HTTP: joining, what is known of them, and who coaches them."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.requests import Request
from starlette.responses import Response

from network.access.accounts.accounts import Accounts, AccountUnfit, AccountUnknown
from network.access.audit.trail import Audit, AuditAction
from network.access.authentication import viewer_of
from network.access.viewer import Role, Viewer
from network.directory.commands import AmendHome, AssignCoach, JoinHome, UnassignCoach
from network.directory.erasure import Erasure, ForgetPerson
from network.directory.network import Home
from network.directory.service import Decided, Directory
from network.web.answer import json_answer
from network.web.body import read_json, uuid_in_path
from network.web.idempotency import HEADER, command_id_of
from network.web.operation import Answer, Header, Operation
from network.web.parser import Parser
from network.web.problem import ProblemKind

TAG = "The network"
Endpoint = Callable[[Request], Awaitable[Response]]
_HOME = {"type": "string", "minLength": 1, "description": "The home's id, or its reference."}
_KEY = Header(
    name=HEADER,
    description="The client's own id of this decision, best a UUID: sent again, it is recorded once.",
    schema={"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[\\x21-\\x7e]+$"},
)


class DecisionReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """That a decision is recorded."""

    home_id: Annotated[UUID, Meta(description="The home that it is about.")]
    log_position: Annotated[int, Meta(description="Opaque: wait for it to read your own write.")]
    version: Annotated[int, Meta(description="How many decisions the network's stream holds.")]


class ErasureReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """That a person is forgotten, for a record class."""

    log_position: Annotated[int, Meta(description="Opaque: wait for it to read your own write.")]
    copies: Annotated[str, Meta(description="What this does not reach.")]


class HomesListed(msgspec.Struct, frozen=True, kw_only=True):
    """The homes that you can see."""

    homes: list[Home]


COPIES = "Backups of the keys hold it until their retention has passed: erasure is complete only then."


_PROBLEMS = (
    ProblemKind.FORBIDDEN,
    ProblemKind.CONFLICT,
    ProblemKind.REFUSED,
    ProblemKind.OTHER_CONTENT,
)


def directory_operations(
    directory: Directory, accounts: Accounts, erasure: Erasure, audit: Audit
) -> list[Operation]:
    """What can be done about homes."""
    endpoints = DirectoryEndpoints(directory, accounts, erasure, audit)
    return [
        Operation(
            name="list-homes",
            method="GET",
            path="/network/homes",
            endpoint=endpoints.list_homes,
            tag=TAG,
            summary="The homes that you can see: your own, those you support, or all.",
            answers={200: Answer(description="The homes, by reference.", kind=HomesListed)},
        ),
        _decision("join-home", "", "A home joins the network.", endpoints.join, JoinHome),
        _decision(
            "amend-home",
            "/{home}/amend",
            "Say anew what the network knows of a home, whole.",
            endpoints.amend,
            AmendHome,
        ),
        _decision(
            "assign-coach",
            "/{home}/coaches/assign",
            "A coach supports a home from now on.",
            endpoints.assign,
            AssignCoach,
        ),
        _decision(
            "unassign-coach",
            "/{home}/coaches/unassign",
            "A coach no longer supports a home.",
            endpoints.unassign,
            UnassignCoach,
        ),
        _forgetting(endpoints.forget),
    ]


def _decision(name: str, path: str, summary: str, endpoint: Endpoint, body: type) -> Operation:
    return Operation(
        name=name,
        method="POST",
        path=f"/network/homes{path}",
        endpoint=endpoint,
        tag=TAG,
        summary=summary,
        path_parameters={"home": _HOME},
        headers=(_KEY,),
        body=body,
        answers={201: Answer(description="Recorded, now or when it was sent before.", kind=DecisionReceipt)},
        problems=(*_PROBLEMS, ProblemKind.NOT_FOUND) if path else _PROBLEMS,
    )


def _forgetting(endpoint: Endpoint) -> Operation:
    return Operation(
        name="forget-person",
        method="POST",
        path="/network/homes/{home}/people/{person}/forget",
        endpoint=endpoint,
        tag=TAG,
        summary="Destroy for ever what was sealed about a former resident or colleague.",
        path_parameters={"home": _HOME, "person": {"type": "string", "format": "uuid"}},
        headers=(_KEY,),
        body=ForgetPerson,
        answers={201: Answer(description="Forgotten, now or before.", kind=ErasureReceipt)},
        problems=(*_PROBLEMS, ProblemKind.NOT_FOUND),
    )


class DirectoryEndpoints:
    """Answers requests about homes."""

    def __init__(self, directory: Directory, accounts: Accounts, erasure: Erasure, audit: Audit) -> None:
        self._directory = directory
        self._accounts = accounts
        self._erasure = erasure
        self._forget = Parser(ForgetPerson)
        self._audit = audit
        self._join = Parser(JoinHome)
        self._amend = Parser(AmendHome)
        self._assign = Parser(AssignCoach)
        self._unassign = Parser(UnassignCoach)

    async def list_homes(self, request: Request) -> Response:
        """The homes that the viewer may see."""
        homes = await self._directory.homes(viewer_of(request))
        return json_answer(HomesListed(homes=homes))

    async def join(self, request: Request) -> Response:
        """Join a home."""
        viewer = viewer_of(request)
        viewer.check(viewer.may_keep_homes())
        command = await read_json(request, self._join)
        decided = await self._directory.join(viewer, command, _command_id(request))
        return await self._answer(request, decided, AuditAction.HOME_JOINED)

    async def amend(self, request: Request) -> Response:
        """Amend what is known of a home."""
        return await self._of_a_home(request, self._amend, self._directory.amend, AuditAction.HOME_AMENDED)

    async def assign(self, request: Request) -> Response:
        """Give a home into a coach's caseload."""
        return await self._of_a_home(request, self._assign, self._give, AuditAction.COACH_ASSIGNED)

    async def _give(self, viewer: Viewer, home_id: UUID, command: AssignCoach, command_id: UUID) -> Decided:
        """To an account that is a coach's: neither changes, so that sending it again is answered alike."""
        try:
            is_coach = (await self._accounts.find(viewer, command.account_id)).role is Role.COACH
        except AccountUnknown:
            is_coach = False
        if not is_coach:
            raise AccountUnfit(
                "account_id",
                "No coach has that account.",
                "Give the id of a coach, from the list of accounts.",
            )
        return await self._directory.assign(viewer, home_id, command, command_id)

    async def unassign(self, request: Request) -> Response:
        """Take a home from a coach's caseload."""
        return await self._of_a_home(
            request, self._unassign, self._directory.unassign, AuditAction.COACH_UNASSIGNED
        )

    async def forget(self, request: Request) -> Response:
        """Forget a person."""
        viewer = viewer_of(request)
        home_id = await self._directory.resolve(viewer, request.path_params["home"])
        viewer.check(viewer.may_forget_persons(), home_id)
        person_id = uuid_in_path(request, "person")
        command = await read_json(request, self._forget)
        done = await self._erasure.forget(viewer, home_id, person_id, command, _command_id(request))
        if not done.repeated:
            await self._audit.note(
                AuditAction.PERSON_FORGOTTEN,
                viewer.account_id,
                person_id,
                home=str(home_id),
                record_class=command.record_class.value,
            )
        return json_answer(ErasureReceipt(log_position=done.log_position, copies=COPIES), 201)

    async def _of_a_home(
        self,
        request: Request,
        parser: Parser[Any],
        decide: Callable[[Any, UUID, Any, UUID], Awaitable[Decided]],
        action: AuditAction,
    ) -> Response:
        viewer = viewer_of(request)
        home_id = await self._directory.resolve(viewer, request.path_params["home"])
        viewer.check(viewer.may_keep_homes(), home_id)
        command = await read_json(request, parser)
        return await self._answer(
            request, await decide(viewer, home_id, command, _command_id(request)), action
        )

    async def _answer(self, request: Request, decided: Decided, action: AuditAction) -> Response:
        if not decided.repeated:
            await self._audit.note(action, viewer_of(request).account_id, decided.home_id)
        receipt = DecisionReceipt(
            home_id=decided.home_id, log_position=decided.log_position, version=decided.version
        )
        return json_answer(receipt, 201, {"Idempotent-Replayed": "true"} if decided.repeated else None)


def _command_id(request: Request) -> UUID:
    return command_id_of(request.headers.get(HEADER))
