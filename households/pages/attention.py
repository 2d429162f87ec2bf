"""Needs attention: facts refused when they arrived, until somebody puts them right or dismisses them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, cast
from urllib.parse import quote, urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from households.aftercare.waiting import SetAsideRecord
from households.pages import wording
from households.pages.form_page import INSTEAD_OF, FormPage, Offer
from households.pages.reception import Reception
from households.pages.visit import Visit, team
from households.reading.set_aside_records import SetAsideFound
from households.recording.commands import COMMANDS, KINDS
from households.recording.refusals import refusal_in_words
from households.set_aside import SettleRecord
from network.web.page import Page
from network.web.problem import not_found

PERSONS = ("resident", "staff")


class Waits(NamedTuple):
    """A record that waits, as the list shows it."""

    record: SetAsideRecord
    what: str
    why: str
    by: str


def attention_pages(reception: Reception) -> list[Page]:
    """The list, and the page of each record."""
    pages = AttentionPages(reception)
    return [
        Page(name="attention", path="/homes/{home}/attention", endpoint=pages.waiting),
        reception.desk.page(
            FormPage(
                name="settle-record-page",
                path="/homes/{home}/attention/{record}",
                kind=KINDS[SettleRecord],
                template="households/attention/record.html",
                offer=pages.offer,
                then=lambda visit, _: visit.address("/attention?saved=1"),
                shown_by=("aftercare", "activity"),
                asks={"outcome": "Write why it is dismissed."},
            )
        ),
    ]


class AttentionPages:
    """What the pages show."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def waiting(self, request: Request) -> Response:
        """Every record that waits, oldest first."""
        visit = await self._reception.door.admit(request, team)
        records = await self._reception.waiting.set_aside(visit.viewer, visit.home_id)
        called = await self._reception.accounts.of(record.recorded_by for record in records)
        waits = [
            Waits(
                record,
                what_of(record.command),
                refusal_in_words(record.rule),
                called.get(record.recorded_by, "somebody"),
            )
            for record in records
        ]
        context = {"wording": wording, "waits": waits, "saved": "saved" in request.query_params}
        return self._reception.door.show(visit, "households/attention/list.html", context)

    async def offer(self, visit: Visit) -> Offer:
        """What was sent, why it was refused, and the form to put it right in."""
        record_id = visit.request.path_params["record"]
        found = await self._reception.set_aside.find(visit.viewer, visit.home_id, record_id)
        if found is None:
            raise not_found()
        people = {found.recorded_by} | ({found.sent_by} if found.sent_by else set[UUID]())
        called = await self._reception.accounts.of(people)
        return Offer(
            context={
                "wording": wording,
                "found": found,
                "what": what_of(found.kind.name) if found.kind else "A record",
                "why": refusal_in_words(found.rule),
                "by": called.get(found.recorded_by, "somebody"),
                "sent_by": called.get(found.sent_by) if found.sent_by else None,
                "lines": await self._lines(visit, found),
                "anew": self._address_to_put_right(visit, found),
            }
        )

    async def _lines(self, visit: Visit, found: SetAsideFound) -> list[tuple[str, str]]:
        """What was sent, field by field; people by their names."""
        command = found.command
        if command is None:
            return []
        values = {
            name: getattr(command, name) for name in command.__struct_fields__ if name not in found.path
        }
        names = await self._names(visit, values)
        said = {
            name: names.get(str(value)) or in_words(value, visit)
            for name, value in values.items()
            if value not in (None, ())
        }
        page = None if found.kind is None else self._reception.desk.form_of(found.kind)
        labels: Mapping[str, str] = page.labels if page else {}
        return [(labels.get(name) or _label(name), text) for name, text in said.items()]

    async def _names(self, visit: Visit, values: Mapping[str, object]) -> dict[str, str]:
        ids = [_uuid(str(values[field])) for field in PERSONS if field in values]
        known = await self._reception.names.of(visit.viewer, visit.home_id, {one for one in ids if one})
        return {str(person_id): name for person_id, name in known.items()}

    def _address_to_put_right(self, visit: Visit, found: SetAsideFound) -> str | None:
        """The form that this kind of record is made with, filled in; None where it has no page."""
        page = (
            None if found.kind is None or found.command is None else self._reception.desk.form_of(found.kind)
        )
        if page is None:
            return None
        filled = {**found.path, **{name: str(value) for name, value in found.form_values.items()}}
        try:
            below = page.path.removeprefix("/homes/{home}").format_map(
                {name: quote(value, safe="") for name, value in filled.items()}
            )
        except KeyError:
            return None
        return visit.address(f"{below}?{urlencode({INSTEAD_OF: found.id})}")


def in_words(value: object, visit: Visit) -> str:
    """A value of a command, as pages say it."""
    match value:
        case bool():
            return wording.yes_no(value)
        case datetime():
            return wording.when(value, visit.now)
        case date():
            return wording.day(value, visit.today)
        case StrEnum():
            return wording.word(value)
        case tuple():
            return ", ".join(in_words(one, visit) for one in cast("tuple[object, ...]", value))
        case _:
            return str(value)


def what_of(command: str) -> str:
    """What a command would have recorded, as the register says it: “A resident fell”."""
    kind = COMMANDS.get(command)
    return kind.sentence.rstrip(".") if kind else "A record"


def _label(name: str) -> str:
    """A field in words, where its form has none for it."""
    return name.replace("_", " ").capitalize()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
