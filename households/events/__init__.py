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
    FallNotificationRetracted,
    FallObservationRetracted,
    FallObserved,
    FallRecorded,
    FallRetracted,
)
from households.events.home import HomeOpened, HouseholdBedsChanged, HouseholdOpened
from households.events.life import (
    BaselineRecorded,
    MomentAmended,
    MomentRetracted,
    MomentShared,
    PracticeAmended,
    PracticeChanged,
    PracticeRetracted,
    VolunteeringAmended,
    VolunteeringRecorded,
    VolunteeringRetracted,
)
from households.events.money import (
    ContributionAgreed,
    ContributionAmended,
    ContributionChanged,
    ContributionEnded,
    ContributionRetracted,
    CostRecorded,
    CostRetracted,
    OpeningBalanceRecorded,
    PaymentReceived,
    PaymentReversed,
    PossibleDuplicateSettled,
)
from households.events.residents import (
    AbsenceAmended,
    AbsenceRetracted,
    Identity,
    Placed,
    ResidentCameBack,
    ResidentIdentityAmended,
    ResidentMovedIn,
    ResidentMovedOut,
    ResidentMovedRoom,
    ResidentWentAway,
    StayAmended,
    StayRetracted,
)
from households.events.sickness import (
    SicknessAmended,
    SicknessEnded,
    SicknessReasonShared,
    SicknessStarted,
)
from households.events.team import (
    AgreedHours,
    EmploymentAmended,
    EmploymentRetracted,
    FullTimeHoursChanged,
    StaffHoursChanged,
    StaffJoined,
    StaffLeft,
    StaffName,
    TimeInTeam,
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
    "AbsenceAmended",
    "AbsenceRetracted",
    "AgreedHours",
    "BaselineRecorded",
    "ContributionAgreed",
    "ContributionAmended",
    "ContributionChanged",
    "ContributionEnded",
    "ContributionRetracted",
    "CostRecorded",
    "CostRetracted",
    "Decision",
    "EmploymentAmended",
    "EmploymentRetracted",
    "FallAccount",
    "FallAmended",
    "FallFacts",
    "FallNotificationDecided",
    "FallNotificationRetracted",
    "FallObservationRetracted",
    "FallObserved",
    "FallRecorded",
    "FallRetracted",
    "FullTimeHoursChanged",
    "HomeOpened",
    "HouseholdBedsChanged",
    "HouseholdOpened",
    "Identity",
    "MomentAmended",
    "MomentRetracted",
    "MomentShared",
    "OpeningBalanceRecorded",
    "PaymentReceived",
    "PaymentReversed",
    "PersonForgotten",
    "Placed",
    "PossibleDuplicateSettled",
    "PracticeAmended",
    "PracticeChanged",
    "PracticeRetracted",
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
    "SicknessReasonShared",
    "SicknessStarted",
    "StaffHoursChanged",
    "StaffJoined",
    "StaffLeft",
    "StaffName",
    "StayAmended",
    "StayRetracted",
    "TimeInTeam",
    "VolunteeringAmended",
    "VolunteeringRecorded",
    "VolunteeringRetracted",
]
