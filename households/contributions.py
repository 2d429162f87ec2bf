"""Contributions: which payer pays what a week towards a resident's fee, from when to when."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID, uuid5

from msgspec import Meta

from households.events import ContributionAgreed, ContributionChanged, ContributionEnded
from households.home import Contribution, Home
from households.recording.command import Command, RecordReference, Reference, decimal, line
from households.recording.context import Context
from households.recording.errors import Refused
from households.references import resident_given
from households.residents import ResidentGiven
from households.rules import foreseeable, in_order
from households.stays import overlap
from households.terms import PayerKind
from network.eventstore.event import Event
from network.eventstore.sealed import RecordClass, Sealed

WeeklyAmount = Annotated[Decimal, decimal("Pounds a week.", "0", "99999.99")]


class AgreeContribution(Command, frozen=True, kw_only=True):
    """A payer agrees to pay a weekly amount towards a resident's fee."""

    resident: ResidentGiven
    payer_ref: Reference
    payer_kind: PayerKind
    payer_name: Annotated[str, line(200, "The payer's name.")] | None = None
    weekly_amount: WeeklyAmount
    begins_on: Annotated[date, Meta(description="The first night it pays for.")]
    ends_on: Annotated[date, Meta(description="The last night it pays for, where that is agreed.")] | None = (
        None
    )


class ChangeContribution(Command, frozen=True, kw_only=True):
    """A contribution has another weekly amount from a day on, which may lie in the past."""

    contribution: RecordReference
    weekly_amount: WeeklyAmount
    begins_on: Annotated[date, Meta(description="The first night at the new amount.")]


class EndContribution(Command, frozen=True, kw_only=True):
    """A contribution ends; a later end replaces an earlier one."""

    contribution: RecordReference
    ends_on: Annotated[date, Meta(description="The last night it pays for.")]


PAYERS = UUID("70617965-7273-4b00-8000-000000000003")
"""The namespace of payers' ids."""


def payer_id_of(home_id: UUID, kind: PayerKind, ref: str) -> UUID:
    """A public body has one id in the network, a private payer one in its home."""
    return uuid5(PAYERS, f"{kind}/{ref}" if kind.is_public else f"{home_id}/{kind}/{ref}")


def decide_agreeing(home: Home, command: AgreeContribution, context: Context) -> list[Event]:
    """Of one payer for one resident, one contribution a night."""
    resident_id, _ = resident_given(home, command.resident)
    foreseeable(command.begins_on, context, "begins_on")
    in_order(command.begins_on, command.ends_on, "ends_on")
    payer_id = _payer_agreeing(home, command, context)
    need_no_other_contribution(home, resident_id, payer_id, command.begins_on, command.ends_on, "begins_on")
    public = command.payer_kind.is_public
    return [
        ContributionAgreed(
            resident_id=resident_id,
            payer_id=payer_id,
            payer_ref=command.payer_ref,
            payer_kind=command.payer_kind,
            payer_name=command.payer_name if public else None,
            private_payer_name=None if public else _sealed_name(command.payer_name, resident_id),
            weekly_amount=command.weekly_amount,
            begins_on=command.begins_on,
            ends_on=command.ends_on,
            **context.said_on(command.begins_on),
        )
    ]


def decide_changing(home: Home, command: ChangeContribution, context: Context) -> list[Event]:
    """Within the nights of the contribution, past ones too; the rest of them go on at the new amount."""
    version, contribution = contribution_given(home, context)
    foreseeable(command.begins_on, context, "begins_on")
    ends_on = contribution.ends_on
    if command.begins_on < contribution.begins_on or (ends_on is not None and command.begins_on > ends_on):
        raise Refused(
            "outside_the_contribution",
            "begins_on",
            "The contribution does not pay for that night.",
            "Choose a night between its first and its last, or agree a new contribution.",
        )
    return [
        ContributionChanged(
            resident_id=contribution.resident_id,
            payer_id=contribution.payer_id,
            weekly_amount=command.weekly_amount,
            begins_on=command.begins_on,
            ends_on=ends_on,
            **context.said_on(command.begins_on, about=version),
        )
    ]


def decide_ending(home: Home, command: EndContribution, context: Context) -> list[Event]:
    """Not before it begins; nothing, where it ends then already."""
    version, contribution = contribution_given(home, context)
    in_order(contribution.begins_on, command.ends_on, "ends_on")
    if contribution.ends_on == command.ends_on:
        return []
    need_no_other_contribution(
        home,
        contribution.resident_id,
        contribution.payer_id,
        contribution.begins_on,
        command.ends_on,
        "ends_on",
        but=version,
    )
    return [
        ContributionEnded(
            resident_id=contribution.resident_id,
            payer_id=contribution.payer_id,
            ends_on=command.ends_on,
            **context.said_on(command.ends_on, about=version),
        )
    ]


def _payer_agreeing(home: Home, command: AgreeContribution, context: Context) -> UUID:
    """The payer's id; a reference belongs to one kind, and a payer new to the home has a name."""
    payer_id = payer_id_of(context.home_id, command.payer_kind, command.payer_ref)
    if home.payer_refs.get(command.payer_ref, payer_id) != payer_id:
        raise Refused(
            "payer_of_other_kind",
            "payer_kind",
            "The payer of that reference is of another kind.",
            "Correct the kind, or use another reference.",
        )
    if command.payer_name is None and payer_id not in home.payers:
        raise Refused(
            "payer_without_name",
            "payer_name",
            "The payer is new to the home and has no name.",
            "Give the payer's name.",
        )
    return payer_id


def need_no_other_contribution(
    home: Home,
    resident_id: UUID,
    payer_id: UUID,
    begins_on: date,
    ends_on: date | None,
    field: str,
    but: int | None = None,
) -> None:
    """Refuse nights for which this payer pays for this resident by another contribution."""
    others = (
        (other.begins_on, _day_after(other.ends_on))
        for version, other in home.contributions.items()
        if other.resident_id == resident_id and other.payer_id == payer_id and version != but
    )
    if overlap(begins_on, _day_after(ends_on), others):
        raise Refused(
            "pays_already",
            field,
            "The payer has another contribution for this resident on some of these nights.",
            "Change or end that one, or correct the days.",
        )


def _day_after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def contribution_given(home: Home, context: Context) -> tuple[int, Contribution]:
    """The contribution that a command is about, and its id."""
    version = context.about
    contribution = home.contributions.get(version) if version else None
    if version is None or contribution is None:
        raise Refused(
            "record_unknown",
            "contribution",
            "The home has no such contribution.",
            "Use the id that was answered when it was made.",
        )
    return version, contribution


def _sealed_name(name: str | None, resident_id: UUID) -> Sealed | None:
    return None if name is None else Sealed.of(name, resident_id, RecordClass.FINANCE, "payer_name")
