"""What can go wrong between this program and PostgreSQL, each with its remedy."""

from pathlib import Path


class PostgresError(Exception):
    """PostgreSQL can't be used as it is."""


class EmbeddedServerError(PostgresError):
    """The embedded PostgreSQL did not start."""


class NoNetwork(PostgresError):
    """There is no network where the settings say, and the command begins none."""

    def __init__(self, place: Path) -> None:
        super().__init__(
            f"There is no network in {place}. Set HEARTH_DATA_DIR to where yours is. To begin one there: "
            "`hearth import` brings homes in, `hearth restore` a backup, `hearth serve` begins without "
            "either, and `hearth demo` makes a fictional one."
        )


class DatabaseUnreachable(PostgresError):
    """No PostgreSQL answers at the address in the settings."""


class DatabaseAway(DatabaseUnreachable):
    """Nobody answers there yet, as while PostgreSQL starts: it may come, where a refusal would stay."""


class RoleUnfit(PostgresError):
    """The role may do more, or less, than this process needs."""


class MigrationError(PostgresError):
    """The schema and the migrations of this release don't fit together."""


class QueryFileError(PostgresError):
    """A file of named queries is not written as it should be."""
