"""`hearth device`: the tablets that homes share."""

from uuid import UUID

import click

from network.access.devices.devices import DeviceUnknown, ListedDevice
from network.access.viewer import SYSTEM, AccessError
from network.commands.running import with_settings
from network.services import services_of
from network.settings import Settings

DEVICE = click.argument("device_id", type=click.UUID)


@click.group("device")
def command() -> None:
    """Add, list and revoke the tablets that homes share.

    A tablet becomes a home's by a one-time code that is typed on it; after that the people of the home
    sign in on it with their PIN.
    """


@command.command("add")
@click.option("--home", required=True, metavar="HOME_REF", help="The home that the tablet belongs to.")
@click.option("--name", required=True, help="What the home calls it, such as “Ground floor”.")
@with_settings
async def add(settings: Settings, home: str, name: str) -> None:
    """Add a tablet and print its code, alone, on standard output."""
    try:
        async with services_of(settings) as services:
            home_id = await services.directory.resolve(SYSTEM, home)
            _, code = await services.doors.devices.add(SYSTEM, home_id, name)
    except AccessError as error:
        raise click.ClickException(str(error) or "There is no such home. Give its reference.") from error
    click.echo(code.text)
    click.echo(f"It works once, until {code.expires_at:%d %B %H:%M} UTC.", err=True)


@command.command("code")
@DEVICE
@with_settings
async def new_code(settings: Settings, device_id: UUID) -> None:
    """Print another code for a tablet whose browser was cleared."""
    try:
        async with services_of(settings) as services:
            code = await services.doors.devices.new_code(SYSTEM, device_id)
    except DeviceUnknown:
        raise click.ClickException(_unknown(device_id)) from None
    click.echo(code.text)
    click.echo(f"It works once, until {code.expires_at:%d %B %H:%M} UTC.", err=True)


@command.command("list")
@click.option("--home", "home", metavar="HOME_REF", help="Only this home's.")
@with_settings
async def list_devices(settings: Settings, home: str | None) -> None:
    """List tablets: id, home, whether they are in use, and when they were last seen."""
    async with services_of(settings) as services:
        refs = {one.home_id: one.ref for one in await services.directory.homes(SYSTEM)}
        wanted = next((home_id for home_id, ref in refs.items() if ref == home), None)
        if home and wanted is None:
            raise click.ClickException(f"There is no home {home}.")
        for device in await services.doors.devices.list_devices(SYSTEM, wanted):
            click.echo(_line(device, refs.get(device.home_id, "?")))


@command.command("revoke")
@DEVICE
@with_settings
async def revoke(settings: Settings, device_id: UUID) -> None:
    """Let nobody in on a tablet any more, as when it is lost. Who is signed in on it is signed out."""
    try:
        async with services_of(settings) as services:
            await services.doors.devices.revoke(SYSTEM, device_id)
    except DeviceUnknown:
        raise click.ClickException(_unknown(device_id)) from None
    click.echo(f"Revoked {device_id}; running servers follow within seconds.", err=True)


def _unknown(device_id: UUID) -> str:
    return f"There is no tablet {device_id}, or it was revoked. See: hearth device list"


def _line(device: ListedDevice, home: str) -> str:
    seen = f"{device.last_seen_at:%Y-%m-%d %H:%M}" if device.last_seen_at else "never"
    state = "revoked" if device.revoked_at else "in use" if device.enrolled_at else "waits for its code"
    return f"{device.device_id}  {home:<12}  seen {seen:<16}  {state:<18}  {device.name}"
