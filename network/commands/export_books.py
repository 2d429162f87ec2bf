"""`hearth export` of payments, charges, balances, the ledger and invoices: each with its totals beside it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from finance.export.accounting import Codes
from finance.export.errors import BooksBehind, ExportError
from finance.export.file import FileTotals, SeveralTotals, numbered, sidecar_of, write_file, write_files
from finance.export.offers import OFFERS, Asked, Exports
from finance.export.selection import Selection
from finance.export.totals import ControlTotals
from network.access.viewer import SYSTEM
from network.commands.instants import Instant
from network.commands.out_file import OutFile
from network.commands.running import with_settings
from network.exports import exports_of
from network.settings import Settings

DAY = click.DateTime(["%Y-%m-%d"])
Command = Callable[..., Any]
Given = str | datetime | None
FROM = click.option("--from", "from_on", type=DAY, required=True, help="The first day of the books.")
MAYBE_FROM = click.option("--from", "from_on", type=DAY, help="The first day of the books.")
TO = click.option("--to", "to_on", type=DAY, required=True, help="The last day of the books.")
HOME = click.option("--home", metavar="HOME_REF", help="One home only.")
KNOWN_AT = click.option(
    "--known-at", type=Instant(), help="What the books said then, as 2026-03-31T17:00:00Z."
)
OUT = click.argument("out", type=OutFile())


def _formats(*formats: str) -> Callable[[Command], Command]:
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        help="The format.",
    )


@click.command("payments")
@_formats("csv", "xlsx")
@FROM
@TO
@HOME
@KNOWN_AT
@OUT
@with_settings
async def payments(settings: Settings, form: str, out: Path, **asked: Given) -> None:
    """Write payments to the file OUT.

    One payment or reversal a row, in the order of the books. Its row count and control total are
    printed at the end and written beside it, to OUT.totals.json. OUT gets its name when it is whole.
    """
    await _export(settings, "payments", form, out, asked)


@click.command("charges")
@_formats("csv", "xlsx")
@FROM
@TO
@HOME
@KNOWN_AT
@OUT
@with_settings
async def charges(settings: Settings, form: str, out: Path, **asked: Given) -> None:
    """Write what payers were charged to the file OUT, a line a row, by the days on which they were posted.

    Row count and control total are printed at the end and written beside it, to OUT.totals.json.
    """
    await _export(settings, "charges", form, out, asked)


@click.command("balances")
@_formats("csv", "xlsx")
@TO
@HOME
@KNOWN_AT
@OUT
@with_settings
async def balances(settings: Settings, form: str, out: Path, **asked: Given) -> None:
    """Write what each payer owes each home at the end of a day, with its age, to the file OUT.

    Row count and control total are printed at the end and written beside it, to OUT.totals.json.
    """
    await _export(settings, "balances", form, out, asked)


@click.command("ledger")
@_formats("csv", "xlsx", "hledger")
@MAYBE_FROM
@TO
@HOME
@KNOWN_AT
@OUT
@with_settings
async def ledger(settings: Settings, form: str, out: Path, **asked: Given) -> None:
    """Write the ledger to the file OUT: double entries, a posting a row, or a journal for hledger.

    A journal begins with the books and asserts each balance, so it takes no first day. Row count and
    control total (the debits) are printed at the end and written beside it, to OUT.totals.json.
    """
    if form == "hledger" and asked["from_on"] is not None:
        raise click.UsageError("A journal begins with the books: leave --from out.")
    await _export(settings, "ledger", form, out, asked)


@click.command("invoices")
@click.option("--format", "form", type=click.Choice(["xero", "sage50"]), required=True, help="The package.")
@FROM
@TO
@HOME
@KNOWN_AT
@click.option("--account", help=f"Xero: the account of fees. [default: {Codes().account}]")
@click.option("--tax-type", help=f"Xero: the tax type of fees. [default: {Codes().tax_type}]")
@click.option("--nominal", help=f"Sage 50: the nominal account of fees. [default: {Codes().nominal}]")
@click.option("--bank", help=f"Sage 50: the nominal account of the bank. [default: {Codes().bank}]")
@click.option("--tax-code", help=f"Sage 50: the tax code of fees. [default: {Codes().tax_code}]")
@click.option("--department", help=f"Sage 50: the department. [default: {Codes().department}]")
@OUT
@with_settings
async def invoices(settings: Settings, form: str, out: Path, **asked: Given) -> None:
    """Write invoices by their charge dates to the file OUT, as an accounting package takes them in.

    Xero takes 500 invoices a file: there are as many as they need, OUT-1, OUT-2 and so on. Sage 50
    gets receipts too. What they add up to is printed and written to OUT.totals.json.
    """
    await _export(settings, "invoices", form, out, asked)


async def _export(settings: Settings, what: str, form: str, out: Path, given: dict[str, Given]) -> None:
    try:
        async with exports_of(settings) as exports:
            asked = await _asked(exports, what, form, given)
            async with _watched(f"Writing {out.name}") as progress:
                written = await _write(exports, asked, out, progress)
    except BooksBehind as error:
        raise click.ClickException(
            "The books have not caught up with what is recorded. Is `hearth serve` or `hearth projections "
            "run` running, which keep them up to date? `hearth projections status` says how far they are."
        ) from error
    except ExportError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{out} can't be written: {error.strerror or error}.") from error
    click.echo(_sentences(out, written))


async def _asked(exports: Exports, what: str, form: str, given: dict[str, Given]) -> Asked:
    offer = OFFERS[what, form]
    home, known_at = given["home"], given["known_at"]
    home_id = await exports.find_home(offer, home) if isinstance(home, str) else None
    codes = {name: said for name in Codes._fields if isinstance(said := given.get(name), str)}
    days = (_day(given.get("from_on"), date.min), _day(given["to_on"], date.max))
    selection = Selection(*days, home_id, known_at if isinstance(known_at, datetime) else None)
    return Asked(offer, selection, Codes(**codes))


def _day(said: Given, otherwise: date) -> date:
    return said.date() if isinstance(said, datetime) else otherwise


async def _write(
    exports: Exports, asked: Asked, out: Path, progress: Callable[[int, int], None]
) -> FileTotals | SeveralTotals:
    if asked.offer.format == "xero":
        async with exports.open_xero(SYSTEM, asked, progress) as files:
            return await write_files(files, out)
    async with exports.open(SYSTEM, asked, progress) as source:
        return await write_file(source, out)


@asynccontextmanager
async def _watched(what: str) -> AsyncIterator[Callable[[int, int], None]]:
    """Shows on a terminal how many homes are done; nothing elsewhere."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


def _sentences(out: Path, written: FileTotals | SeveralTotals) -> str:
    totals = written.totals
    duplicates = (
        f"Left out as possible duplicates until somebody settles them: {totals.unsettled_duplicates} "
        f"({totals.unsettled_duplicate_total}).\n"
        if isinstance(totals, ControlTotals) and totals.unsettled_duplicates
        else ""
    )
    return (
        f"{_names(out, written)}: {totals.rows} rows, control total {totals.control_total}, "
        f"as known at {totals.known_at.isoformat()}.\n{duplicates}"
        f"The same totals, with {'each' if isinstance(written, SeveralTotals) else 'the'} file's checksum, "
        f"are in {sidecar_of(out)}."
    )


def _names(out: Path, written: FileTotals | SeveralTotals) -> str:
    if isinstance(written, FileTotals):
        return str(out)
    last = len(written.files)
    return str(numbered(out, 1)) if last == 1 else f"{numbered(out, 1)} to {numbered(out, last).name}"
