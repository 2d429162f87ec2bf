"""What can be wrong with a command, each with the field it concerns and what to do about it.

Messages reach problems, logs and import reports, so they never repeat what was typed.
"""


class HouseholdsError(Exception):
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


class Refused(HouseholdsError):
    """A rule of the home does not allow the fact."""

    def __init__(self, code: str, field: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.code = code
        self.field = field
        self.message = message
        self.remedy = remedy


class KeyReused(HouseholdsError):
    """The same key came before with other content."""

    remedy = "Use a new key for a new record; to correct what was recorded, amend it."

    def __init__(self) -> None:
        super().__init__(f"This key was used before, for a record with other content. {self.remedy}")


class HomeUnknown(HouseholdsError):
    """No home of that id has been opened."""


class Busy(HouseholdsError):
    """Too many others record in the same home at this moment; the command was not recorded, send it again."""
