"""From a row to the command that a form would send, and from a command's fields back to the columns."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from households.absences import GoAway
from households.baseline import RecordBaseline
from households.contributions import AgreeContribution
from households.costs import RecordCost
from households.falls import RecordFall
from households.payments import ReceivePayment, RecordOpeningBalance
from households.recording.command import Command
from households.recording.errors import Invalid
from households.residents import MoveIn
from households.sickness import StartSickness
from households.team import JoinTeam
from households.terms import AbsenceReason, Action, MovedOutReason, Place
from network.history.columns import COLUMNS
from network.history.findings import Findings
from network.history.keys import command_id
from network.history.rows import (
    AbsenceRow,
    BaselineRow,
    ContributionRow,
    CostRow,
    FallRow,
    OpeningRow,
    PaymentRow,
    ResidentRow,
    Row,
    SicknessRow,
    StaffRow,
)

T = TypeVar("T", bound=StrEnum)
Values = dict[str, Any]


class Planned(msgspec.Struct, frozen=True):
    """A row's command, and the id that is the same in every run."""

    row: Row
    command: Command
    command_id: UUID

    def column(self, field: str) -> str:
        """The column that a field of the command came from."""
        return column_of(type(self.row), field)


class Mapping(msgspec.Struct, frozen=True):
    """How a file's rows become commands: the command, its fields by column, and what only code can say."""

    command: type[Command]
    fields: dict[str, str]
    complete: Callable[[Any, Values], Values]
    kind: str
    """Part of every command's id; never changes."""


def _as_is(_row: Row, values: Values) -> Values:
    return values


def _resident(row: ResidentRow, values: Values) -> Values:
    if row.moved_out_on is not None and row.moved_out_reason is None:
        return values | {"moved_out_reason": MovedOutReason.OTHER}
    return values


def _absence(row: AbsenceRow, values: Values) -> Values:
    return values | {"reason": row.reason or AbsenceReason.OTHER}


def _fall(row: FallRow, values: Values) -> Values:
    """Places and actions in the team's own words are kept as words beside the nearest term."""
    place = _term(Place, row.place)
    known = [_term(Action, word) for word in row.actions]
    values |= {
        "place": place or Place.OTHER,
        "actions": tuple(action for action in known if action is not None),
        "other_actions": tuple(
            word for word, action in zip(row.actions, known, strict=True) if action is None
        ),
    }
    return values if place else values | {"place_in_words": row.place}


def _month(row: CostRow | BaselineRow, values: Values) -> Values:
    return values | {"month": f"{row.month:%Y-%m}"}


def _term(kind: type[T], word: str) -> T | None:
    """The term that a word in a spreadsheet means, as `Dining room` means `dining_room`."""
    plain = re.sub(r"[\s_-]+", "_", word.strip().casefold())
    return kind(plain) if plain in set(kind) else None


_WHO = {"resident_ref": "resident"}

MAPPINGS: dict[type[Row], Mapping] = {
    ResidentRow: Mapping(MoveIn, {}, _resident, "move-in"),
    StaffRow: Mapping(JoinTeam, {}, _as_is, "join-team"),
    ContributionRow: Mapping(
        AgreeContribution, _WHO | {"from_": "begins_on", "to": "ends_on"}, _as_is, "agree-contribution"
    ),
    AbsenceRow: Mapping(GoAway, _WHO, _absence, "go-away"),
    FallRow: Mapping(RecordFall, _WHO, _fall, "record-fall"),
    SicknessRow: Mapping(StartSickness, {"staff_ref": "staff"}, _as_is, "start-sickness"),
    OpeningRow: Mapping(RecordOpeningBalance, {"payer_ref": "payer"}, _as_is, "record-opening-balance"),
    PaymentRow: Mapping(ReceivePayment, _WHO | {"payer_ref": "payer"}, _as_is, "receive-payment"),
    CostRow: Mapping(RecordCost, {}, _month, "record-cost"),
    BaselineRow: Mapping(RecordBaseline, {}, _month, "record-baseline"),
}
"""One command a row, in the order in which a home's facts build on each other."""


def plan_row(row: Row, ordinal: int, findings: Findings) -> Planned | None:
    """The row's command; where the command does not take a value, that is noted and None returned."""
    mapping = MAPPINGS[type(row)]
    values = mapping.complete(row, _values(row, mapping))
    try:
        command = msgspec.convert(values, mapping.command)
    except Invalid as problem:
        column = column_of(type(row), problem.field)
        findings.add(row.file, row.line, column, f"{problem.message} {problem.remedy}")
    except msgspec.ValidationError as problem:
        field, what = said_by_msgspec(problem)
        findings.add(row.file, row.line, column_of(type(row), field), what)
    else:
        return Planned(row, command, command_id(mapping.kind, row.key_values(), ordinal))
    return None


def _values(row: Row, mapping: Mapping) -> Values:
    """The row's cells that are not empty, under the names of the command's fields."""
    taken = (
        (column.field, getattr(row, column.field))
        for column in COLUMNS[type(row)]
        if column.field != "home_ref"
    )
    return {mapping.fields.get(field, field): value for field, value in taken if value is not None}


def column_of(kind: type[Row], field: str) -> str:
    """The column that a command's field is filled from; the file's first where it is from none."""
    back = {theirs: ours for ours, theirs in MAPPINGS[kind].fields.items()} if kind in MAPPINGS else {}
    ours = back.get(field, field)
    names = {column.field: column.name for column in COLUMNS[kind]}
    return names.get(ours, {"other_actions": "actions", "place_in_words": "place"}.get(field, "row"))


def said_by_msgspec(problem: msgspec.ValidationError) -> tuple[str, str]:
    """Field and reason out of ``Expected … - at `$.field[0]` ``."""
    text = str(problem)
    what, _, path = text.partition(" - at `$")
    match = re.match(r"\.(\w+)", path)
    field = match[1] if match else "row"
    if "matching regex" in what:
        return field, _WRITTEN_OTHERWISE.get(field, "is not written as it should be")
    if bound := _BOUND.match(what):
        characters = " characters" if bound["length"] else ""
        return (
            field,
            f"is out of its bounds: write {_SIGNS[bound['sign']]} {int(bound['bound']):,}{characters}",
        )
    return field, what[:1].lower() + what[1:]


_BOUND = re.compile(r"Expected `[^`]+` (?P<length>of length )?(?P<sign>[<>]=) (?P<bound>\d+)$")
_SIGNS = {"<=": "at most", ">=": "at least"}
# What a command's pattern means to somebody at a spreadsheet.
_WRITTEN_OTHERWISE = {
    "ref": "begins or ends with a space, or holds a slash or a line break: write it without",
    "icb_ods_code": "is not the code of an integrated care board, as QWO",
}
