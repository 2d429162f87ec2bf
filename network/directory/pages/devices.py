"""Shared tablets on pages: enrolled by a code that is shown once, listed with their last sign, revoked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, NamedTuple
from uuid import UUID

import msgspec
from msgspec import Meta
from starlette.responses import Response

from network.access.devices.devices import Devices, ListedDevice
from network.access.secrets.codes import NewCode
from network.access.viewer import NotYours, Viewer
from network.directory.network import Home
from network.directory.pages.desk import Desk, Form, Nothing, Offer, Reading
from network.directory.pages.office import Caller, Office, lead_to, origin_of, shown_once
from network.directory.service import Directory
from network.web.hints import NOT_BLANK
from network.web.page import Page
from network.web.problem import Problem, ProblemKind, not_found

ADDRESS = "/it/devices"


class DeviceToEnrol(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The form of a new tablet."""

    home: Annotated[str, Meta(min_length=1, max_length=60)]
    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^\S", extra=NOT_BLANK)]


class ShownDevice(NamedTuple):
    """A device as pages show it."""

    device_id: UUID
    name: str
    home_id: UUID
    home_name: str
    enrolled_at: datetime | None
    last_seen_at: datetime | None
    revoked_at: datetime | None
    is_unseen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceParts:
    """What the pages of devices work with."""

    office: Office
    desk: Desk
    devices: Devices
    directory: Directory
    unseen_after: timedelta


def device_pages(parts: DeviceParts) -> list[Page]:
    """The list, enrolling, another code, revoking."""
    pages = DevicePages(parts)
    may = Viewer.may_keep_devices
    return [
        parts.office.page("it-devices", ADDRESS, may, pages.list_devices),
        parts.desk.page(
            Form(
                name="it-enrol-device",
                path=f"{ADDRESS}/enrol",
                template="directory/device_form.html",
                may=may,
                offer=pages.offer_enrolling,
                act=Reading(DeviceToEnrol, pages.enrol),
                asks={"home": "Choose the home.", "name": "Give the tablet a name."},
                labels={"home": "Home", "name": "Name"},
            )
        ),
        *(
            parts.desk.page(
                Form(
                    name=f"it-device-{word}",
                    path=f"{ADDRESS}/{{device}}/{word}",
                    template=f"directory/device_{word}.html",
                    may=may,
                    offer=pages.offer,
                    act=Reading(Nothing, act),
                )
            )
            for word, act in (("code", pages.make_code), ("revoke", pages.revoke))
        ),
    ]


class DevicePages:
    """Answers them."""

    def __init__(self, parts: DeviceParts) -> None:
        self._parts = parts

    async def list_devices(self, caller: Caller) -> Response:
        """All devices, or those of a home; revoked ones where they are asked for."""
        homes = await self._parts.directory.homes(caller.viewer)
        home = next((home for home in homes if str(home.home_id) == caller.asked("home")), None)
        devices = await self._shown(caller, homes, home.home_id if home else None)
        with_revoked = caller.asked("revoked") == "yes"
        context = {
            "devices": [one for one in devices if with_revoked or one.revoked_at is None],
            "revoked": sum(1 for one in devices if one.revoked_at is not None),
            "with_revoked": with_revoked,
            "home": home,
        }
        return self._parts.office.show(caller, "directory/devices.html", context)

    async def unseen(self, caller: Caller) -> Sequence[ShownDevice]:
        """Devices that gave no sign for too long, or none at all so far, the longest first."""
        homes = await self._parts.directory.homes(caller.viewer)
        devices = [one for one in await self._shown(caller, homes, None) if one.revoked_at is None]
        found = [one for one in devices if one.is_unseen or one.last_seen_at is None]
        return sorted(found, key=lambda one: one.last_seen_at or one.enrolled_at or caller.now)

    async def offer_enrolling(self, caller: Caller) -> Offer:
        """A form, with the home that led here."""
        homes = await self._parts.directory.homes(caller.viewer)
        return Offer(values={"home": caller.asked("home")}, context={"homes": homes})

    async def enrol(self, caller: Caller, sent: DeviceToEnrol, _: UUID) -> Response:
        """A new tablet, and the code to type on it; another code where it waits for one already."""
        home_id = await self._home_id(caller, sent.home)
        same = [
            one
            for one in await self._parts.devices.list_devices(caller.viewer, home_id)
            if one.revoked_at is None and one.name.casefold() == sent.name.strip().casefold()
        ]
        if any(one.enrolled_at is not None for one in same):
            raise _name_taken()
        if same:
            device_id = same[0].device_id
            code = await self._parts.devices.new_code(caller.viewer, device_id)
        else:
            device_id, code = await self._parts.devices.add(caller.viewer, home_id, sent.name)
        return await self._show_code(caller, device_id, code)

    async def offer(self, caller: Caller) -> Offer:
        """The device that the address names."""
        return Offer(context={"device": await self._device(caller)})

    async def make_code(self, caller: Caller, _: Nothing, __: UUID) -> Response:
        """Another code for a tablet."""
        device = await self._device(caller)
        code = await self._parts.devices.new_code(caller.viewer, device.device_id)
        return await self._show_code(caller, device.device_id, code)

    async def revoke(self, caller: Caller, _: Nothing, __: UUID) -> Response:
        """Nobody comes in on it any more."""
        device = await self._device(caller)
        if device.revoked_at is None:
            await self._parts.devices.revoke(caller.viewer, device.device_id)
        return lead_to(ADDRESS, "device-revoked")

    async def _show_code(self, caller: Caller, device_id: UUID, code: NewCode) -> Response:
        homes = await self._parts.directory.homes(caller.viewer)
        devices = await self._shown(caller, homes, None)
        device = next(one for one in devices if one.device_id == device_id)
        context = {"device": device, "code": code, "address": origin_of(caller)}
        return shown_once(self._parts.office.show(caller, "directory/device_enrolled.html", context))

    async def _home_id(self, caller: Caller, given: str) -> UUID:
        try:
            return await self._parts.directory.resolve(caller.viewer, given)
        except NotYours:
            raise Problem(
                ProblemKind.INVALID,
                "This home is not in the network.",
                field="home",
                remedy="Choose a home from the list.",
            ) from None

    async def _device(self, caller: Caller) -> ShownDevice:
        homes = await self._parts.directory.homes(caller.viewer)
        given = caller.request.path_params["device"]
        for one in await self._shown(caller, homes, None):
            if str(one.device_id) == given:
                return one
        raise not_found()

    async def _shown(self, caller: Caller, homes: Sequence[Home], home_id: UUID | None) -> list[ShownDevice]:
        names = {home.home_id: home.name for home in homes}
        listed = await self._parts.devices.list_devices(caller.viewer, home_id)
        shown = [
            ShownDevice(
                one.device_id,
                one.name,
                one.home_id,
                names.get(one.home_id, "a home that is gone"),
                one.enrolled_at,
                one.last_seen_at,
                one.revoked_at,
                self._is_unseen(caller, one),
            )
            for one in listed
        ]
        return sorted(shown, key=lambda one: (one.revoked_at is not None, one.home_name, one.name))

    def _is_unseen(self, caller: Caller, device: ListedDevice) -> bool:
        if device.revoked_at is not None:
            return False
        last = device.last_seen_at or device.enrolled_at or device.created_at
        return caller.now - last > self._parts.unseen_after


def _name_taken() -> Problem:
    return Problem(
        ProblemKind.REFUSED,
        "The home has a tablet of that name.",
        field="name",
        remedy="Choose another name, or make a new code for that tablet.",
    )
