"""`hearth demo`: a fictional network, made when it is not there yet, and served."""

import asyncio
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn

from network.access.viewer import SYSTEM, Role
from network.commands.running import with_settings
from network.days import local_date
from network.demo.bank_statement import FILE_NAME, bank_statement
from network.demo.creation import Advanced, Created, OtherNetwork, create_demo, day_of, is_created
from network.demo.doors import open_doors
from network.demo.guide import ROLES, Place, guide
from network.demo.kept import Invitation, KeptDemo
from network.directory.upkeep import rules_of
from network.logging import configure_logging
from network.main import create_app
from network.postgres.dsns import Dsns
from network.postgres.embedded import EmbeddedServer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import connection
from network.postgres.server import database
from network.projections.checkpoints import State, read_status
from network.projections.schemas import renew_schemas
from network.read_models import PROJECTIONS
from network.services import Services, services_on
from network.serving import claim_port, projections_beside, serve, web_address
from network.settings import Settings

SEED = "hearth"
NEEDED = 1_000_000_000
"""Bytes that the demo's database and its read models come to, with what PostgreSQL needs to write them."""
LOOK_AGAIN = 0.2
QUERIES = NamedQueries.load(Path(__file__).parents[1] / "demo" / "guide.sql")

NOT_EMBEDDED = (
    "HEARTH_DATABASE_URL is set, and the demo would fill that database with fictional homes. "
    "Unset it: the demo brings its own PostgreSQL."
)
OTHER_NETWORK = (
    "{} holds a network that is not the demo, and it is left alone. "
    "Give the demo a directory of its own: make demo HEARTH_DATA_DIR=/somewhere/else"
)


@click.command("demo")
@click.option("--reset", is_flag=True, help="Throw the demo's data away instead, and end.")
@with_settings
async def command(settings: Settings, reset: bool) -> None:
    """Make a fictional network of 24 homes with three years of history, and serve it.

    Everything lies in HEARTH_DATA_DIR. Run again, it starts within seconds and keeps its data.
    """
    if not settings.is_embedded:
        raise click.ClickException(NOT_EMBEDDED)
    if reset:
        _reset(settings)
        return
    # The terminal is for the guide; requests are logged when somebody asks for it.
    configure_logging(settings.log_level if "log_level" in settings.model_fields_set else "warning")
    listener = claim_port(settings)
    _check_room(settings.data_dir)
    async with AsyncExitStack() as stack:
        stack.callback(listener.close)
        with _step("Starting PostgreSQL"):
            dsns = await stack.enter_async_context(database(settings, may_create=True))
            services = await stack.enter_async_context(services_on(dsns, settings, may_create=True))
        kept = await _ensure_network(settings, services)
        await _ensure_statement(settings, services, kept.seed)
        await _renew_read_models(dsns)
        await stack.enter_async_context(projections_beside())
        await _wait_for_projections(services)
        resident = await services.pool.fetchval(QUERIES["find_present_resident"], kept.home_id)
        doors = await open_doors(services, kept)
        replace(kept, codes=doors.codes).write(settings.data_dir)
        text = guide(_place(settings), kept, resident, doors)
        await serve(
            create_app(services, rules_of(settings)), listener, lambda: click.echo(text), services.close
        )


def _reset(settings: Settings) -> None:
    """Remove what the demo has made, and nothing else that the directory may hold."""
    if KeptDemo.read(settings.data_dir) is None:
        if (settings.data_dir / "postgres").exists():
            raise click.ClickException(OTHER_NETWORK.format(settings.data_dir))
        click.echo("There is no demo yet. make demo makes one.")
        return
    EmbeddedServer(settings.data_dir).erase()
    (settings.data_dir / FILE_NAME).unlink(missing_ok=True)
    (settings.data_dir / "network.key").unlink(missing_ok=True)
    KeptDemo.forget(settings.data_dir)
    click.echo("The demo's data is gone. make demo makes it anew.")


