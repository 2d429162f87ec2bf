"""What the forms of CQC, HSE and safeguarding ask about a fall, ready to copy: by identifier, never by name.

Only what was chosen from lists goes in, because what was typed may name somebody. The fields are those of
CQC's form for a serious injury and its age bands, of RIDDOR's report of an injury, and what safeguarding
teams ask first.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from households.events import FallFacts, Identity
from households.reading.names import keys_of
from households.reading.queries import QUERIES
from households.terms import Action, Body, Harm
from network.access.viewer import Viewer
from network.days import LONDON
from network.eventstore.keyring import Keyring, SealedField
from network.postgres.pool import DatabasePool

AGE_BANDS = ((18, "under 18"), (25, "18-24"), (35, "25-34"), (45, "35-44"), (55, "45-54"), (65, "55-64"))
OLDER_BANDS = ((75, "65-74"), (85, "75-84"))
OLDEST = "85+"


class HomeNotified(Protocol):
    """The home as the directory knows it."""

    @property
    def name(self) -> str: ...
    @property
    def cqc_location_id(self) -> str: ...


class Identified(NamedTuple):
    """A resident without a name."""

    ref: str
    """The home's own code for the person."""
    began_on: date | None
    """When care began here."""
    age_band: str | None


class Identifiers:
    """Finds what may stand in a notification about a resident."""

    def __init__(self, pool: DatabasePool, keyring: Keyring) -> None:
        self._pool = pool
        self._keyring = keyring

    async def of(self, viewer: Viewer, home_id: UUID, resident_id: UUID, on: date) -> Identified:
        """The resident on a day, for the home's team."""
        viewer.check(viewer.may_read_names(home_id), home_id)
        row = await self._pool.fetchrow(QUERIES["reference_of_resident"], home_id, resident_id)
        born_on = await self._born_on(viewer, home_id, resident_id)
        return Identified(
            ref=row["resident_ref"] if row else str(resident_id),
            began_on=row["moved_in_on"] if row else None,
            age_band=None if born_on is None else age_band(born_on, on),
        )

    async def _born_on(self, viewer: Viewer, home_id: UUID, resident_id: UUID) -> date | None:
        keys = keys_of(viewer, [home_id])
        rows = await self._pool.fetch(
            QUERIES["sealed_of_persons"], keys.homes, keys.classes, home_id, [resident_id]
        )
        fields = [
            SealedField(row["token"], home_id, "identity") for row in rows if row["label"] == "identity"
        ]
        identities = await self._keyring.open_many(keys.scope, fields, Identity)
        return next((identity.born_on for identity in identities if identity is not None), None)


def age_band(born_on: date, on: date) -> str:
    """CQC's band for somebody's age on a day."""
    age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return next((band for below, band in (*AGE_BANDS, *OLDER_BANDS) if age < below), OLDEST)


def text_for(
    body: Body,
    home: HomeNotified,
    person: Identified,
    fell_at: datetime,
    facts: FallFacts,
    word: Mapping[str, str],
) -> str:
    """The lines to copy; `word` holds the terms of the fall as pages call them, by their fields."""
    local = fell_at.astimezone(LONDON)
    lines = [
        f"Location: {home.name}",
        f"CQC location number: {home.cqc_location_id}",
        f"Person (identifier, no name): {person.ref}",
    ]
    if body is Body.CQC:
        began = f"{person.began_on:%d/%m/%Y}" if person.began_on else "to be filled in"
        lines += [f"Began to use the service: {began}", f"Age: {person.age_band or 'to be filled in'}"]
    lines += [
        f"{'Death' if facts.harm is Harm.FATAL else 'Injury'} occurred: {local:%d/%m/%Y} at {local:%H:%M}",
        f"Where: {word['place']}",
        f"What happened: a fall; harm: {facts.harm.in_both.lower()}",
        f"Injured: {word['injured'] or 'not said'}; head struck: {word['head_struck'].lower()}",
        f"What was done: {word['actions'] or 'not said'}",
    ]
    if body is Body.RIDDOR:
        taken = "yes" if Action.HOSPITAL in facts.actions else "not recorded"
        lines += [f"Taken from the scene to hospital: {taken}", *_surroundings(word)]
    return "\n".join(lines)


def _surroundings(word: Mapping[str, str]) -> list[str]:
    """What of premises and equipment may have contributed."""
    named = {"lighting": "Light", "footwear": "On the feet", "aid": "Walking aid"}
    return [f"{label}: {word[name] or 'not said'}" for name, label in named.items()]
