"""References for parts of one person's record, none of them taken by somebody else."""

from collections.abc import Container
from itertools import count


def part_reference(ref: str, part: int, taken: Container[str]) -> str:
    """The person's own reference for the first part, then `R012-2`, `R012-3` and so on."""
    if part == 0:
        return ref
    free = (f"{ref}-{number}" for number in count(part + 1))
    return next(candidate for candidate in free if candidate not in taken)
