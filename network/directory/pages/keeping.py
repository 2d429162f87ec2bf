"""Records kept long enough, on pages: forgotten, or held for an inquiry; by reference, never by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.responses import RedirectResponse, Response

from network.access.accounts.names import AccountNames
from network.access.audit.trail import Audit, AuditAction
from network.access.viewer import Viewer
from network.deciding import Refused
from network.directory.commands import HoldErasure, ReleaseErasure
from network.directory.erasure import Erasure, ForgetPerson
from network.directory.network import Home
from network.directory.pages.desk import Desk, Form, Nothing, Offer, Reading
from network.directory.pages.office import Caller, Office, lead_to
from network.directory.retention.register import KeptRecord, Register
from network.directory.retention.rules import RetentionRules
from network.directory.service import Directory
from network.eventstore.sealed import RecordClass
from network.projections.waiting import Waiting
from network.web.body import uuid_in_path
from network.web.hints import NOT_BLANK
from network.web.page import Page
from network.web.problem import not_found

PATIENCE = timedelta(seconds=3)
A_PAGE = 100
ADDRESS = "/it/keeping"
ONE = "/it/keeping/{person}/{record_class}"
AFTER = {
    RecordClass.CARE: "care ended",
    RecordClass.FINANCE: "care ended or the last money for the resident",
    RecordClass.EMPLOYMENT: "the last day at work",
}


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a record is held."""

    reason: Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^\S", extra=NOT_BLANK)]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingParts:
    """What the pages of retention work with."""

    office: Office
    desk: Desk
    register: Register
    rules: RetentionRules
    directory: Directory
    erasure: Erasure
    names: AccountNames
    positions: Waiting
    audit: Audit


def keeping_pages(parts: KeepingParts) -> list[Page]:
    """What is due, held and forgotten; a person's records; forgetting, holding, releasing."""
    pages = KeepingPages(parts)
    may = Viewer.may_forget_persons
    asks = {"reason": "Say what needs the record."}
    return [
        parts.office.page("it-keeping", ADDRESS, may, pages.show),
        parts.office.page("it-kept-person", ADDRESS + "/{person}", may, pages.show_person),
        *(
            parts.desk.page(
                Form(
                    name=f"it-{word}",
                    path=f"{ONE}/{word}",
                    template=f"directory/keeping_{word}.html",
                    may=may,
                    offer=pages.offer,
                    act=act,
                    asks=asks if word == "hold" else {},
                    labels={"reason": "Reason"},
                )
            )
            for word, act in (
                ("forget", Reading(Nothing, pages.forget)),
                ("hold", Reading(Reason, pages.hold)),
                ("release", Reading(Nothing, pages.release)),
            )
        ),
    ]


