"""Finds payers by what a bookkeeper has of them: a name, a home, a reference, or the number of an invoice."""

import re
from uuid import UUID

from finance.payments.names import PayerNames
from network.access.viewer import Viewer
from network.postgres.named_queries import NamedQueries
from network.postgres.pool import DatabasePool

QUERIES = NamedQueries.beside(__file__, "finding.sql")
DAY_OF_INVOICE = re.compile(r"-(\d{8})-")


class PayerSearch:
    """Searches those that the books know; what private payers are called is sealed, and opened to look."""

    def __init__(self, pool: DatabasePool, names: PayerNames) -> None:
        self._pool = pool
        self._names = names

    async def find(self, viewer: Viewer, text: str) -> list[UUID] | None:
        """Payers with the text in their name, their code or a home of theirs; None where nothing is asked.

        Raises `Forbidden`.
        """
        viewer.check(viewer.may_read_payments(None))
        asked = " ".join(text.split()).casefold()
        if not asked:
            return None
        day = DAY_OF_INVOICE.search(asked)
        rows = await self._pool.fetch(QUERIES["payers_matching"], asked, day and day[1])
        found = {row["payer_id"] for row in rows}
        private = {row["payer_id"] for row in await self._pool.fetch(QUERIES["private_payers"])} - found
        names = await self._names.of(viewer, private)
        found |= {payer for payer, name in names.items() if name and asked in name.casefold()}
        return sorted(found)
