"""Forgetting a person: the key of what was sealed about them is destroyed."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from households.command import Command, line
from network.eventstore.sealed import RecordClass


class ForgetPerson(Command, frozen=True, kw_only=True):
    """Destroy what was sealed about a former resident or colleague, for one record class, for ever."""

    person: Annotated[UUID, Meta(description="The resident's or team member's id.")]
    record_class: RecordClass
    reason: Annotated[str, line(200, "Why, as a rule of retention; name nobody.")]