async def _ensure_network(settings: Settings, services: Services) -> KeptDemo:
    kept = KeptDemo.read(settings.data_dir)
    if kept and kept.invitations and await is_created(services, kept.seed):
        return kept
    if kept is None and await services.directory.homes(SYSTEM):
        raise click.ClickException(OTHER_NETWORK.format(settings.data_dir))
    KeptDemo(SEED).write(settings.data_dir)
    try:
        with _bar("Making three years of 24 homes") as (bar, task):

            def advance(advanced: Advanced) -> None:
                bar.update(task, completed=advanced.done, total=advanced.total)

            created = await create_demo(services, local_date(services.now()), SEED, advance)
    except OtherNetwork:
        raise click.ClickException(OTHER_NETWORK.format(settings.data_dir)) from None
    kept = await _invite(services, created)
    kept.write(settings.data_dir)
    return kept


async def _ensure_statement(settings: Settings, services: Services, seed: str) -> None:
    """A bank statement beside the database, for finance to bring in."""
    file = settings.data_dir / FILE_NAME
    if not file.exists():
        today = await day_of(services, local_date(services.now()), seed)
        file.write_bytes(await asyncio.to_thread(bank_statement, seed, today))


async def _invite(services: Services, created: Created) -> KeptDemo:
    """A token for the first person of each role."""
    first = {role: next(one for one in created.people if one.role is Role(role)) for role in ROLES}
    invitations = [
        Invitation(
            role, person.name, (await services.accounts.create_token(SYSTEM, person.account_id, None))[1]
        )
        for role, person in first.items()
    ]
    (home_id,) = first["home_team"].homes
    home = next(one for one in await services.directory.homes(SYSTEM) if one.home_id == home_id)
    return KeptDemo(SEED, home.ref, str(home_id), tuple(invitations))


async def _renew_read_models(dsns: Dsns) -> None:
    """A demo is kept while the code beside it moves on: tables that are no longer these are filled anew."""
    async with connection(dsns.projector, application_name="hearth demo") as session:
        await renew_schemas(session, PROJECTIONS)


async def _wait_for_projections(services: Services) -> None:
    """Until what was recorded shows, as it does at once on a later run."""
    with _bar("Filling the read models") as (bar, task):
        while True:
            statuses = await read_status(services.pool, PROJECTIONS)
            failed = next((one for one in statuses if one.state is State.FAILED), None)
            if failed:
                raise click.ClickException(f"The projection {failed.name} has stopped: {failed.error}")
            places = [one.position for one in statuses]
            behind = max((one.events_behind for one in statuses), default=1)
            bar.update(task, completed=min(places, default=0), total=min(places, default=0) + behind)
            if (
                len(statuses) == len(PROJECTIONS)
                and all(one.state is State.LIVE for one in statuses)
                and not behind
            ):
                return
            await asyncio.sleep(LOOK_AGAIN)


def _check_room(data_dir: Path) -> None:
    if (data_dir / "postgres").exists():
        return
    existing = next(path for path in (data_dir, *data_dir.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < NEEDED:
        raise click.ClickException(
            f"The demo needs {NEEDED / 1e9:.1f} GB, and the disk of {existing} has {free / 1e9:.1f} GB free. "
            "Free some, or choose another place: make demo HEARTH_DATA_DIR=/somewhere/else"
        )


def _place(settings: Settings) -> Place:
    hearth = shlex.quote(str(Path(sys.executable).with_name("hearth")))
    if "data_dir" in settings.model_fields_set:
        hearth = f"HEARTH_DATA_DIR={shlex.quote(str(settings.data_dir))} {hearth}"
    return Place(web_address(settings), str(settings.data_dir), hearth)


@contextmanager
def _step(what: str) -> Iterator[None]:
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{what}.")
        yield
        return
    with console.status(what):
        yield


@contextmanager
def _bar(what: str) -> Iterator[tuple[Progress, TaskID]]:
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    if not console.is_terminal:
        console.print(f"{what}.")
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield bar, bar.add_task(what, total=None)
