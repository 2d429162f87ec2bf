"""What every subcommand does the same way: take the settings, run its coroutine, and end with a sentence."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import asyncpg
import click
import structlog
import uvloop

from network.backup.errors import BackupError
from network.eventstore.errors import EventStoreError
from network.postgres.errors import PostgresError
from network.postgres.pool import DRIVER_ERRORS
from network.projections.errors import ProjectionError
from network.serving import PortUnusable
from network.settings import Settings

_log = structlog.stdlib.get_logger("hearth")

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

EXPECTED: tuple[type[Exception], ...] = (
    PostgresError,
    PortUnusable,
    EventStoreError,
    ProjectionError,
    BackupError,
)
"""Errors whose text is a sentence for the person at the keyboard; others are faults and show their trace."""


def with_settings(
    command: Callable[Concatenate[Settings, Arguments], Coroutine[None, None, Answer]],
) -> Callable[Arguments, Answer]:
    """Run an `async def command(settings, …)` as a subcommand's callback."""

    @wraps(command)
    def run(*arguments: Arguments.args, **options: Arguments.kwargs) -> Answer:
        settings = click.get_current_context().find_object(Settings)
        if settings is None:
            raise click.ClickException("There are no settings.")
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(explained(command(settings, *arguments, **options)))

    return run


async def explained(work: Awaitable[Answer]) -> Answer:
    """What comes of the work; what is expected to go wrong is told in a sentence."""
    try:
        return await work
    except EXPECTED as error:
        raise click.ClickException(str(error)) from error
    except (asyncpg.DiskFullError, asyncpg.OutOfMemoryError) as error:
        raise click.ClickException(
            "The database has run out of disk or memory. Free some and run it again; "
            "what was recorded until now is kept."
        ) from error
    except (asyncpg.UndefinedTableError, asyncpg.InvalidSchemaNameError) as error:
        raise click.ClickException(
            "A table that this release reads is not there: the read models have not been built yet, which "
            "`hearth serve` or `hearth projections run` does, or the schema is older than the release, which "
            "`hearth migrate` mends. `hearth check` says which it is."
        ) from error
    except asyncpg.InsufficientPrivilegeError as error:
        raise click.ClickException(
            f"The database role may not do that ({error}). Run `hearth check` to see what is amiss."
        ) from error
    except (*DRIVER_ERRORS, ConnectionError) as error:
        if structlog.is_configured():
            # Where a log is kept, it says where: it may be a fault of ours that the database found.
            _log.exception("ended by the database")
        raise click.ClickException(
            f"The database did not do what was asked ({type(error).__name__}), or went away meanwhile. "
            "Run `hearth check` to see what is amiss, then this again; what was recorded until now is kept."
        ) from error
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        # A sentence of the command's own, also where a server's log is set up.
        raise
    except Exception as error:
        if not structlog.is_configured():
            raise
        # A server's output is kept: a trace's last line may quote what somebody typed, the log's never does.
        _log.exception("ended by a fault")
        raise SystemExit(1) from error
