"""The errors of access as problems."""

from network.access.accounts.accounts import AccountUnfit, AccountUnknown, TokenUnknown
from network.access.devices.devices import DeviceUnfit, DeviceUnknown
from network.access.secrets.attempts import TooManyAttempts
from network.access.secrets.rules import SecretUnfit
from network.access.sessions.sessions import NotAllowedIn, SessionUnknown
from network.access.sign_in.browsers import BrowserUnknown
from network.access.sign_in.credentials import ProofMissing
from network.access.sign_in.passkeys import PasskeyUnknown
from network.access.sign_in.signing_in import SignInRefused
from network.access.viewer import Forbidden, NotYours
from network.web.problem import Problem, ProblemKind, not_found


def problem_of(error: Exception) -> Problem | None:
    """The problem to answer with, or None where the error is not one of access."""
    match error:
        case (
            NotYours()
            | AccountUnknown()
            | TokenUnknown()
            | DeviceUnknown()
            | SessionUnknown()
            | BrowserUnknown()
            | PasskeyUnknown()
        ):
            return not_found()
        case Forbidden():
            return Problem(
                ProblemKind.FORBIDDEN,
                "Your role does not allow this.",
                remedy="Ask somebody whose role it is, or network IT for another account.",
            )
        case AccountUnfit() | SecretUnfit() | DeviceUnfit():
            return Problem(ProblemKind.REFUSED, error.message, field=error.field, remedy=error.remedy)
        case SignInRefused() | NotAllowedIn() | ProofMissing():
            return Problem(
                ProblemKind.FORBIDDEN,
                "That lets nobody in here.",
                remedy="Check what you typed, or ask network IT for a code.",
            )
        case TooManyAttempts():
            return Problem(
                ProblemKind.TOO_MANY_ATTEMPTS,
                "It was tried too often.",
                remedy=str(error),
                headers={"Retry-After": str(error.seconds)},
            )
        case _:
            return None
