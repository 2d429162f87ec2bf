"""The errors of access as problems."""

from network.access.accounts import AccountUnfit, AccountUnknown, TokenUnknown
from network.access.viewer import Forbidden, NotYours
from network.web.problem import Problem, ProblemKind, not_found


def problem_of(error: Exception) -> Problem | None:
    """The problem to answer with, or None where the error is not one of access."""
    match error:
        case NotYours() | AccountUnknown() | TokenUnknown():
            return not_found()
        case Forbidden():
            return Problem(
                ProblemKind.FORBIDDEN,
                "Your role does not allow this.",
                remedy="Ask somebody whose role it is, or network IT for another account.",
            )
        case AccountUnfit():
            return Problem(ProblemKind.REFUSED, error.message, field=error.field, remedy=error.remedy)
        case _:
            return None
