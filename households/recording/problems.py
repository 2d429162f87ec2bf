"""The errors of recording as problems."""

from households.recording.errors import Busy, HomeUnknown, Invalid, KeyReused, Refused
from network.web.problem import Problem, ProblemKind, busy, key_reused, not_found


def problem_of(error: Exception) -> Problem | None:
    """The problem to answer with, or None where the error is not one of recording."""
    match error:
        case Refused():
            return Problem(
                ProblemKind.REFUSED, error.message, field=error.field, remedy=error.remedy, code=error.code
            )
        case Invalid():
            return Problem(ProblemKind.INVALID, error.message, field=error.field, remedy=error.remedy)
        case KeyReused():
            return key_reused()
        case HomeUnknown():
            return not_found()
        case Busy():
            return busy("Too many others record in the same home at this moment.")
        case _:
            return None
