"""The directory's errors as problems."""

from network.directory.commands import DirectoryBusy, DirectoryKeyReused, DirectoryRefused
from network.web.problem import Problem, ProblemKind, busy, key_reused


def problem_of(error: Exception) -> Problem | None:
    """The problem to answer with, or None where the error is not the directory's."""
    match error:
        case DirectoryRefused():
            return Problem(
                ProblemKind.REFUSED, error.message, field=error.field, remedy=error.remedy, code=error.code
            )
        case DirectoryKeyReused():
            return key_reused()
        case DirectoryBusy():
            return busy("Too many others change the network at this moment.")
        case _:
            return None
