"""What finance decides about charging: terms by kind of payer and day, and the fee, with their history."""

from decimal import Decimal
from uuid import UUID

from starlette.responses import Response

from finance.events import ChargingTermsSet
from finance.pages.parts import FinanceParts
from finance.pages.room import KINDS, Caller, Form, Room, lead_to
from finance.settings.commands import FinanceCommand, SetChargingTerms, SetFranchiseFee
from finance.settings.state import FinanceState
from households.terms import PayerKind
from network.web.form_offer import Offer
from network.web.page import Page

LABELS = {
    "payer_kind": "Kind of payer",
    "begins_on": "From",
    "hospital_share": "Share of a night in hospital",
    "holiday_share": "Share of a night on holiday",
    "other_share": "Share of another night away",
    "leaving_day_charged": "Is the day of leaving charged?",
    "nights_after_death": "Nights after a death",
    "payment_terms_days": "Days to pay",
    "percentage": "Percent",
}
SHARES = ("hospital_share", "holiday_share", "other_share")


def terms_pages(room: Room, parts: FinanceParts) -> list[Page]:
    """What is set, and the two forms."""
    pages = TermsPages(room, parts)
    setting = Form(
        name="finance-set-terms",
        path="/finance/terms/new",
        template="finance/terms_form.html",
        kind=SetChargingTerms,
        offer=pages.offer_terms,
        act=pages.set_terms,
        labels=LABELS,
    )
    fee = Form(
        name="finance-set-fee",
        path="/finance/terms/fee",
        template="finance/fee_form.html",
        kind=SetFranchiseFee,
        offer=pages.offer_fee,
        act=pages.set_fee,
        labels=LABELS,
    )
    return [room.page("finance-terms", "/finance/terms", pages.show), room.form(setting), room.form(fee)]


class TermsPages:
    """Answers them."""

    def __init__(self, room: Room, parts: FinanceParts) -> None:
        self._room = room
        self._parts = parts

    async def show(self, caller: Caller) -> Response:
        """What holds today for each kind of payer, and everything that was ever set."""
        state = await self._parts.decisions.state(caller.viewer)
        history = sorted(state.terms.values(), key=lambda terms: terms.begins_on, reverse=True)
        context = {
            "state": state,
            "in_force": {kind: in_force(state, kind, caller) for kind in PayerKind},
            "history": history,
            "fees": sorted(state.fees.values(), key=lambda fee: fee.begins_on, reverse=True),
        }
        return self._room.show(caller, "finance/terms.html", context)

    async def offer_terms(self, caller: Caller) -> Offer:
        """What holds today for the kind that the address names, so that only the change is typed."""
        state = await self._parts.decisions.state(caller.viewer)
        asked = caller.asked("kind")
        known = in_force(state, PayerKind(asked), caller) if asked in set(PayerKind) else None
        values = {"payer_kind": asked, "begins_on": caller.today.isoformat()}
        values |= {name: str(getattr(known, name)) if known else "1" for name in SHARES}
        values["leaving_day_charged"] = "true" if known and known.leaving_day_charged else "false"
        values["nights_after_death"] = str(known.nights_after_death if known else 0)
        values["payment_terms_days"] = str(known.payment_terms_days if known else 28)
        return Offer(values=values, context={"choices": list(KINDS.items())})

    async def set_terms(self, caller: Caller, sent: SetChargingTerms, command_id: UUID) -> Response:
        """Record them."""
        return await self._decide(caller, sent, command_id, "terms-set")

    async def offer_fee(self, caller: Caller) -> Offer:
        """The fee of today."""
        state = await self._parts.decisions.state(caller.viewer)
        held = [fee for day, fee in state.fees.items() if day <= caller.today]
        percentage = max(held, key=lambda fee: fee.begins_on).percentage if held else Decimal(0)
        values = {"begins_on": caller.today.isoformat(), "percentage": str(percentage)}
        return Offer(values=values, context={"closed_through": state.closed_through})

    async def set_fee(self, caller: Caller, sent: SetFranchiseFee, command_id: UUID) -> Response:
        """Record it."""
        return await self._decide(caller, sent, command_id, "fee-set")

    async def _decide(self, caller: Caller, sent: FinanceCommand, command_id: UUID, done: str) -> Response:
        decided = await self._parts.decisions.decide(caller.viewer, sent, command_id)
        return lead_to("/finance/terms", done if decided.recorded else "held-before")


def in_force(state: FinanceState, kind: PayerKind, caller: Caller) -> ChargingTermsSet | None:
    """The terms of today; None where nothing was ever set for that kind."""
    held = [terms for (of, day), terms in state.terms.items() if of is kind and day <= caller.today]
    return max(held, key=lambda terms: terms.begins_on, default=None)
