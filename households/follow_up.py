"""What follows a fall: observations, and the decisions about telling other bodies."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from households.command import Command, line, prose
from households.falls import FallGiven
from households.terms import Body


class ObserveFall(Command, frozen=True, kw_only=True):
    """Write down a follow-up observation after a fall."""

    fall: FallGiven
    observed_at: Annotated[datetime, Meta(tz=True, description="When it was seen, with an offset.")]
    observation: Annotated[str, prose("What was seen.")]
    concern: Annotated[bool, Meta(description="Whether it gives cause for concern.")] = False


class DecideNotification(Command, frozen=True, kw_only=True):
    """Decide whether a body is notified of a fall; a later decision replaces an earlier one."""

    fall: FallGiven
    body: Body
    notify: Annotated[bool, Meta(description="Whether the body is to be notified.")]
    decided_by: Annotated[str, line(200, "Whose decision it is.")]
    reason: Annotated[str, prose("Why.")]
