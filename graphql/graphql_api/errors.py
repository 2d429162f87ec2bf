"""What a caller is told: what is wrong and what to ask instead. What went wrong inside stays inside."""

from graphql import GraphQLError

from finance.export.errors import ExportError
from network.access.viewer import AccessError
from network.coaching.learning.library import TooManyLetters
from network.web.problem import ProblemOf
from outcomes.terms import OutcomesError


class Unanswerable(GraphQLError):
    """A question that can't be answered as it was put."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}", extensions={"code": "UNANSWERABLE"})


class Unrecognised(GraphQLError):
    """Whoever asks has not said who they are."""

    def __init__(self) -> None:
        super().__init__(
            "No token came along, or it is not known here any more. Network IT makes tokens.",
            extensions={"code": "UNRECOGNISED"},
        )


class FollowAgain(GraphQLError):
    """A subscription that can't go on, though nothing was wrong with it."""

    def __init__(self) -> None:
        super().__init__(
            "The service stops, or you were too slow for it. Connect again, and ask for what you missed.",
            extensions={"code": "TRY_AGAIN"},
        )


class WentWrong(GraphQLError):
    """Something failed that the caller can do nothing about."""

    def __init__(self) -> None:
        super().__init__(
            "This could not be answered: something went wrong here. Try again; if it stays, tell network IT.",
            extensions={"code": "INTERNAL"},
        )


def answer_to(error: Exception, problem_of: ProblemOf) -> GraphQLError | None:
    """What to tell the caller of an error in a resolver; None where the field just answers null."""
    if isinstance(error, GraphQLError):
        return error
    if isinstance(error, AccessError):
        return None
    if isinstance(error, (OutcomesError, ExportError, TooManyLetters)):
        return GraphQLError(_said_by(error), extensions={"code": "UNANSWERABLE"})
    problem = problem_of(error)
    if problem is not None:
        return GraphQLError(problem.detail, extensions={"code": problem.kind.name})
    return WentWrong()


def _said_by(error: Exception) -> str:
    return str(error) or (type(error).__doc__ or "").partition("\n")[0]
