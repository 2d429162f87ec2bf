"""What a coach asks of several homes: read from the address of a page, with what is wrong with it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from starlette.datastructures import QueryParams
from starlette.requests import Request

from network.web.form_state import FormState
from outcomes.charts.shown import TITLES
from outcomes.pages.answers import CaseloadHome, read
from outcomes.pages.asking import Asks
from outcomes.pages.choosing import NOT_A_FORM, whole_quarters
from outcomes.periods import Period
from outcomes.terms import Measure

HOMES_AT_ONCE = 150
"""Six charts of each are near what one answer may hold, as its size is estimated beforehand."""
QUARTERS = 4
"""Of which the caseload's rates are."""


class Selection(NamedTuple):
    """Which measure, days and homes."""

    measure: Measure
    form: FormState

    @property
    def homes(self) -> list[str]:
        """The references that were ticked."""
        return self.form.chosen("home")


def measures(*names: Measure) -> list[tuple[str, str]]:
    """Measures to choose from."""
    return [(measure.value, TITLES[measure]) for measure in names]


def read_selection(query: QueryParams, offered: Sequence[Measure], first: Mapping[str, str]) -> Selection:
    """What was asked, and `first` for what was not; an unknown measure is the first that is offered."""
    sent = {name: [text.strip() for text in query.getlist(name) if text.strip()] for name in query}
    values = {name: sent.get(name) or [text] for name, text in first.items()}
    values |= {name: found for name, found in sent.items() if name == "home"}
    wanted = (values.get("measure") or [""])[-1]
    measure = next((measure for measure in offered if measure.value == wanted), offered[0])
    values["measure"] = [measure.value]
    return Selection(measure, FormState(command_id=NOT_A_FORM, values=values))


def refused(selection: Selection, wrong: Mapping[str, str]) -> Selection:
    """The same with what is wrong with it, by field."""
    form = selection.form
    return selection._replace(
        form=FormState(command_id=form.command_id, values=form.values, errors=dict(wrong))
    )


async def homes_of(request: Request, documents: Asks, today: date) -> list[CaseloadHome]:
    """All homes of a coach, by name."""
    nodes = await nodes_of(request, documents, "Caseload", whole_quarters(QUARTERS, today))
    return [read(node, CaseloadHome) for node in nodes]


async def nodes_of(request: Request, documents: Asks, operation: str, period: Period) -> list[dict[str, Any]]:
    """Every home that a document of pages answers, page by page."""
    asked = {"from": period.first.isoformat(), "to": period.last.isoformat(), "first": HOMES_AT_ONCE}
    nodes: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = (await documents.ask(request, operation, {**asked, "after": after}))["homes"]
        nodes += [edge["node"] for edge in page["edges"]]
        if not page["pageInfo"]["hasNextPage"]:
            return nodes
        after = page["pageInfo"]["endCursor"]
