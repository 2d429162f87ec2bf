"""What a form shows: what was typed, and what is wrong with it, in people's words."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid4

import msgspec
import pytest

from network.web.form_state import FormState
from network.web.parser import Parser
from network.web.problem import Problem, ProblemKind

COMMAND = UUID("5e0f3a52-6f3d-4b7a-9f8e-2f6f2a1c0b11")
SENT = {"command_id": [str(COMMAND)], "place": ["garden"], "actions": ["", "first_aid", "doctor"]}


def test_an_empty_form_shows_its_first_values() -> None:
    form = FormState.empty(COMMAND, **{"facts.place": "bedroom", "actions": ["doctor"]})
    assert (form.value("facts.place"), form.chosen("actions"), form.value("other")) == (
        "bedroom",
        ["doctor"],
        "",
    )
    assert form.error("facts.place") is None


def test_a_refused_form_keeps_what_was_typed_and_the_id_of_what_it_will_record() -> None:
    form = FormState.refused(SENT, {"place": "Choose where."})
    assert form.command_id == COMMAND
    assert (form.value("place"), form.chosen("actions")) == ("garden", ["first_aid", "doctor"])
    assert form.error("place") == "Choose where."


def test_a_field_that_is_missing_is_named_by_its_label() -> None:
    missing = Problem(
        ProblemKind.INVALID, "facts.harm is missing.", field="facts.harm", remedy="Send facts.harm."
    )
    form = FormState.refused(SENT, missing, {"facts.harm": "How badly were they hurt?"})
    assert form.error("facts.harm") == "How badly were they hurt? Please answer this."
    assert FormState.refused(SENT, missing).error("facts.harm") == "Harm: please fill this in."


def test_a_number_that_cannot_be_read_is_asked_for_as_a_person_writes_one() -> None:
    detail, remedy = "hours is not a decimal number.", 'Write the number in a string, such as "1071.52".'
    wrong = Problem(ProblemKind.INVALID, detail, field="hours", remedy=remedy)
    said = FormState.refused({"hours": ["2,5"]}, wrong).error("hours")
    assert said == "Hours: write figures with a point, such as 2.5 or 1071.52."


def test_an_error_inside_a_list_stands_at_the_list() -> None:
    wrong = Problem(
        ProblemKind.INVALID,
        "actions[1] is not one of the values allowed.",
        field="actions[1]",
        remedy="Choose.",
    )
    assert (
        FormState.refused(SENT, wrong).error("actions") == "Actions is not one of the values allowed. Choose."
    )


def test_an_error_of_no_field_stands_for_the_whole_form() -> None:
    refused = Problem(ProblemKind.REFUSED, "The home has closed.", remedy="Ask network IT.")
    assert FormState.refused(SENT, refused).errors == {"": "The home has closed. Ask network IT."}


def test_a_key_that_was_used_for_something_else_is_replaced() -> None:
    reused = Problem(ProblemKind.OTHER_CONTENT, "This came before with other content.")
    assert FormState.refused(SENT, reused).command_id != COMMAND


def test_a_form_that_lost_its_id_gets_a_new_one() -> None:
    for sent in ({}, {"command_id": [""]}, {"command_id": ["not an id"]}):
        form = FormState.refused(sent, {"place": "Choose where."})
        assert form.command_id.version == uuid4().version


def test_a_rules_own_words_stay_where_they_hold_the_name_of_a_field() -> None:
    problem = Problem(
        ProblemKind.REFUSED, "Another home has this reference.", field="ref", remedy="Choose another name."
    )
    form = FormState.refused({}, problem, {"ref": "Reference"})
    assert form.error("ref") == "Another home has this reference. Choose another name."


def test_a_field_is_named_in_peoples_words_where_its_own_name_stands_alone() -> None:
    problem = Problem(
        ProblemKind.INVALID, "beds is out of its bounds.", field="beds", remedy="Send at least 1."
    )
    form = FormState.refused({}, problem, {"beds": "Beds"})
    assert form.error("beds") == "Beds is out of its bounds. Send at least 1."


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    fell_at: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    beds: int | None = None


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("fell_at", "yesterday", "When: write the day and the time, such as 2026-03-31 14:05."),
        ("beds", "ten", "Beds: write a whole number."),
    ],
)
def test_what_is_typed_into_a_form_is_asked_for_as_people_write_it(field: str, typed: str, said: str) -> None:
    with pytest.raises(Problem) as wrong:
        Parser(Typed).from_form({field: [typed]})
    form = FormState.refused({}, wrong.value, {"fell_at": "When"})
    assert form.error(field) == said
    assert Parser(Typed).from_form({"fell_at": ["2026-03-31 14:05"], "beds": ["10"]}).beds == 10
