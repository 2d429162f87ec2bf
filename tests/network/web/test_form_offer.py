"""A form that is handed in: done, or shown again with what is wrong."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from network.deciding import Busy, KeyReused, Refused
from network.web.form_offer import hand_in
from network.web.form_state import FormState
from network.web.problem import Problem, ProblemKind, chain, decision_problem

COMMAND = UUID("5e0f3a52-6f3d-4b7a-9f8e-2f6f2a1c0b11")
SENT = {"command_id": [str(COMMAND)], "place": ["garden"], "day": [""]}
PROBLEM_OF = chain(decision_problem)


def raising(error: Exception) -> Callable[[], Awaitable[str]]:
    async def act() -> str:
        raise error

    return act


async def done() -> str:
    return "done"


async def test_what_was_carried_out_is_answered() -> None:
    assert await hand_in(SENT, done, PROBLEM_OF, asks={"place": "Choose where."}) == "done"


async def test_all_that_is_missing_is_asked_for_before_anything_is_carried_out() -> None:
    act = raising(AssertionError("It was carried out."))
    form = await hand_in(SENT, act, PROBLEM_OF, asks={"day": "Give the day.", "who": "Choose who."})
    assert isinstance(form, FormState)
    assert form.errors == {"day": "Give the day.", "who": "Choose who."}


@pytest.mark.parametrize(
    "error",
    [
        Refused("no_such_place", "place", "There is no garden.", "Choose where."),
        Problem(ProblemKind.INVALID, "There is no garden.", field="place", remedy="Choose where."),
    ],
)
async def test_what_is_wrong_with_a_field_stands_at_it_and_what_was_typed_stays(error: Exception) -> None:
    form = await hand_in(SENT, raising(error), PROBLEM_OF)
    assert isinstance(form, FormState)
    assert (form.error("place"), form.value("place")) == ("There is no garden. Choose where.", "garden")
    assert form.command_id == COMMAND


async def test_a_key_that_came_with_other_content_gives_the_form_a_new_one() -> None:
    form = await hand_in(SENT, raising(KeyReused()), PROBLEM_OF)
    assert isinstance(form, FormState)
    assert form.command_id != COMMAND


@pytest.mark.parametrize("error", [Busy("Too many."), Problem(ProblemKind.FORBIDDEN, "No."), OSError()])
async def test_what_no_form_can_mend_is_raised(error: Exception) -> None:
    with pytest.raises(type(error)) as raised:
        await hand_in(SENT, raising(error), PROBLEM_OF)
    assert raised.value is error
