"""`hearth export payments`: payments as a CSV file, with its totals beside it."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import click

from finance.export.errors import ExportError
from finance.export.file import FileTotals, sidecar_of, write_file
from finance.export.selection import Selection
from network.access.viewer import SYSTEM
from network.commands.running import with_settings
from network.services import Services, services_of
from network.settings import Settings

DAY = click.DateTime(["%Y-%m-%d"])


class Instant(click.ParamType[datetime]):
    """An instant with its offset; without one it would mean another moment on another machine."""

    name = "instant"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read ISO 8601."""
        try:
            instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not an instant such as 2026-03-31T17:00:00+01:00.", param, ctx)
        if instant.tzinfo is None:
            self.fail("The instant needs an offset, as in 2026-03-31T17:00:00+01:00 or …Z.", param, ctx)
        return instant.astimezone(UTC)


@click.command("payments")
@click.option("--from", "from_on", type=DAY, required=True, help="The first day of the books.")
@click.option("--to", "to_on", type=DAY, required=True, help="The last day of the books.")
@click.option("--home", metavar="HOME_REF", help="One home's payments only.")
@click.option("--known-at", type=Instant(), help="What the books said then, as 2026-03-31T17:00:00Z.")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@with_settings
async def payments(
    settings: Settings,
    from_on: datetime,
    to_on: datetime,
    home: str | None,
    known_at: datetime | None,
    out: Path,
) -> None:
    """Write payments to the CSV file OUT.

    One payment or reversal a row, in the order of the books. Its row count and control total are
    printed at the end and written beside it, to OUT.totals.json. OUT gets its name when it is whole.
    """
    try:
        async with services_of(settings) as services:
            selection = Selection(from_on.date(), to_on.date(), await _find_home(services, home), known_at)
            async with services.payments_export.open(SYSTEM, selection) as opened:
                written = await write_file(opened, out)
    except ExportError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out} can't be written: {error.strerror or error}.") from error
    click.echo(_sentences(out, written))


async def _find_home(services: Services, home: str | None) -> UUID | None:
    return None if home is None else await services.payments_export.find_home(home)


def _sentences(out: Path, written: FileTotals) -> str:
    totals = written.totals
    duplicates = (
        f"Left out as possible duplicates until somebody settles them: {totals.possible_duplicate_rows} "
        f"({totals.possible_duplicate_total}).\n"
        if totals.possible_duplicate_rows
        else ""
    )
    return (
        f"{out}: {totals.rows} rows, control total {totals.control_total}, "
        f"as known at {totals.known_at.isoformat()}.\n{duplicates}"
        f"The same totals, with the file's checksum, are in {sidecar_of(out)}."
    )
