"""What a page shows beside its form, and what becomes of a form handed in: for every part that has forms."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from network.web.form_state import FormState
from network.web.problem import ProblemKind, ProblemOf

ANSWERED_ON_THE_FORM = (ProblemKind.INVALID, ProblemKind.REFUSED, ProblemKind.OTHER_CONTENT)
NONE: Mapping[str, str] = {}

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a form page shows beside the form, and what stands in the form before anybody wrote in it."""

    values: Mapping[str, str | list[str]] = field(default_factory=dict[str, str | list[str]])
    context: Mapping[str, object] = field(default_factory=dict[str, object])


def missing_fields(asks: Mapping[str, str], sent: Mapping[str, list[str]]) -> dict[str, str]:
    """All that is needed and was left empty, in the order of the form, each with what to do."""
    return {name: said for name, said in asks.items() if not any(sent.get(name, []))}


async def hand_in(
    sent: Mapping[str, list[str]],
    act: Callable[[], Awaitable[T]],
    problem_of: ProblemOf,
    *,
    asks: Mapping[str, str] = NONE,
    labels: Mapping[str, str] = NONE,
) -> T | FormState:
    """What `act` comes to, or the form as it was sent, to be shown again (422) with what is wrong in it.

    `asks` says what to write where a field is needed, `labels` what the form calls its fields. Raises
    what `act` does, where `problem_of` makes nothing of it that is told in a form.
    """
    missing = missing_fields(asks, sent)
    if missing:
        return FormState.refused(sent, missing, labels)
    try:
        return await act()
    except Exception as error:
        problem = problem_of(error)
        if problem is None or problem.kind not in ANSWERED_ON_THE_FORM:
            raise
        return FormState.refused(sent, problem, labels)
