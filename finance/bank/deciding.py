"""What may be said of a line of a statement, and how it becomes a payment of a home."""

from datetime import date
from decimal import Decimal
from typing import NoReturn, Protocol
from uuid import UUID, uuid5

import asyncpg

from finance.bank.commands import MatchLine
from finance.pence import PENNY
from network.access.viewer import Viewer
from network.deciding import Refused
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "bank.sql")
TOO_MUCH = Decimal(1_000_000_000)


class Recorder(Protocol):
    """Records payments in homes, by the homes' own rules."""

    async def receive(
        self,
        viewer: Viewer,
        home_id: UUID,
        payer_id: UUID,
        received_on: date,
        amount: Decimal,
        reference: str,
        remittance: str | None,
        command_id: UUID,
    ) -> int:
        """Record a payment; its version in the home's stream."""
        ...

    async def reverse(self, viewer: Viewer, home_id: UUID, payment: int, on: date, command_id: UUID) -> None:
        """Take a payment back, whole."""
        ...


def refuse(code: str, field: str, message: str, remedy: str) -> NoReturn:
    """Say that it is not allowed, and what to do."""
    raise Refused(code, field, message, remedy)


def check_match(line: asyncpg.Record, command: MatchLine) -> Decimal:
    """How much of a line a match takes. Raises `Refused`."""
    if line["amount"] <= 0:
        refuse("money_out", "line", "The line is money that went out.", "Match money that came in.")
    if line["is_aside"]:
        refuse("set_aside", "line", "The line is set aside.", "Say first that it is a payment of fees.")
    left: Decimal = line["amount"] - line["matched"]
    amount = left if command.amount is None else command.amount
    check_money(amount)
    if command.left is not None:
        check_money(command.left)
    if command.left is not None and command.left != left:
        refuse(
            "not_all_of_it",
            "left",
            f"The parts come to £{command.left:,.2f}, and of the line £{left:,.2f} are left.",
            "Make them come to the same, or look at the line again: somebody may have matched a part of it.",
        )
    if amount > left:
        refuse("more_than_left", "amount", f"Of the line £{left:,.2f} are left.", "Give no more than that.")
    return amount


def check_money(amount: Decimal) -> None:
    """Raises `Refused` for what is no amount of money."""
    if not (amount.is_finite() and 0 < amount < TOO_MUCH and amount == amount.quantize(PENNY)):
        refuse("not_money", "amount", "That is no amount of money.", "Write pounds and pence, as 1071.52.")


class Payments:
    """Payments of homes, as matches need them."""

    def __init__(self, pool: DatabasePool, recorder: Recorder) -> None:
        self._pool = pool
        self._recorder = recorder

    async def check(self, home_id: UUID, payment: int, asked: Decimal | None, left: Decimal) -> Decimal:
        """How much of a line a recorded payment is. Raises `Refused`."""
        row = await self._pool.fetchrow(QUERIES["payment_to_match"], home_id, payment)
        if row is None:
            refuse("no_such_payment", "payment", "The home has no such payment.", "Choose another.")
        if row["is_reversed"]:
            refuse("reversed", "payment", "The payment has been reversed.", "Choose another.")
        unseen: Decimal = row["amount"] - row["seen"]
        amount = min(left, unseen) if asked is None else asked
        if unseen <= 0 or amount > unseen:
            refuse(
                "seen_already",
                "payment",
                f"Of the payment £{unseen:,.2f} have not been seen at the bank yet.",
                "Choose another payment, or a smaller amount.",
            )
        return amount

    async def receive(
        self, viewer: Viewer, home_id: UUID, payer_id: UUID, line: asyncpg.Record, amount: Decimal
    ) -> int:
        """Record a line, or a part of it, as a payment; two who do so at once record one.

        A line that is shared between several is their remittance.
        """
        name = f"{home_id}/{payer_id}/{amount}/{line['decided']}"
        is_shared = amount != line["amount"]
        return await self._recorder.receive(
            viewer,
            home_id,
            payer_id,
            line["booked_on"],
            amount,
            line["reference"] or "Bank",
            line["line_id"].hex if is_shared else None,
            uuid5(line["line_id"], name),
        )

    async def reverse(self, viewer: Viewer, match: asyncpg.Record) -> None:
        """Take back a payment that was recorded from a line, unless the home has done so."""
        row = await self._pool.fetchrow(QUERIES["payment_to_match"], match["home_id"], match["payment"])
        if row is not None and not row["is_reversed"]:
            command_id = uuid5(match["line_id"], f"reverse/{match['version']}")
            await self._recorder.reverse(
                viewer, match["home_id"], match["payment"], row["received_on"], command_id
            )
