"""A page with a form: shown, read, recorded, and shown again with what was typed where something is wrong.

Whoever adds such a page says what it offers and where it leads; everything between is here.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4, uuid5

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from households.pages.visit import FrontDoor, Visit
from households.reading.made_records import MadeRecords
from households.reading.set_aside_records import SetAsideFound, SetAsideRecords
from households.recording.bounds import bounds_of
from households.recording.commands import CommandKind
from households.recording.errors import KeyReused
from households.recording.form_commands import Fields, reader_of
from households.recording.problems import problem_of
from households.recording.refusals import refusal_in_words
from households.recording.service import Envelope, Households, Recorded
from households.set_aside import SettleRecord
from network.days import local_date
from network.projections.waiting import Waiting
from network.web.body import read_form
from network.web.form_offer import Offer, hand_in
from network.web.form_state import FormState
from network.web.idempotency import FORM_FIELD, command_id_of
from network.web.page import Page
from network.web.problem import Problem, ProblemKind, chain, decision_problem
from network.web.sent_command import key_in_form

PATIENCE = timedelta(seconds=3)
"""How long a page that leads on waits for the read models that the next page shows."""
INSTEAD_OF = "instead_of"
"""The field, and the query's parameter, that names a record set aside which this one takes the place of."""
PROBLEM_OF = chain(decision_problem, problem_of)
RECORDED_ANEW = "Put right and recorded anew."


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """What one form page is: its place, what it records, what it offers, and where it leads."""

    name: str
    path: str
    """Its parameters other than `home` fill the command's fields of the same name."""
    kind: CommandKind
    template: str
    """Knows `form`, `kind`, `asks`, `labels`, `bounds`, `visit` and the offer's context."""
    offer: Callable[[Visit], Awaitable[Offer]]
    """Asked for a first look, and again to show what is wrong."""
    then: Callable[[Visit, Recorded], str]
    """The address of the page that confirms it."""
    shown_by: Sequence[str] = ()
    """The read models that the next page shows."""
    now_fields: tuple[str, ...] = ()
    """Instants that mean now where they are left empty."""
    today_fields: tuple[str, ...] = ()
    """Days that mean today where they are left empty."""
    asks: Mapping[str, str] = field(default_factory=dict[str, str])
    """What to say where a field that is needed was left empty: `Choose who fell.`"""
    labels: Mapping[str, str] = field(default_factory=dict[str, str])
    """The fields in people's words, for other errors; the words of the form's own labels."""


