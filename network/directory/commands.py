"""What network IT decides about homes: joining, what is known of them, and which coach supports them."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from network.eventstore.sealed import RecordClass
from network.web.hints import NOT_BLANK

CROWD = "Too many others change the network at this moment."
"""What is said where others came between too often."""

Name = Annotated[
    str,
    Meta(
        min_length=1, max_length=200, pattern=r"^\S", description="What the home is called.", extra=NOT_BLANK
    ),
]
Ref = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=60,
        pattern=r"^[^\s/](?:[^/\r\n\t]*[^\s/])?$",
        description="What people and files call the home; never changes, no two homes have the same.",
        examples=["rosewood"],
        extra={"written": "Begin and end it without a space, and leave out slashes and line breaks."},
    ),
]
CqcLocationId = Annotated[
    str,
    Meta(
        pattern=r"^1-[0-9]{8,11}$",
        description="The location's id at the CQC.",
        examples=["1-1234567890"],
        extra={"written": "Write it as the CQC does: 1-1234567890."},
    ),
]
IcbOdsCode = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z0-9]{3,5}$",
        description="ODS code of the integrated care board: the commissioning area.",
        examples=["QOX"],
        extra={"written": "Write its three to five capitals and figures, as QOX."},
    ),
]
Programme = Annotated[
    date | None,
    Meta(description="The day on which the home began to work in the network's way, where it has."),
]


class NetworkCommand(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """Something to be decided about the network."""


class NewHousehold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A household of a home that joins, open from the day the home counts from."""

    name: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=60,
            pattern=r"^\S",
            description="What the home calls it.",
            extra=NOT_BLANK,
        ),
    ]
    beds: Annotated[int, Meta(ge=1, le=100, description="Beds in service; about 12 at most.")]


class JoinHome(NetworkCommand, frozen=True, kw_only=True):
    """A home becomes part of the network, with the households it has."""

    ref: Ref
    name: Name
    cqc_location_id: CqcLocationId
    icb_ods_code: IcbOdsCode
    joined_on: Annotated[date, Meta(description="The day of joining.")]
    recorded_from: Annotated[
        date | None, Meta(description="The first day that counts; left out: `joined_on`.")
    ] = None
    charged_from: Annotated[
        date | None, Meta(description="The first night charged; left out: `joined_on`.")
    ] = None
    programme_started_on: Programme = None
    households: Annotated[tuple[NewHousehold, ...], Meta(max_length=50, description="Its households.")] = ()


class AmendHome(NetworkCommand, frozen=True, kw_only=True):
    """What the network knows of a home, whole, as it should be."""

    name: Name
    cqc_location_id: CqcLocationId
    icb_ods_code: IcbOdsCode
    programme_started_on: Programme = None


class AssignCoach(NetworkCommand, frozen=True, kw_only=True):
    """A coach supports a home from now on."""

    account_id: Annotated[UUID, Meta(description="The coach's account.")]


class UnassignCoach(NetworkCommand, frozen=True, kw_only=True):
    """A coach no longer supports a home."""

    account_id: Annotated[UUID, Meta(description="The coach's account.")]


class HoldErasure(NetworkCommand, frozen=True, kw_only=True):
    """Keep what is sealed about a person although its time has passed, until this is released."""

    person_id: Annotated[UUID, Meta(description="A resident or colleague, former ones too.")]
    record_class: Annotated[RecordClass, Meta(description="care, finance or employment.")]
    reason: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=200,
            pattern=r"^\S",
            description="The inquiry or claim that needs it; name nobody.",
            extra=NOT_BLANK,
        ),
    ]


class ReleaseErasure(NetworkCommand, frozen=True, kw_only=True):
    """Nothing holds up a person's erasure any more."""

    person_id: Annotated[UUID, Meta(description="The person that the hold is about.")]
    record_class: Annotated[RecordClass, Meta(description="care, finance or employment.")]
