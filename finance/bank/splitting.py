"""Shares a line out over several homes, once a person has said how."""

from decimal import Decimal
from uuid import UUID, uuid5

from finance.bank.commands import Matched, MatchLine, SplitLine
from finance.bank.deciding import check_money, refuse
from finance.bank.service import Bank
from network.access.homes import Homes
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "remitters.sql")


class Splitting:
    """Each part becomes a match of its own, which can be taken back by itself."""

    def __init__(self, bank: Bank, homes: Homes, pool: DatabasePool) -> None:
        self._bank = bank
        self._homes = homes
        self._pool = pool

    async def split(self, viewer: Viewer, line_id: UUID, command: SplitLine, command_id: UUID) -> Matched:
        """Record a payment, or find it recorded, for each part; together they are all that is left.

        Each part is refused unless what is left is what it and those after it come to: so two who share out
        one line record it once, and one that broke off is taken up where it ended.
        Raises what `Bank.match` raises; a rule of a home that speaks against one part leaves those before it.
        """
        viewer.check(viewer.may_keep_books())
        for part in command.parts:
            check_money(part.amount)
        await self._check_payers(viewer, command)
        left = sum((part.amount for part in command.parts), Decimal(0))
        done: Matched | None = None
        for number, part in enumerate(command.parts):
            match = MatchLine(
                home=part.home, payment=part.payment, payer=part.payer, amount=part.amount, left=left
            )
            done = await self._bank.match(viewer, line_id, match, uuid5(command_id, f"part/{number}"))
            left -= part.amount
        assert done is not None  # noqa: S101 - a command has two parts at least
        return done

    async def _check_payers(self, viewer: Viewer, command: SplitLine) -> None:
        """Before anything is recorded: everybody pays where it is said that they do."""
        if any(part.payer is None and part.payment is None for part in command.parts):
            refuse(
                "nothing_chosen",
                "parts",
                "It is not said of each part whose payment it is.",
                "Choose a payer.",
            )
        wanted = [
            (await self._homes.resolve(viewer, part.home), part.payer)
            for part in command.parts
            if part.payer is not None and part.payment is None
        ]
        homes, payers = [home for home, _ in wanted], [payer for _, payer in wanted]
        known = {
            (row["home_id"], row["payer_id"])
            for row in await self._pool.fetch(QUERIES["who_pays_where"], homes, payers)
        }
        if any(one not in known for one in wanted):
            refuse(
                "pays_nothing_there",
                "parts",
                "In one of these homes the payer has not agreed to pay anything.",
                "Leave that home out, or have its team record the contribution first.",
            )