class FormDesk:
    """Shows forms and records what they bring."""

    def __init__(
        self,
        door: FrontDoor,
        households: Households,
        records: MadeRecords,
        set_aside: SetAsideRecords,
        positions: Waiting,
    ) -> None:
        self._door = door
        self._households = households
        self._records = records
        self._set_aside = set_aside
        self._positions = positions
        self._forms: dict[str, FormPage] = {}

    def form_of(self, kind: CommandKind) -> FormPage | None:
        """The page that records commands of a kind; None where there is none."""
        return self._forms.get(kind.name)

    def page(self, form_page: FormPage) -> Page:
        """The form page at its address."""
        self._forms.setdefault(form_page.kind.name, form_page)

        async def answer(request: Request) -> Response:
            visit = await self._door.admit(request, form_page.kind.may)
            if request.method == "POST":
                return await self._take(form_page, visit)
            return await self._offer(form_page, visit)

        return Page(name=form_page.name, path=form_page.path, endpoint=answer, methods=("GET", "POST"))

    async def _offer(self, page: FormPage, visit: Visit) -> Response:
        offer = await page.offer(visit)
        found = await self._instead_of(visit, visit.request.query_params.get(INSTEAD_OF))
        sent = {} if found is None else {**found.form_values, INSTEAD_OF: found.id}
        form = FormState.empty(uuid4(), **{**offer.values, **sent})
        return self._door.show(visit, page.template, _known(page, offer, replace(form, notice=_why(found))))

    async def _take(self, page: FormPage, visit: Visit) -> Response:
        sent = await read_form(visit.request)
        recorded = await hand_in(
            sent,
            lambda: self._record(page, visit, sent),
            PROBLEM_OF,
            asks=page.asks,
            labels=page.labels,
        )
        if isinstance(recorded, FormState):
            return await self._show_again(page, visit, sent, recorded)
        recorded = await self._settle(visit, sent, recorded)
        return await self._lead_on(page, visit, recorded)

    async def _instead_of(self, visit: Visit, record: str | None) -> SetAsideFound | None:
        """The record set aside that is mended in this form."""
        return await self._set_aside.find(visit.viewer, visit.home_id, record) if record else None

    async def _settle(self, visit: Visit, sent: Fields, recorded: Recorded) -> Recorded:
        """Say of the record that this one takes the place of that it was seen to."""
        record = "".join(sent.get(INSTEAD_OF, [])[-1:])
        found = await self._instead_of(visit, record)
        if found is None or found.is_settled:
            return recorded
        command_id = uuid5(command_id_of(sent.get(FORM_FIELD, [""])[-1] or None), INSTEAD_OF)
        envelope = Envelope(command_id=command_id, now=visit.now)
        command = SettleRecord(record=record, outcome=RECORDED_ANEW)
        settled = await self._households.record(visit.viewer, visit.home_id, command, envelope)
        return msgspec.structs.replace(recorded, log_position=settled.log_position)

    async def _show_again(self, page: FormPage, visit: Visit, sent: Fields, refused: FormState) -> Response:
        offer = await page.offer(visit)
        found = await self._instead_of(visit, "".join(sent.get(INSTEAD_OF, [])[-1:]))
        form = replace(refused, notice=_why(found))
        return self._door.show(visit, page.template, _known(page, offer, form), status=422)

    async def _need_unseen(self, visit: Visit, sent: Fields, command_id: UUID) -> None:
        """Two may mend one record at once; a `Problem` for the second. Sent again, a form has its answer."""
        found = await self._instead_of(visit, "".join(sent.get(INSTEAD_OF, [])[-1:]))
        if found is None or not found.is_settled:
            return
        if await self._records.when(visit.home_id, command_id) is None:
            raise Problem(
                ProblemKind.REFUSED,
                "Somebody has seen to the record that is mended here.",
                remedy="Look whether it is there now. If it is not, record it on a new form.",
            )

    async def _record(self, page: FormPage, visit: Visit, sent: Fields) -> Recorded:
        fields = dict(sent)
        fields.pop(INSTEAD_OF, None)
        command_id = key_in_form(fields)
        await self._need_unseen(visit, sent, command_id)
        path = await self._records.resolve(visit.home_id, path_fields(visit))
        try:
            recorded = await self._record_once(page, visit, command_id, path, fields)
        except KeyReused:
            # Pressed twice at once, each was given its own time before either was recorded.
            recorded = await self._record_once(page, visit, command_id, path, fields)
        visit.request.scope["state"]["position"] = recorded.log_position
        return recorded

    async def _record_once(
        self, page: FormPage, visit: Visit, command_id: UUID, path: Mapping[str, str], fields: Fields
    ) -> Recorded:
        filled = fields | await self._now(page, visit, command_id, fields)
        command = reader_of(page.kind).from_form(path, filled)
        envelope = Envelope(command_id=command_id, now=visit.now)
        return await self._households.record(visit.viewer, visit.home_id, command, envelope)

    async def _now(self, page: FormPage, visit: Visit, command_id: UUID, fields: Fields) -> Fields:
        """The clock where nothing was typed; when it comes a second time, the time of the first."""
        empty = [name for name in (*page.now_fields, *page.today_fields) if not any(fields.get(name, []))]
        if not empty:
            return {}
        at: datetime = await self._records.when(visit.home_id, command_id) or visit.now
        moments = {name: at if name in page.now_fields else local_date(at) for name in empty}
        return {name: [moment.isoformat()] for name, moment in moments.items()}

    async def _lead_on(self, page: FormPage, visit: Visit, recorded: Recorded) -> Response:
        then = page.then(visit, recorded)
        shown = await self._positions.wait_for(page.shown_by, recorded.log_position, PATIENCE)
        if not shown:
            then = visit.address(f"/saved?{urlencode({'next': then})}")
        return RedirectResponse(then, status_code=303)


def _known(page: FormPage, offer: Offer, form: FormState) -> dict[str, object]:
    """What the page's template knows."""
    return {
        **offer.context,
        "form": form,
        "kind": page.kind,
        "asks": dict(page.asks),
        "labels": dict(page.labels),
        "bounds": bounds_of(page.kind.command),
    }


def _why(found: SetAsideFound | None) -> str:
    """Why the record that is mended was set aside; nothing where none is."""
    return "" if found is None else f"This was set aside: {refusal_in_words(found.rule)}"


def path_fields(visit: Visit) -> dict[str, str]:
    """What the address says beside the home."""
    return {name: value for name, value in visit.request.path_params.items() if name != "home"}
