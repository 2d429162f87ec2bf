"""What can keep a backup from being made or brought back, each with its remedy."""


class BackupError(Exception):
    """The backup can't be made or brought back."""


class ProgramMissing(BackupError):
    """PostgreSQL's own program is neither in the wheel nor on the PATH."""


class ProgramFailed(BackupError):
    """PostgreSQL's own program ended with an error."""


class PlaceNotEmpty(BackupError):
    """The database holds facts already; a restore never writes over any."""


class BackupUnfit(BackupError):
    """The files are not a backup, or not of each other."""


class RestoreUnfinished(BackupError):
    """A restore into this database did not come to its end: run `hearth restore` again with the same file."""

    def __init__(self) -> None:
        super().__init__(type(self).__doc__)
