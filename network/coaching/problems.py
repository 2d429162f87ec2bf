"""Coaching's errors as the edge answers them."""

from network.coaching.commands import CoachingBusy, CoachingKeyReused, CoachingRefused
from network.web.problem import Problem, ProblemKind, busy, key_reused


def coaching_problem(error: Exception) -> Problem | None:
    """The problem that one of coaching's errors is answered with; None for what is not coaching's."""
    match error:
        case CoachingRefused():
            return Problem(
                ProblemKind.REFUSED, error.message, field=error.field, remedy=error.remedy, code=error.code
            )
        case CoachingKeyReused():
            return key_reused()
        case CoachingBusy():
            return busy("Too many others write in this conversation at this moment.")
        case _:
            return None
