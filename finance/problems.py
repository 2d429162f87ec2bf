"""Finance's errors as the edge answers them."""

from finance.bank.statements import StatementUnreadable
from finance.books.memory import StillRemembering
from finance.export.errors import (
    BooksBehind,
    DaysReversed,
    ExportError,
    ExportsUnderWay,
    InstantToCome,
    NoSuchHome,
    TooFarAhead,
)
from network.web.problem import Problem, ProblemKind, busy, not_found

REMEDIES: dict[type[ExportError], tuple[str, str]] = {
    DaysReversed: ("to", "Give a last day not before the first."),
    InstantToCome: ("known_at", "Give an instant that is past."),
    TooFarAhead: ("to", "Give an earlier day."),
}


def finance_problem(error: Exception) -> Problem | None:
    """The problem that one of finance's errors is answered with; None for what is not finance's."""
    match error:
        case NoSuchHome():
            return not_found()
        case DaysReversed() | InstantToCome() | TooFarAhead():
            field, remedy = REMEDIES[type(error)]
            return Problem(ProblemKind.INVALID, str(error), field=field, remedy=remedy)
        case ExportsUnderWay() | BooksBehind() | StillRemembering():
            return busy(str(error))
        case ExportError():
            return Problem(ProblemKind.CONFLICT, str(error))
        case StatementUnreadable():
            return Problem(
                ProblemKind.REFUSED,
                f"{error.where}: {error.why} Nothing is brought in.",
                field="file",
                remedy=error.remedy,
                code="statement_unreadable",
            )
        case _:
            return None
