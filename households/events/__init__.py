"""The published language: every event of a home's stream.

Dates are the home's local dates (Europe/London), instants aware UTC, money pounds.
Personal text travels sealed; what stays plain is what the centre counts. An event
that starts a record (a stay, a fall, a spell of sickness, a payment …) gives the
record its id: the home and the event's version in the stream. Later events of the
same record name that version in `about`.
"""

from households.events.falls import (
    Decision,
    FallAccount,
    FallAmended,
    FallFacts,
    FallNotificationDecided,
    FallObserved,
    FallRecorded,
    FallRetracted,
)
from households.events.home import HomeOpened, HouseholdBedsChanged, HouseholdOpened
from households.events.life import (
    BaselineRecorded,
    MomentShared,
    PracticeChanged,
    VolunteeringRecorded,
)
from households.events.money import (
    ContributionAgreed,
    ContributionChanged,
    ContributionEnded,
    CostRecorded,
    OpeningBalanceRecorded,
    PaymentReceived,
    PaymentReversed,
)
from households.events.residents import (
    Identity,
    ResidentCameBack,
    ResidentIdentityAmended,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
    ResidentWentAway,
)
from households.events.sickness import SicknessAmended, SicknessEnded, SicknessStarted
from households.events.team import (
    FullTimeHoursChanged,
    StaffHoursChanged,
    StaffJoined,
    StaffLeft,
    StaffName,
)
from households.events.upkeep import PersonForgotten, RecordSetAside, RecordSettled
from network.eventstore.event import Event

HOME_EVENTS: tuple[type[Event], ...] = tuple(
    kind
    for kind in list(globals().values())
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
)
"""Every event of a home's stream; a test holds that each has a stored example that decodes."""

__all__ = [
    "HOME_EVENTS",
    "BaselineRecorded",
    "ContributionAgreed",
    "ContributionChanged",
    "ContributionEnded",
    "CostRecorded",
    "Decision",
    "FallAccount",
    "FallAmended",
    "FallFacts",
    "FallNotificationDecided",
    "FallObserved",
    "FallRecorded",
    "FallRetracted",
    "FullTimeHoursChanged",
    "HomeOpened",
    "HouseholdBedsChanged",
    "HouseholdOpened",
    "Identity",
    "MomentShared",
    "OpeningBalanceRecorded",
    "PaymentReceived",
    "PaymentReversed",
    "PersonForgotten",
    "PracticeChanged",
    "RecordSetAside",
    "RecordSettled",
    "ResidentCameBack",
    "ResidentIdentityAmended",
    "ResidentMovedIn",
    "ResidentMovedOut",
    "ResidentMovedRoom",
    "ResidentWentAway",
    "SicknessAmended",
    "SicknessEnded",
    "SicknessStarted",
    "StaffHoursChanged",
    "StaffJoined",
    "StaffLeft",
    "StaffName",
    "VolunteeringRecorded",
]
