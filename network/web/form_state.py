"""What a form shows: what was typed into it, what is wrong with that, and the id of what it will record."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID, uuid4

from network.web.idempotency import FORM_FIELD
from network.web.problem import Problem, ProblemKind

WHOLE_FORM = ""
"""The name under which an error stands that belongs to no field."""
NOT_A_NUMBER = (" is not a number.", " is not a decimal number.")
"""What is said of it otherwise is how a program writes a number."""
NOT_A_TIME = " is not a time with its offset."
"""Likewise: in a form a time has no offset, and stands in a field of its own kind or as typed."""
WRONG_TYPE = " is of the wrong type: "
SEND_IT_AS = "Send it as "


@dataclass(frozen=True, slots=True, kw_only=True)
class FormState:
    """A form's values and errors, by the command's own names of fields; a dot leads inside."""

    command_id: UUID
    values: Mapping[str, list[str]] = field(default_factory=dict[str, list[str]])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    notice: str = ""
    """What to know before one goes on; stands above the form."""

    @classmethod
    def empty(cls, command_id: UUID, **first_values: str | list[str]) -> Self:
        """A form before anybody wrote in it; dotted names come as `**{"facts.place": "bedroom"}`."""
        values = {name: [sent] if isinstance(sent, str) else sent for name, sent in first_values.items()}
        return cls(command_id=command_id, values=values)

    @classmethod
    def refused(
        cls,
        fields: Mapping[str, list[str]],
        wrong: Problem | Mapping[str, str],
        labels: Mapping[str, str] | None = None,
    ) -> Self:
        """The same form with what was typed, and what is wrong; labels put fields into people's words."""
        errors = _errors_of(wrong, labels or {}) if isinstance(wrong, Problem) else dict(wrong)
        reused = isinstance(wrong, Problem) and wrong.kind is ProblemKind.OTHER_CONTENT
        return cls(command_id=uuid4() if reused else _command_id(fields), values=dict(fields), errors=errors)

    def value(self, name: str) -> str:
        """What stands in a field."""
        sent = self.values.get(name) or [""]
        return sent[-1]

    def chosen(self, name: str) -> list[str]:
        """What is chosen where several may be."""
        return [value for value in self.values.get(name, []) if value]

    def error(self, name: str) -> str | None:
        """What is wrong with a field, or with one of the values in it."""
        inside = (f"{name}.", f"{name}[")
        return next((said for at, said in self.errors.items() if at == name or at.startswith(inside)), None)


def _errors_of(problem: Problem, labels: Mapping[str, str]) -> dict[str, str]:
    name = problem.field or WHOLE_FORM
    if problem.kind is ProblemKind.INVALID and problem.detail.endswith(" is missing."):
        label = _label(name, labels)
        return {
            name: f"{label} Please answer this." if label.endswith("?") else f"{label}: please fill this in."
        }
    if problem.kind is ProblemKind.INVALID and problem.detail.endswith(NOT_A_NUMBER):
        return {name: f"{_label(name, labels)}: write figures with a point, such as 2.5 or 1071.52."}
    if problem.kind is ProblemKind.INVALID and problem.detail.endswith(NOT_A_TIME):
        return {name: f"{_label(name, labels)}: write the day and the time, such as 2026-03-31 14:05."}
    if problem.kind is ProblemKind.INVALID and WRONG_TYPE in problem.detail:
        return {name: f"{_label(name, labels)}: write {(problem.remedy or '').removeprefix(SEND_IT_AS)}"}
    said = " ".join(part for part in (problem.detail, problem.remedy) if part)
    if problem.kind is ProblemKind.INVALID and name:
        # These begin with the field's own name; a rule's sentence may hold the same letters in other words.
        said = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _: _label(name, labels), said)
    return {name: said}


def _label(name: str, labels: Mapping[str, str]) -> str:
    plain = name.partition("[")[0]
    return labels.get(plain) or plain.rpartition(".")[2].replace("_", " ").capitalize()


def _command_id(fields: Mapping[str, list[str]]) -> UUID:
    """The id that the form came with, so that sending it again after a mistake records it once."""
    try:
        return UUID((fields.get(FORM_FIELD) or [""])[-1])
    except ValueError:
        return uuid4()
