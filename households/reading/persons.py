"""How a sentence about what was recorded speaks of the people in it."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

Detail = Mapping[str, Any]
"""The plain facts of an event that a sentence may need, by the event's own field names."""


class Persons(NamedTuple):
    """How the sentence speaks of the people in it; each begins a sentence as it is."""

    resident: str = "A resident"
    staff: str = "A member of the team"
    says_level: bool = False
    """Whether the NHS's level of harm stands beside the team's own word, as a coach needs it."""

    @property
    def of_resident(self) -> str:
        """The resident inside a sentence."""
        return _inside(self.resident)

    @property
    def of_staff(self) -> str:
        """The team member inside a sentence."""
        return _inside(self.staff)


NOBODY = Persons()
Sentence = Callable[[Persons, Detail], str]


def _inside(subject: str) -> str:
    return "a" + subject[1:] if subject.startswith("A ") else subject
