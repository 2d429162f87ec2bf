"""The errors of recording as problems, where they are not those of any decision."""

from households.recording.errors import HomeUnknown, Invalid
from network.web.problem import Problem, ProblemKind, not_found


def problem_of(error: Exception) -> Problem | None:
    """The problem to answer with, or None where the error is not one of recording."""
    match error:
        case Invalid():
            return Problem(ProblemKind.INVALID, error.message, field=error.field, remedy=error.remedy)
        case HomeUnknown():
            return not_found()
        case _:
            return None
