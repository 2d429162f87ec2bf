"""What can be wrong with a command, each with the field it concerns and what to do about it.

Messages reach problems, logs and import reports, so they never repeat what was typed.
"""

from network import deciding


class HouseholdsError(deciding.NotRecorded):
    """A command was not recorded."""

    index: int | None = None
    """Which command of several it was, counted from 0; None where there was one."""


class Invalid(HouseholdsError):
    """What was sent is not a command: a value is malformed or out of its range."""

    def __init__(self, field: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.field = field
        self.message = message
        self.remedy = remedy


class Refused(HouseholdsError, deciding.Refused):
    """A rule of the home does not allow the fact."""


class KeyReused(HouseholdsError, deciding.KeyReused):
    """The same key came before with other content."""


class HomeUnknown(HouseholdsError):
    """No home of that id has been opened."""


class Busy(HouseholdsError, deciding.Busy):
    """Too many others record in the same home at this moment."""

    def __init__(self) -> None:
        super().__init__("Too many others record in the same home at this moment.")
