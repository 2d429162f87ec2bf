"""What a page shows beside its form, and which problems are told in it: for every part that has forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from network.web.problem import ProblemKind

ANSWERED_ON_THE_FORM = (ProblemKind.INVALID, ProblemKind.REFUSED, ProblemKind.OTHER_CONTENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a form page shows beside the form, and what stands in the form before anybody wrote in it."""

    values: Mapping[str, str | list[str]] = field(default_factory=dict[str, str | list[str]])
    context: Mapping[str, object] = field(default_factory=dict[str, object])


def missing_fields(asks: Mapping[str, str], sent: Mapping[str, list[str]]) -> dict[str, str]:
    """All that is needed and was left empty, in the order of the form, each with what to do."""
    return {name: said for name, said in asks.items() if not any(sent.get(name, []))}
