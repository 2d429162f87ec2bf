"""Which facts take another one back."""

from households.events.falls import FallRetracted
from households.events.life import MomentRetracted, PracticeRetracted, VolunteeringRetracted
from households.events.money import ContributionRetracted, CostRetracted, PaymentReversed
from households.events.residents import AbsenceRetracted, StayRetracted
from households.events.team import EmploymentRetracted

RETRACTIONS = (
    AbsenceRetracted,
    ContributionRetracted,
    CostRetracted,
    EmploymentRetracted,
    FallRetracted,
    MomentRetracted,
    PaymentReversed,
    PracticeRetracted,
    StayRetracted,
    VolunteeringRetracted,
)
"""What takes a whole record back; a spell of sickness is taken back by an amendment that says so."""
