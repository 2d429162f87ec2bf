"""Instants as they are written on the command line."""

from datetime import datetime

import click

from network.days import in_london


class Instant(click.ParamType[datetime]):
    """An instant with its offset; without one it would mean another moment on another machine."""

    name = "instant"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read ISO 8601."""
        try:
            instant = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            in_utc = in_london(instant)
        except ValueError:
            self.fail(f"{value!r} is not an instant such as 2026-03-31T17:00:00+01:00.", param, ctx)
        if instant.tzinfo is None:
            self.fail("The instant needs an offset, as in 2026-03-31T17:00:00+01:00 or …Z.", param, ctx)
        return in_utc
