"""A form that comes to no command, as of an earlier release: what is wrong with it, and what was typed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from households.pages import wording
from households.pages.form_page import FormPage
from households.reading.set_aside_records import SetAsideFound
from households.recording.command import Command
from households.recording.commands import CommandKind
from households.recording.form_commands import Fields, body_of, read
from network.web.hints import choice_in, holds
from network.web.problem import Problem


def wrong_with(found: SetAsideFound, page: FormPage | None) -> list[str]:
    """Why it can't be recorded as it is, a sentence a reason; nothing where this release can read it."""
    if found.typed is None or found.kind is None:
        return []
    known = {field.name: field for field in msgspec.structs.fields(body_of(found.kind))}
    fields = found.fields
    asked = {name: values for name, values in fields.items() if name.partition(".")[0] in known}
    missing = [name for name, field in known.items() if field.required and name not in asked]
    unfit = _unfit(found.kind, found.path, asked)
    return [
        *(
            page.asks[name] if page and name in page.asks else f"“{label(page, name)}” is missing."
            for name in missing
        ),
        *(f"“{label(page, name)}” can’t be read as it was written." for name in unfit),
        *(f"“{label(page, name)}” is not asked any more." for name in fields if name not in asked),
    ]


def _unfit(kind: CommandKind, path: Mapping[str, str], fields: Fields) -> list[str]:
    """The fields whose values can't be read, in the order in which they are found."""
    unfit: list[str] = []
    left = dict(fields)
    while True:
        try:
            read(kind, {name: path.get(name, "") for name in kind.path_fields}, left)
        except Problem as problem:
            name = (problem.field or "").partition("[")[0]
            if left.pop(name, None) is None:
                return unfit
            unfit.append(name)
        else:
            return unfit


def typed_in_words(found: SetAsideFound, page: FormPage | None) -> list[tuple[str, str]]:
    """What was typed, field by field, in the words of the form as far as it is still asked."""
    hints = {} if found.kind is None else _hints(found.kind.command)
    return [
        (label(page, name), ", ".join(_in_words(hints.get(name), value) for value in values))
        for name, values in found.fields.items()
    ]


def _hints(command: type[Command]) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(command)}


def _in_words(hint: Any, value: str) -> str:  # noqa: ANN401 - a type hint is anything
    choice = choice_in(hint)
    if choice is not None and value in {member.value for member in choice}:
        return wording.word(choice(value))  # pyright: ignore[reportArgumentType]
    if value in {"yes", "no"}:
        return value.capitalize()
    return value.replace("T", " ") if holds(hint, datetime) else value


def label(page: FormPage | None, name: str) -> str:
    """A field as its form calls it, or its name in words."""
    words = name.rpartition(".")[2].replace("_", " ").capitalize()
    return (page.labels.get(name) if page else None) or words
