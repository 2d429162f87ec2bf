"""What is sent becomes a typed object, or a problem that names the field and repeats nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from network.web.parser import Parser
from network.web.problem import Problem, ProblemKind
from network.web.repeated import repeated_field


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: Annotated[str, msgspec.Meta(max_length=5)] | None = None
    letter: Annotated[str, msgspec.Meta(max_length=1)] | None = None
    code: Annotated[str, msgspec.Meta(pattern="^[0-9]*$")] | None = None


class Thing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    colour: Colour
    at: datetime | None = None
    began_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    on: date | None = None
    count: Annotated[int, msgspec.Meta(ge=1)] | None = None
    amount: Decimal | None = None
    is_big: bool | None = None
    others: tuple[Colour, ...] = ()
    inner: Inner | None = None
    note: str | None = None
    word: Annotated[str, msgspec.Meta(max_length=20)] | None = None
    ref: (
        Annotated[
            str,
            msgspec.Meta(pattern="^[a-z ]*$", extra={"written": "Write it in small letters, as ab cd."}),
            msgspec.Meta(description="A reference."),
        ]
        | None
    ) = None


PARSER = Parser(Thing)


def problem_of_json(body: bytes) -> Problem:
    with pytest.raises(Problem) as raised:
        PARSER.from_json(body)
    return raised.value


@pytest.mark.parametrize(
    ("body", "field", "remedy"),
    [
        ('{"colour": "green"}', "colour", "Choose one of: red, blue."),
        ('{"colour": "red", "others": ["blue", "x"]}', "others[1]", "Choose one of: red, blue."),
        ('{"colour": "red", "inner": {"words": "too long"}}', "inner.words", "Send at most 5 characters."),
        ('{"colour": "red", "inner": {"more": 1}}', "inner.more", "Leave it out"),
        ('{"colour": "red", "count": 0}', "count", "Send at least 1."),
        ('{"colour": "red", "on": "yesterday"}', "on", "YYYY-MM-DD"),
        ('{"colour": "red", "at": "2026-01-01"}', "at", "offset"),
        ('{"colour": "red", "at": "2026-01-01T00:00:00"}', "at", "offset"),
        ('{"colour": "red", "began_at": "2026-01-01T00:00:00"}', "began_at", "with Z or an offset"),
        ('{"colour": "red", "amount": "1e9"}', "amount", "at most 15 digits"),
        ('{"colour": "red", "amount": "NaN"}', "amount", "1071.52"),
        ('{"colour": "red", "note": "a\\u0007b"}', "note", "tabs and line ends"),
        ('{"colour": "red", "on": "0001-01-01"}', "on", "Check the year."),
        ("{}", "colour", "Send colour."),
        ("[]", "body", "Send it as an object with named fields."),
        ('{"colour": "red", "count": "3"}', "count", "Send it as a whole number."),
        ('{"colour": "red", "is_big": "yes"}', "is_big", "Send it as true or false."),
        ('{"colour": "red", "others": "red"}', "others", "Send it as a list."),
        ('{"colour": "red", "on": 20261120}', "on", "Send it as a date, as YYYY-MM-DD."),
        ('{"colour": "red", "ref": "A1"}', "ref", "Write it in small letters, as ab cd."),
        ('{"colour": "red", "inner": {"code": "A1"}}', "inner.code", "Compare it with what /openapi.json"),
        ('{"colour": "red", "inner": {"letter": "ab"}}', "inner.letter", "Send at most 1 character."),
        ('{"colour": "red", "": 1}', "body", "Leave it out, or name it."),
    ],
)
def test_a_wrong_field_is_named_with_what_to_do(body: str, field: str, remedy: str) -> None:
    problem = problem_of_json(body.encode())
    assert problem.kind is ProblemKind.INVALID
    assert problem.field == field
    assert problem.remedy is not None
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"colour": "red", "note": "a", "note": "b"}', "note"),
        ('{"colour": "red", "colour": "red"}', "colour"),
        ('{"colour": "red", "n\\u006fte": "a", "note": "b"}', "note"),
        ('{"colour": "red", "inner": {"words": "a", "words": "b"}}', "inner.words"),
        ('{"colour": "red", "inner": {"words": "a"}, "inner": {}}', "inner"),
    ],
)
def test_a_field_that_is_there_twice_is_named_and_neither_is_taken(body: str, field: str) -> None:
    problem = problem_of_json(body.encode())
    assert (problem.kind, problem.field) == (ProblemKind.INVALID, field)
    assert problem.detail == f"{field} is there twice."
    assert problem.remedy == "Send each field once."


@pytest.mark.parametrize("field", ["colour", "count", "is_big", "ref"])
def test_a_field_of_a_form_that_takes_one_value_and_has_two_is_named(field: str) -> None:
    sent = {"colour": ["red"], "count": ["1"], "is_big": ["on"], "ref": ["a"]}
    assert PARSER.from_form(sent).ref == "a"
    with pytest.raises(Problem) as raised:
        PARSER.from_form({**sent, field: [*sent[field], *sent[field]]})
    assert (raised.value.field, raised.value.detail) == (field, f"{field} is there twice.")


def test_a_text_in_parts_and_a_list_may_have_many_values_and_are_refused_for_what_is_wrong() -> None:
    assert PARSER.from_form({"colour": ["red"], "word": ["a", "b"]}).word == "a\nb"
    for wrong, field in (
        ({"word": ["a" * 15, "b" * 15]}, "word"),
        ({"word": ["a\u0007", "b"]}, "word"),
        ({"others": ["red", "green"]}, "others[1]"),
    ):
        with pytest.raises(Problem) as raised:
            PARSER.from_form({"colour": ["red"], **wrong})
        assert raised.value.field == field
        assert "twice" not in raised.value.detail


def test_where_a_name_stands_twice_is_said_in_lists_too() -> None:
    assert repeated_field('{"a": [{"b": 1}, [{"b": 1, "c": 2, "b": 1}]]}') == "a[1][0].b"
    assert repeated_field('[{"b": 1, "b": 1}]') == "[0].b"
    assert repeated_field('{"a": [{"b": 1}, {"b": 1}], "b": {"b": ' + "9" * 5000 + "}}") is None


@given(st.text(min_size=4).filter(lambda text: text not in ("body", "null")))
def test_a_problem_never_repeats_the_value_that_was_sent(secret: str) -> None:
    marked = f"<{secret}>"
    for content in ({"colour": marked}, {"colour": "red", "at": marked}, {"colour": "red", "amount": marked}):
        try:
            body = msgspec.json.encode(content)
        except UnicodeEncodeError:
            return
        problem = problem_of_json(body)
        assert marked not in f"{problem.detail} {problem.remedy} {problem.field}"


def outcome(read: Callable[[], Thing]) -> ProblemKind | None:
    """None where there is an object; anything but a problem is a fault."""
    try:
        read()
    except Problem as problem:
        return problem.kind
    return None


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_a_problem(body: bytes) -> None:
    assert outcome(lambda: PARSER.from_json(body)) in (None, ProblemKind.MALFORMED, ProblemKind.INVALID)


@given(st.dictionaries(st.text(max_size=12), st.lists(st.text(max_size=12), max_size=3), max_size=5))
def test_any_form_is_an_object_or_a_problem(fields: dict[str, list[str]]) -> None:
    assert outcome(lambda: PARSER.from_form(fields)) in (None, ProblemKind.INVALID)


def test_a_form_means_what_json_says() -> None:
    thing = PARSER.from_form(
        {
            "colour": ["red"],
            "at": ["2026-07-01T08:15"],
            "on": ["2026-07-01"],
            "count": ["3"],
            "amount": ["12.50"],
            "is_big": ["on"],
            "others": ["blue"],
            "inner.words": ["hi"],
            "note": [""],
        }
    )
    assert thing == Thing(
        colour=Colour.RED,
        at=datetime(2026, 7, 1, 7, 15, tzinfo=UTC),
        on=date(2026, 7, 1),
        count=3,
        amount=Decimal("12.50"),
        is_big=True,
        others=(Colour.BLUE,),
        inner=Inner(words="hi"),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("at", "1700000000"),
        ("at", "yesterday"),
        ("count", "many"),
        ("is_big", "perhaps"),
        ("inner", "x"),
        ("x.y", "1"),
    ],
)
def test_a_forms_field_that_is_none_is_named(name: str, value: str) -> None:
    with pytest.raises(Problem) as raised:
        PARSER.from_form({"colour": ["red"], name: [value]})
    assert raised.value.field == name.partition(".")[0]


def test_a_text_that_comes_in_parts_from_a_form_is_joined_and_other_values_are_not() -> None:
    parts = {"colour": ["red"], "note": ["Awake.", "", "Asked for tea"]}
    assert PARSER.from_form(parts).note == "Awake.\nAsked for tea"
    with pytest.raises(Problem) as raised:
        PARSER.from_form({"colour": ["red", "blue"]})
    assert raised.value.field == "colour"


@pytest.mark.parametrize(
    ("written", "amount"),
    [("£1,250.00", "1250.00"), (" £ 5581 ", "5581"), ("1,000,000.5", "1000000.5"), ("12.50", "12.50")],
)
def test_an_amount_in_a_form_may_be_written_as_people_write_it(written: str, amount: str) -> None:
    assert PARSER.from_form({"colour": ["red"], "amount": [written]}).amount == Decimal(amount)


@pytest.mark.parametrize("written", ["12,5", "1,25,000", "1,2500", "££5", "five", "12_50"])
def test_what_may_be_meant_as_a_point_is_not_guessed_at(written: str) -> None:
    with pytest.raises(Problem) as raised:
        PARSER.from_form({"colour": ["red"], "amount": [written]})
    assert raised.value.field == "amount"


def test_programs_write_amounts_plainly() -> None:
    with pytest.raises(Problem):
        PARSER.from_json(b'{"colour": "red", "amount": "1,250.00"}')


def test_what_stands_empty_in_a_query_was_meant_and_what_stands_twice_is_refused() -> None:
    assert PARSER.from_query(QueryParams("colour=red&count=2")).count == 2
    for query in ("colour=red&count=", "colour=red&count=1&count=2", "colour="):
        with pytest.raises(Problem):
            PARSER.from_query(QueryParams(query))
