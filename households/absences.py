"""Nights away: a resident goes to hospital or on holiday, and comes back."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from households.command import Command
from households.residents import ResidentGiven
from households.terms import AbsenceReason


class GoAway(Command, frozen=True, kw_only=True):
    """A resident spends nights elsewhere; an absence that has ended can be recorded whole."""

    resident: ResidentGiven
    away_from: Annotated[date, Meta(description="The first night away.")]
    reason: AbsenceReason = AbsenceReason.OTHER
    back_on: Annotated[date, Meta(description="The first night back, where the absence has ended.")] | None = None


class ComeBack(Command, frozen=True, kw_only=True):
    """A resident who was away is back."""

    resident: ResidentGiven
    back_on: Annotated[date, Meta(description="The first night back in the home.")]