class KeepingPages:
    """Answers them."""

    def __init__(self, parts: KeepingParts) -> None:
        self._parts = parts

    async def show(self, caller: Caller) -> Response:
        """What is due, held and forgotten; or the person whom a home calls so."""
        homes = await self._parts.directory.homes(caller.viewer)
        home, ref = _home_asked(caller, homes), caller.asked("ref")
        if home is not None and ref:
            found = await self._parts.register.find(caller.viewer, home.home_id, ref)
            if len(found) == 1:
                return RedirectResponse(f"{ADDRESS}/{found[0]}", 303)
        else:
            found = []
        due = await self._parts.register.due(caller.viewer, caller.today, A_PAGE + 1)
        erased = await self._parts.register.erased(caller.viewer, A_PAGE)
        held = await self._parts.register.held(caller.viewer, A_PAGE)
        context = {
            "due": due[:A_PAGE],
            "has_more": len(due) > A_PAGE,
            "held": held,
            "erased": erased,
            "homes": homes,
            "home_names": {home.home_id: home.name for home in homes},
            "home": home,
            "ref": ref,
            "found": found,
            "rules": self._parts.rules,
            "names": await self._parts.names.of(
                [*(one.held_by for one in held), *(one.forgotten_by for one in erased)]
            ),
        }
        return self._parts.office.show(caller, "directory/keeping.html", context)

    async def show_person(self, caller: Caller) -> Response:
        """One person's records, whether their time has passed or not."""
        records = await self._records(caller)
        homes = await self._parts.directory.homes(caller.viewer)
        context = {
            "records": records,
            "home_names": {home.home_id: home.name for home in homes},
            "years": {
                record.record_class: self._parts.rules.years(record.record_class) for record in records
            },
            "after": AFTER,
            "rules": self._parts.rules,
        }
        return self._parts.office.show(caller, "directory/kept_person.html", context)

    async def offer(self, caller: Caller) -> Offer:
        """The record that the address names."""
        record = await self._record(caller)
        homes = await self._parts.directory.homes(caller.viewer)
        context = {
            "record": record,
            "home_names": {home.home_id: home.name for home in homes},
            "years": self._parts.rules.years(record.record_class),
            "after": AFTER[record.record_class],
            "rules": self._parts.rules,
            "may_be_forgotten": record.is_due(caller.today),
        }
        return Offer(context=context)

    async def forget(self, caller: Caller, _: Nothing, command_id: UUID) -> Response:
        """Destroy the key of a record whose time has passed."""
        record = await self._record(caller)
        if record.forgotten_at is None and not record.is_due(caller.today):
            raise _not_due(record)
        rule = f"{self._parts.rules.years(record.record_class)} years after {AFTER[record.record_class]}."
        command = ForgetPerson(record_class=record.record_class, reason=rule)
        home_id = record.places[-1].home_id
        done = await self._parts.erasure.forget(caller.viewer, home_id, record.person_id, command, command_id)
        if not done.repeated:
            await self._note(caller, AuditAction.PERSON_FORGOTTEN, record, home_id)
        return await self._lead_on(record, done.log_position, "person-forgotten")

    async def hold(self, caller: Caller, sent: Reason, command_id: UUID) -> Response:
        """Keep a record although its time may have passed."""
        record = await self._record(caller)
        home_id = record.places[-1].home_id
        command = HoldErasure(
            person_id=record.person_id, record_class=record.record_class, reason=sent.reason
        )
        decided = await self._parts.directory.hold(caller.viewer, home_id, command, command_id)
        if not decided.repeated:
            await self._note(caller, AuditAction.RECORD_HELD, record, home_id)
        return await self._lead_on(record, decided.log_position, "record-held")

    async def release(self, caller: Caller, _: Nothing, command_id: UUID) -> Response:
        """Hold a record no more."""
        record = await self._record(caller)
        home_id = record.places[-1].home_id
        command = ReleaseErasure(person_id=record.person_id, record_class=record.record_class)
        decided = await self._parts.directory.release(caller.viewer, home_id, command, command_id)
        if not decided.repeated:
            await self._note(caller, AuditAction.RECORD_RELEASED, record, home_id)
        return await self._lead_on(record, decided.log_position, "record-released")

    async def _records(self, caller: Caller) -> Sequence[KeptRecord]:
        person_id = uuid_in_path(caller.request, "person")
        records = await self._parts.register.records_of(caller.viewer, person_id)
        if not records:
            raise not_found()
        return records

    async def _record(self, caller: Caller) -> KeptRecord:
        wanted = caller.request.path_params["record_class"]
        for record in await self._records(caller):
            if record.record_class.value == wanted:
                return record
        raise not_found()

    async def _note(self, caller: Caller, action: AuditAction, record: KeptRecord, home_id: UUID) -> None:
        await self._parts.audit.note(
            action,
            caller.viewer.account_id,
            record.person_id,
            home=str(home_id),
            record_class=record.record_class.value,
        )

    async def _lead_on(self, record: KeptRecord, position: int, done: str) -> Response:
        await self._parts.positions.wait_for(["retention"], position, PATIENCE)
        return lead_to(f"{ADDRESS}/{record.person_id}", done)


def _home_asked(caller: Caller, homes: Sequence[Home]) -> Home | None:
    asked = caller.asked("home")
    return next((home for home in homes if asked in (str(home.home_id), home.ref)), None)


def _not_due(record: KeptRecord) -> Refused:
    if record.held_because is not None:
        return Refused(
            "person_held", "", "This record is held.", "Release it first, if nothing needs it any more."
        )
    return Refused(
        "retention_lasts", "", "The time of this record has not passed yet.", "Come back when it has."
    )
