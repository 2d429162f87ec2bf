from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import msgspec
import pytest

from households.costs import RecordCost
from households.falls import RecordFall
from households.payments import ReceivePayment
from households.recording.command import Command
from households.recording.commands import COMMANDS
from households.recording.errors import Invalid
from households.residents import MoveIn
from households.sickness import StartSickness

DECODERS = {kind.command: msgspec.json.Decoder(kind.command) for kind in COMMANDS.values()}

FALL = {"resident": "R1", "occurred_at": "2026-03-01T10:00:00Z", "place": "bedroom", "harm": "low"}
PAYMENT = {"payer": "LA1", "received_on": "2026-03-01", "amount": "12.50", "reference": "INV 7"}
COST = {"month": "2026-03", "category": "food", "amount": "1"}
MOVE_IN = {"household": "Rose", "given_name": "Ada", "family_name": "Byron", "moved_in_on": "2026-03-01"}


def read(kind: type[Command], fields: Mapping[str, object], **changed: object) -> Command:
    return DECODERS[kind].decode(msgspec.json.encode({**fields, **changed}))


def invalid(kind: type[Command], fields: Mapping[str, object], **changed: object) -> Invalid:
    with pytest.raises(Invalid) as refusal:
        read(kind, fields, **changed)
    return refusal.value


def test_text_is_trimmed_and_brought_to_one_form() -> None:
    command = read(MoveIn, MOVE_IN, given_name="  Zoe\u0308 ", resident_ref=" R1 ")
    assert isinstance(command, MoveIn)
    assert (command.given_name, command.resident_ref) == ("Zo\u00eb", "R1")


def test_text_within_lists_is_trimmed_too() -> None:
    command = read(RecordFall, FALL, other_actions=[" tea ", "a blanket"])
    assert isinstance(command, RecordFall)
    assert command.other_actions == ("tea", "a blanket")


@pytest.mark.parametrize("text", ["a\u0000b", "a\nb", "a\tb", "a\u007fb", "a\u0085b", "a\u202eb", "a\u2028b"])
def test_a_line_holds_no_control_characters(text: str) -> None:
    problem = invalid(MoveIn, MOVE_IN, given_name=text)
    assert problem.field == "given_name"
    assert text not in str(problem)


def test_prose_may_have_lines_but_no_other_control_characters() -> None:
    assert read(RecordFall, FALL, description="First\r\n\tthen")
    assert invalid(RecordFall, FALL, description="First\u0007").field == "description"


@pytest.mark.parametrize("written", ["-0", "-0.00", -0.0])
def test_nothing_is_never_less_than_nothing(written: object) -> None:
    cost = read(RecordCost, COST, amount=written)
    assert isinstance(cost, RecordCost)
    assert str(cost.amount) == "0.00"


def test_blank_text_is_no_text() -> None:
    assert invalid(MoveIn, MOVE_IN, given_name="  ").field == "given_name"
    assert invalid(RecordFall, FALL, other_actions=["\u00a0"]).field == "other_actions"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (MoveIn, MOVE_IN | {"given_name": ""}),
        (MoveIn, MOVE_IN | {"given_name": "A" * 101}),
        (MoveIn, MOVE_IN | {"nhs_number": "943476591"}),
        (MoveIn, MOVE_IN | {"surname": "Byron"}),
        (MoveIn, MOVE_IN | {"moved_in_on": "1 March 2026"}),
        (MoveIn, MOVE_IN | {"born_on": 1940}),
        (RecordFall, FALL | {"description": "A" * 1_000_000}),
        (RecordFall, FALL | {"occurred_at": "2026-03-01T10:00:00"}),
        (RecordFall, FALL | {"place": "moon"}),
        (RecordFall, FALL | {"witnessed": "yes"}),
        (RecordFall, {"resident": "R1"}),
        (StartSickness, {"staff": "S1", "first_day": "2026-03-01", "reason_code": "S33"}),
        (ReceivePayment, PAYMENT | {"amount": "twelve"}),
        (RecordCost, {"month": "2026-13", "category": "food", "amount": "1"}),
    ],
)
def test_what_is_malformed_is_no_command(kind: type[Command], fields: Mapping[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(kind, fields)


@pytest.mark.parametrize(
    "amount", ["0", "0.00", "-5", "1000000", "0.001", "12.345", "NaN", "Infinity", "1e9"]
)
def test_a_payment_is_of_a_penny_to_a_million_pounds(amount: str) -> None:
    assert invalid(ReceivePayment, PAYMENT, amount=amount).field == "amount"


@pytest.mark.parametrize(
    ("amount", "exact"), [("12.5", "12.50"), (7, "7.00"), (0.1, "0.10"), ("1E+3", "1000.00")]
)
def test_an_amount_is_exact_pence(amount: object, exact: str) -> None:
    command = read(ReceivePayment, PAYMENT, amount=amount)
    assert isinstance(command, ReceivePayment)
    assert str(command.amount) == exact


def test_years_are_those_that_people_live_in() -> None:
    assert invalid(MoveIn, MOVE_IN, born_on="1066-10-14").field == "born_on"
    assert invalid(RecordFall, FALL, occurred_at="9999-12-31T23:59:59Z").field == "occurred_at"


def test_a_command_made_in_code_is_checked_the_same() -> None:
    with pytest.raises(Invalid):
        ReceivePayment(payer="LA1", received_on=date(2026, 3, 1), amount=Decimal(0), reference="INV 7")


def test_a_command_is_its_json() -> None:
    command = read(RecordFall, FALL, actions=["999"], description="Fell")
    assert DECODERS[RecordFall].decode(msgspec.json.encode(command)) == command
    assert isinstance(command, RecordFall)
    assert command.occurred_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
