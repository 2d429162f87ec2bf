"""Who made a record that waited on a device: as the account and the device stand when it arrives.

A grant says who made it. Whether that still counts is asked of the database, so that a revocation
counts at once; a record of somebody who may record no more is not lost, a person sees to it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

import asyncpg

from network.access.audit.trail import PATIENCE
from network.access.viewer import Role, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "makers.sql")
GRANT_LASTS = timedelta(days=14)
CLOCKS_DRIFT = timedelta(minutes=5)


class MakerGrant(Protocol):
    """What a grant says: who worked on which device, from when on."""

    @property
    def account_id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> Role | None: ...
    @property
    def home_ids(self) -> frozenset[UUID]: ...
    @property
    def device_id(self) -> UUID | None: ...
    @property
    def issued_at(self) -> datetime: ...
    @property
    def signed_in_at(self) -> datetime | None: ...


class Doubt(StrEnum):
    """Why a person has to look at a record because of who made it; the rule that it is set aside under."""

    ACCOUNT_DISABLED = "maker_disabled"
    ACCOUNT_UNKNOWN = "maker_unknown"
    """Made after the backup that the network was restored from."""
    CREDENTIALS_RESET = "maker_reset"
    """What they signed in with was in wrong hands: nobody knows who held the device."""
    DEVICE_REPLACED = "device_replaced"
    DEVICE_REVOKED = "device_revoked"
    GRANT_LAPSED = "grant_lapsed"
    LEFT_HOME = "maker_left_home"
    ROLE_CHANGED = "maker_role_changed"
    SHIFT_OVER = "guest_shift_over"

    @property
    def sentence(self) -> str:
        """Why, for the person who looks at it."""
        return _SENTENCES[self]


_SENTENCES = {
    Doubt.ACCOUNT_DISABLED: "The account that recorded this was disabled before it arrived.",
    Doubt.ACCOUNT_UNKNOWN: "The account that recorded this is not known since the service was restored.",
    Doubt.CREDENTIALS_RESET: (
        "What they signed in with was reported to be in wrong hands before this arrived, so somebody else "
        "may have recorded it."
    ),
    Doubt.DEVICE_REPLACED: "Another tablet took the place of the one that this was recorded on.",
    Doubt.DEVICE_REVOKED: "The device that this was recorded on was revoked before it arrived.",
    Doubt.GRANT_LAPSED: "Whoever recorded this had not signed in on the device for more than 14 days.",
    Doubt.LEFT_HOME: "Whoever recorded this no longer worked in this home when it arrived.",
    Doubt.ROLE_CHANGED: "Whoever recorded this was no longer of a home team when it arrived.",
    Doubt.SHIFT_OVER: "The guest who recorded this did so after the end of the shift.",
}


@dataclass(frozen=True, slots=True)
class Maker:
    """Who a record is from, and what makes it doubtful."""

    viewer: Viewer
    doubt: Doubt | None
    may_have_been_of: frozenset[UUID]
    """The homes that the grant names: where it is doubtful, it is set aside in one of these alone."""

    def doubt_in(self, home_id: UUID) -> Doubt | None:
        """What makes a record of this home doubtful."""
        has_left = home_id in self.may_have_been_of and home_id not in self.viewer.homes
        if self.doubt is None and has_left and self.viewer.role is Role.HOME_TEAM:
            return Doubt.LEFT_HOME
        return self.doubt

    @property
    def anywhere(self) -> Viewer:
        """The maker with the homes of now and of then; only to find which home is meant."""
        return replace(self.viewer, homes=self.viewer.homes | self.may_have_been_of)

    @property
    def as_granted(self) -> Viewer:
        """The maker with what the grant allowed at the time."""
        return replace(self.viewer, role=Role.HOME_TEAM, homes=self.may_have_been_of)


class Makers:
    """Finds who made a record."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def find(self, grant: MakerGrant, made_at: datetime) -> Maker:
        """Who made a record at that time, by a clock put right."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["find_maker"], grant.account_id, grant.device_id)
        homes = frozenset(grant.home_ids)
        if row is None:
            gone = Viewer(account_id=grant.account_id, name=grant.name, role=Role.HOME_TEAM, homes=homes)
            return Maker(gone, Doubt.ACCOUNT_UNKNOWN, homes)
        viewer = Viewer(
            account_id=grant.account_id,
            name=row["name"],
            role=Role(row["role"]),
            homes=frozenset[UUID](row["homes"]),
        )
        return Maker(viewer, _doubt(row, grant, made_at), homes)


def _doubt(row: asyncpg.Record, grant: MakerGrant, made_at: datetime) -> Doubt | None:
    # By when they signed in: a process that has not yet heard of the reset may still have issued a grant.
    began_at = grant.signed_in_at or grant.issued_at
    doubts = {
        Doubt.ACCOUNT_DISABLED: row["is_disabled"],
        Doubt.DEVICE_REVOKED: row["is_revoked"],
        Doubt.CREDENTIALS_RESET: _is_by(began_at, row["reset_at"]),
        Doubt.DEVICE_REPLACED: _is_by(began_at, row["enrolled_at"]),
        Doubt.ROLE_CHANGED: grant.role is Role.HOME_TEAM and row["role"] != Role.HOME_TEAM,
        Doubt.GRANT_LAPSED: made_at > grant.issued_at + GRANT_LASTS,
        Doubt.SHIFT_OVER: row["expires_at"] is not None and made_at > row["expires_at"] + CLOCKS_DRIFT,
    }
    return next((doubt for doubt, holds in doubts.items() if holds), None)


def _is_by(instant: datetime, end: datetime | None) -> bool:
    return end is not None and instant <= end
