"""Finds people who are named in full in a text that is read outside their home.

A name counts with its given and family name, or with a title before the family name, as whole words,
whatever the letters' case and accents and however many spaces there are. First names alone do not
count: Rose, May and Grace are words too.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from network.access.viewer import Role, Viewer

TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr")
SHORTEST = 2
"""Letters of a name: one alone is an initial."""
REMEDY = "Write “a resident” or “a colleague” instead."
_DOTTED_TITLE = re.compile(rf"\b({'|'.join(TITLES)})\.", re.IGNORECASE)
_WORD_OR_STOP = re.compile(r"[^\W_]+|[^\w\s'’‘`‐‑-]+")
"""Hyphens and apostrophes part words as spaces do; a full stop or a comma between two words parts more."""


class FullName(NamedTuple):
    """What somebody is called."""

    given: str
    family: str


class KnownNames(Protocol):
    """Who knows what people of homes are called."""

    async def of(self, viewer: Viewer, home_ids: Collection[UUID], /) -> Sequence[FullName]:
        """The residents and the team of these homes, present and former, as far as the viewer may know."""
        ...


class Named(NamedTuple):
    """A text that names people in full."""

    field: str
    initials: Sequence[str]

    @property
    def message(self) -> str:
        """What is wrong. Initials have to do, because problems stay on devices and in screenshots."""
        return f"It holds the name of {', '.join(self.initials)}; coaches and other homes read this."


async def find_named(viewer: Viewer, said: Mapping[str, str | None], names: KnownNames) -> Named | None:
    """The first of these texts, by their fields, that names people of its writer's own homes in full.

    Only a home's team is told: to others the answer would be a way to ask who lives there.
    """
    texts = {field: text for field, text in said.items() if text}
    if not texts or viewer.role is not Role.HOME_TEAM:
        return None
    known = await names.of(viewer, viewer.homes)
    found = (Named(field, named_in(text, known)) for field, text in texts.items())
    return next((named for named in found if named.initials), None)


def named_in(text: str, names: Iterable[FullName]) -> list[str]:
    """Whom a text names in full, each once, in initials: “N. L.”, “Mrs L.”."""
    words = _words(text)
    found: dict[str, None] = {}
    for name in dict.fromkeys(names):
        for written, initials in _ways_to_write(name):
            if written in words:
                found[initials] = None
                break
    return list(found)


def _ways_to_write(name: FullName) -> Iterable[tuple[str, str]]:
    """Words to look for, and the initials that stand for them."""
    family = _words(name.family)
    first, *others = _words(name.given).split() or [""]
    if min(len(first), len(family.strip())) < SHORTEST:
        return
    initials = f"{first[0].upper()}. {family.strip()[0].upper()}."
    if others:
        yield f" {first} {' '.join(others)}{family}", initials
    yield f" {first}{family}", initials
    for title in TITLES:
        yield f" {title.lower()}{family}", f"{title} {family.strip()[0].upper()}."


def _words(text: str) -> str:
    """A text's words in lower case without accents, a space before and after each."""
    plain = unicodedata.normalize("NFKD", _DOTTED_TITLE.sub(r"\1 ", text)).casefold()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return f" {' '.join(_WORD_OR_STOP.findall(letters))} "
