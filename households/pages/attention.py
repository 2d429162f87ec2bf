"""Needs attention: facts refused when they arrived, until somebody mends and records or discards them."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, cast
from urllib.parse import quote, urlencode

from starlette.requests import Request
from starlette.responses import Response

from households.aftercare.waiting import PaymentInDoubt
from households.pages import wording
from households.pages.form_page import INSTEAD_OF, FormPage, Offer
from households.pages.reception import Reception
from households.pages.record_reading import pounds
from households.pages.set_aside_words import what_of
from households.pages.unread_forms import label, typed_in_words, wrong_with
from households.pages.visit import Visit, team
from households.reading.set_aside_people import PERSONS, Concerned, as_uuid
from households.reading.set_aside_records import SetAsideFound
from households.recording.commands import KINDS
from households.recording.refusals import refusal_in_words
from households.set_aside import SettleRecord
from network.web.page import Page
from network.web.problem import not_found


class Waits(NamedTuple):
    """A record that waits, as its page and the list tell of it."""

    found: SetAsideFound
    concerned: Concerned
    what: str
    """What it would have been, and of whom."""
    why: str
    """Why it was set aside, in the words of the rule."""
    by: str
    sent_by: str | None

    @property
    def is_late(self) -> bool:
        """Whether it came from a device much later than it was made."""
        return self.found.arrived_at - self.found.made_at > wording.LATE


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
                asks={"outcome": "Write why it is discarded."},
            )
        ),
    ]


class AttentionPages:
    """What the pages show."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def waiting(self, request: Request) -> Response:
        """Every record that waits, oldest first, and the payments that may have been recorded twice."""
        visit = await self._reception.door.admit(request, team)
        records = await self._reception.waiting.set_aside(visit.viewer, visit.home_id)
        ids = [one.id for one in records]
        found = await self._reception.set_aside.find_all(visit.viewer, visit.home_id, ids)
        context = {
            "wording": wording,
            "waits": await self._told(visit, found),
            "in_doubt": await self._in_doubt(visit),
            "pounds": pounds,
            "saved": "saved" in request.query_params,
        }
        return self._reception.door.show(visit, "households/attention/list.html", context)

    async def offer(self, visit: Visit) -> Offer:
        """What was sent, why it was set aside, and the form to put it right in."""
        record_id = visit.request.path_params["record"]
        found = await self._reception.set_aside.find(visit.viewer, visit.home_id, record_id)
        if found is None:
            raise not_found()
        (told,) = await self._told(visit, [found])
        return Offer(
            context={
                "wording": wording,
                "found": found,
                "told": told,
                "lines": self._lines(visit, told),
                "wrong": wrong_with(found, self._form_of(found)),
                "anew": self._address_to_put_right(visit, found),
                "about": found.path.get(found.record_field) if told.concerned.name else None,
            }
        )

    async def _in_doubt(self, visit: Visit) -> list[tuple[PaymentInDoubt, str]]:
        """Each with who recorded it."""
        payments = await self._reception.waiting.payments_in_doubt(visit.viewer, visit.home_id)
        called = await self._reception.accounts.of({one.recorded_by for one in payments})
        return [(one, called.get(one.recorded_by, "somebody")) for one in payments]

    async def _told(self, visit: Visit, found: Sequence[SetAsideFound]) -> list[Waits]:
        concerned = await self._reception.set_aside_people.of(visit.viewer, visit.home_id, found)
        accounts = {one.recorded_by for one in found} | {one.sent_by for one in found if one.sent_by}
        called = await self._reception.accounts.of(accounts)
        return [
            Waits(
                one,
                whom,
                what_of(one.command_name, whom),
                refusal_in_words(one.rule),
                called.get(one.recorded_by, "somebody"),
                called.get(one.sent_by, "somebody") if one.sent_by else None,
            )
            for one, whom in zip(found, concerned, strict=True)
        ]

    def _form_of(self, found: SetAsideFound) -> FormPage | None:
        return None if found.kind is None else self._reception.desk.form_of(found.kind)

    def _lines(self, visit: Visit, told: Waits) -> list[tuple[str, str]]:
        """What was sent, field by field; people by their names."""
        found, concerned = told.found, told.concerned
        command, page = found.command, self._form_of(found)
        persons = {name: _called(concerned) for name in PERSONS}
        if found.typed is not None:
            typed = typed_in_words(found, page)
            return [
                (words, persons.get(name, value))
                for name, (words, value) in zip(found.fields, typed, strict=True)
            ]
        if command is None:
            return []
        said = {
            name: getattr(command, name)
            for name in command.__struct_fields__
            if name in PERSONS or name not in found.path
        }
        return [
            (label(page, name), persons.get(name) or in_words(value, visit))
            for name, value in sorted(said.items(), key=lambda one: one[0] not in PERSONS)
            if value not in (None, ())
        ]

    def _address_to_put_right(self, visit: Visit, found: SetAsideFound) -> str | None:
        """The form that this kind of record is made with, filled in; None where it has no page."""
        page = self._form_of(found)
        if page is None or (found.command is None and found.typed is None):
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


def _called(concerned: Concerned) -> str:
    """Somebody by their name, or by what the record calls them: an id says nothing to anybody."""
    if concerned.name:
        return concerned.name
    given = concerned.given or ""
    return f"{given}, not known in the home" if given and not as_uuid(given) else "Not known in the home"
