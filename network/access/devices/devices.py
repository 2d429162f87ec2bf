"""Tablets that a home shares: enrolled once by network IT, recognised by a key of their own, revoked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec

from network.access.audit.trail import PATIENCE, AuditAction, note_within
from network.access.secrets.codes import CodePurpose, Codes, NewCode
from network.access.secrets.opaque import digest_of, new_secret
from network.access.sessions.sessions import Sessions
from network.access.viewer import SYSTEM, AccessError, Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "devices.sql")


class DeviceUnknown(AccessError):
    """There is no such device, or it was revoked."""


class DeviceUnfit(AccessError):
    """A device can't be called that."""

    field = "name"
    message = "The name is blank, too long or not one line."
    remedy = "Give the tablet a name in one line, such as Ground floor."


@dataclass(frozen=True, slots=True)
class Device:
    """A shared tablet that was recognised."""

    device_id: UUID
    home_id: UUID
    name: str


class ListedDevice(msgspec.Struct, frozen=True, kw_only=True):
    """A device as lists show it."""

    device_id: UUID
    home_id: UUID
    name: str
    created_at: datetime
    enrolled_at: datetime | None
    last_seen_at: datetime | None
    revoked_at: datetime | None


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in on a home's tablet."""

    account_id: UUID
    name: str
    is_guest: bool
    has_pin: bool


class Devices:
    """Keeps the shared tablets."""

    def __init__(self, pool: DatabasePool, codes: Codes, sessions: Sessions) -> None:
        self._pool = pool
        self._codes = codes
        self._sessions = sessions

    async def add(self, viewer: Viewer, home_id: UUID, name: str) -> tuple[UUID, NewCode]:
        """A new tablet of a home: its id, and the code to type on it. Raises `Forbidden`, `DeviceUnfit`."""
        viewer.check(viewer.may_keep_devices())
        name = name.strip()
        if not (1 <= len(name) <= 100 and name.isprintable()):
            raise DeviceUnfit
        device_id = uuid4()
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            await connection.execute(QUERIES["add_device"], device_id, home_id, name)
            code = await self._codes.make(connection, CodePurpose.DEVICE, device_id=device_id)
            await note_within(
                connection, AuditAction.DEVICE_ADDED, viewer.account_id, device_id, home=str(home_id)
            )
        return device_id, code

    async def new_code(self, viewer: Viewer, device_id: UUID) -> NewCode:
        """Another code for a tablet, as when its browser was cleared. Raises `DeviceUnknown`."""
        viewer.check(viewer.may_keep_devices())
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            if await connection.fetchrow(QUERIES["find_device"], device_id) is None:
                raise DeviceUnknown
            code = await self._codes.make(connection, CodePurpose.DEVICE, device_id=device_id)
            await note_within(connection, AuditAction.CODE_MADE, viewer.account_id, device_id)
        return code

    async def enrol(self, typed: str) -> str:
        """The key of the device whose code was typed on it. Raises `CodeUnknown`, `TooManyAttempts`."""
        code = await self._codes.find(typed, CodePurpose.DEVICE)
        key = new_secret()
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            await self._codes.use(connection, code)
            home_id = await connection.fetchval(QUERIES["enrol_device"], code.device_id, digest_of(key))
            if home_id is None:
                raise DeviceUnknown
            await note_within(
                connection, AuditAction.DEVICE_ENROLLED, None, code.device_id, home=str(home_id)
            )
        if code.device_id is not None:
            # Whoever was signed in on the tablet that was this device before.
            await self._sessions.end_on_device(SYSTEM, code.device_id)
        return key

    async def recognise(self, key: str | None) -> Device | None:
        """The device with this key; None where it is none, or was revoked."""
        if key is None:
            return None
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            row = await connection.fetchrow(QUERIES["recognise_device"], digest_of(key))
        return None if row is None else Device(row["device_id"], row["home_id"], row["name"])

    async def people(self, device: Device) -> list[Colleague]:
        """Who may sign in on it, by name."""
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["people_of_home"], device.home_id)
        return [msgspec.convert(dict(row), Colleague) for row in rows]

    async def list_devices(self, viewer: Viewer, home_id: UUID | None = None) -> list[ListedDevice]:
        """The devices of a home, or all. Raises `Forbidden`."""
        viewer.check(viewer.may_keep_devices())
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            rows = await connection.fetch(QUERIES["list_devices"], home_id)
        return [msgspec.convert(dict(row), ListedDevice) for row in rows]

    async def revoke(self, viewer: Viewer, device_id: UUID) -> None:
        """Let nobody in on it any more, and sign out who is. Raises `DeviceUnknown`, `Forbidden`."""
        viewer.check(viewer.may_keep_devices())
        async with self._pool.acquire(timeout=PATIENCE) as connection, connection.transaction():
            home_id = await connection.fetchval(QUERIES["revoke_device"], device_id)
            if home_id is None:
                raise DeviceUnknown
            await note_within(
                connection, AuditAction.DEVICE_REVOKED, viewer.account_id, device_id, home=str(home_id)
            )
        await self._sessions.end_on_device(viewer, device_id)
