"""`hearth projections`: look at the read models, refill them, wait for them, keep them up to date."""

import asyncio
import json
from contextlib import AsyncExitStack
from dataclasses import asdict
from datetime import timedelta

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from finance.books.stuck import StuckHome, read_stuck
from network.commands.running import with_settings
from network.eventstore.log import LogReader
from network.logging import configure_logging
from network.postgres.pool import connection, create_pool
from network.postgres.server import database
from network.projections.checkpoints import State, Status, read_checkpoints, read_status
from network.projections.discovery import choose_projections
from network.projections.pruning import prune as prune_superseded
from network.projections.waiting import Waiting
from network.read_models import PROJECTIONS, open_projector
from network.settings import Settings
from network.stopping import stop_event, stop_without_parent

HELD_UP = (
    "A transaction that is still open may yet record something before the rest. It follows by itself where "
    "the projections run, once that has ended; `/health/ready` names its process."
)


@click.group("projections")
def command() -> None:
    """Look at the read models and keep them up to date.

    A read model, as the roster or the payments, is filled from the homes' events by a
    projection, and can be thrown away and refilled at any time.
    """


@command.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@with_settings
async def status(settings: Settings, as_json: bool) -> None:
    """Say how far each projection is. Ends with 1 if one has stopped or is missing, or a home's books."""
    async with database(settings) as dsns, connection(dsns.web, application_name="hearth status") as session:
        found = await read_status(session, PROJECTIONS)
        stuck = await read_stuck(session)
    for one in found:
        click.echo(json.dumps(asdict(one), default=str) if as_json else _sentence(one))
    missing = {projection.name for projection in PROJECTIONS} - {one.name for one in found}
    for name in sorted(missing):
        click.echo(json.dumps({"name": name, "state": "missing"}) if as_json else f"{name}: not built yet.")
    for home in stuck:
        click.echo(
            json.dumps({"name": "books", "state": "failed"} | home._asdict(), default=str)
            if as_json
            else _stuck(home)
        )
    if missing or stuck or any(one.state is State.FAILED for one in found):
        click.get_current_context().exit(1)


@command.command("rebuild")
@click.argument("names", nargs=-1)
@with_settings
async def rebuild(settings: Settings, names: tuple[str, ...]) -> None:
    """Throw the tables of these projections away and refill them in one pass over the log.

    Without a name, all of them. Pages show what has been refilled so far meanwhile.
    """
    chosen = choose_projections(PROJECTIONS, names)
    with _bar() as bar:
        task = bar.add_task("Refilling", total=None)
        async with (
            database(settings) as dsns,
            open_projector(
                dsns.projector, lambda position: bar.update(task, completed=position)
            ) as projector,
        ):
            last = await projector.log.last_position()
            bar.update(task, total=last)
            await projector.rebuild.anew(chosen)
            bar.update(task, completed=last)
            checkpoints = await read_checkpoints(projector.pool, chosen)
    reached = min((checkpoint.position for checkpoint in checkpoints.values()), default=0)
    click.echo(f"Refilled {', '.join(one.name for one in chosen)} up to position {reached}.")
    if reached < last:
        click.echo(HELD_UP)


@command.command("wait")
@click.argument("names", nargs=-1)
@click.option("--position", type=int, help="Wait for this log_position. Default: the log's end as it is now.")
@click.option("--timeout", "seconds", default=30.0, show_default=True, help="Seconds after which to give up.")
@with_settings
async def wait(settings: Settings, names: tuple[str, ...], position: int | None, seconds: float) -> None:
    """Wait until projections show everything up to a position; without a name, all of them.

    Gives up with 1 when one has stopped, or when it takes too long.
    """
    chosen = choose_projections(PROJECTIONS, names)
    async with AsyncExitStack() as stack:
        dsns = await stack.enter_async_context(database(settings))
        pool = await create_pool(dsns.web, application_name="hearth wait", max_size=1)
        stack.push_async_callback(pool.close)
        log = LogReader(pool, seconds)
        last = await log.last_position() if position is None else position
        reached = await Waiting(pool, chosen).wait_for(
            [one.name for one in chosen], last, timedelta(seconds=seconds)
        )
        end = await log.last_position()
    if not reached and end < last:
        raise click.ClickException(
            f"Position {last} has not been reached within {seconds:g} seconds: nothing has been recorded "
            f"there. The log ends at {end}."
        )
    if not reached:
        raise click.ClickException(
            f"Position {last} has not been reached within {seconds:g} seconds. Is `hearth projections run` "
            "running, and has none stopped? See `hearth projections status`."
        )
    click.echo(f"Position {last} has been reached.")


@command.command("prune")
@with_settings
async def prune(settings: Settings) -> None:
    """Drop the tables of versions that only an earlier release read.

    To be run when no process of that release is left: its projector would make them anew. Where
    this release's version is not live yet, the one before it is kept.
    """
    async with (
        database(settings) as dsns,
        open_projector(dsns.projector, lambda _position: None) as projector,
    ):
        pruned = await prune_superseded(projector.pool, PROJECTIONS)
    for schema in pruned.dropped:
        click.echo(f"Dropped {schema}.")
    for schema in pruned.kept:
        click.echo(f"Kept {schema}: it is being filled, or the version after it is not live yet.")
    if not pruned.dropped and not pruned.kept:
        click.echo("No earlier version is left.")


@command.command("run")
@click.option(
    "--with-parent", type=int, hidden=True, help="End when this process, which started it, has gone."
)
@with_settings
async def run(settings: Settings, with_parent: int | None) -> None:
    """Keep all projections up to date until asked to stop, as hearth_projector.

    Runs as a process of its own beside the web server, which with the embedded PostgreSQL
    starts it itself. Two of them share the work. SIGTERM finishes the batch under way.
    """
    configure_logging(settings.log_level)
    with stop_event() as stop:
        watch = asyncio.create_task(stop_without_parent(stop, with_parent)) if with_parent else None
        async with (
            database(settings) as dsns,
            open_projector(dsns.projector, lambda _position: None) as projector,
        ):
            await projector.follow(stop)
        if watch:
            watch.cancel()


def _stuck(home: StuckHome) -> str:
    return (
        f"books of home {home.home_id}: stopped at position {home.position} since "
        f"{home.since:%Y-%m-%d %H:%M} UTC: {home.error}. The home's next fact lets them be tried again, "
        "and so does starting the projections again."
    )


def _sentence(one: Status) -> str:
    place = f"{one.name} {one.version}: {one.state}, at position {one.position}"
    if one.state is State.FAILED:
        return f"{place}. Stopped since {one.failed_at:%Y-%m-%d %H:%M} UTC: {one.error}"
    if one.events_behind:
        return f"{place}, {one.events_behind} behind, the oldest for {one.seconds_behind:.1f} seconds."
    return f"{place}, up to date."


def _bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True))
