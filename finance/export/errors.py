"""What can stop an export before its first byte, each with its remedy."""


class ExportError(Exception):
    """The export can't be made."""

    def __init__(self) -> None:
        super().__init__((type(self).__doc__ or "").partition("\n")[0])


class DaysReversed(ExportError):
    """The last day lies before the first: swap them."""


class InstantToCome(ExportError):
    """Nobody knows yet what the books will say: ask for an instant that is past."""


class BooksBehind(ExportError):
    """The books have not caught up with what is recorded: try again in a moment."""


class ExportsUnderWay(ExportError):
    """Other exports are under way: try again when they are done."""


class NoSuchHome(ExportError):
    """There is no home of that reference: check it, or leave it out for all homes."""


class TooFarAhead(ExportError):
    """Charges are known a year ahead: ask for an earlier day."""
