"""A payer's account in a home: row by row, why each line is what it is, and a statement on paper."""

from starlette.responses import Response

from finance.books.accounts import AccountRow
from finance.books.grounds import cause_in_words
from finance.letters.statement import statement_of
from finance.pages.answers import pdf_answer
from finance.pages.overview import home_of, payer_of
from finance.pages.parts import FinanceParts
from finance.pages.room import Caller, Room
from finance.pages.turning import place, turn
from network.access.audit.trail import AuditAction
from network.web.page import Page
from network.web.problem import not_found

ADDRESS = "/finance/homes/{home}/payers/{payer}"


def account_pages(room: Room, parts: FinanceParts) -> list[Page]:
    """The account, a line of it, and a payer's statement."""
    pages = AccountPages(room, parts)
    return [
        room.page("finance-account", ADDRESS, pages.account),
        room.page("finance-line", ADDRESS + "/lines/{line}", pages.line),
        room.page("finance-statement", "/finance/payers/{payer}/statement.pdf", pages.statement),
    ]


class AccountPages:
    """Answers them."""

    def __init__(self, room: Room, parts: FinanceParts) -> None:
        self._room = room
        self._parts = parts

    async def account(self, caller: Caller) -> Response:
        """Everything charged and received, in the order of days."""
        home = await home_of(self._parts.overview, caller)
        payer, ref = await payer_of(self._parts.overview, caller)
        on, wanted = caller.day(), caller.asked("find")
        rows = await self._parts.accounts.rows(caller.viewer, home.home_id, payer.payer_id, on)
        found = [row for row in reversed(rows) if _holds(row, wanted)]
        page, following = turn(found, lambda row: place(row.event, row.line or ""), caller.asked("after"))
        context = {
            "home": home,
            "payer": payer,
            "ref": ref,
            "rows": page,
            "following": following,
            "find": wanted,
            "number": len(found),
            "charged": sum(row.pence for row in found if row.line is not None),
            "received": -sum(row.pence for row in found if row.line is None),
            "unpaid": sum(row.outstanding for row in found),
            "balance": rows[-1].balance if rows and len(found) == len(rows) else None,
            "on": on,
        }
        return self._room.show(caller, "finance/account.html", context)

    async def line(self, caller: Caller) -> Response:
        """The nights of one line, at what rate and why, and the events that it follows from."""
        home = await home_of(self._parts.overview, caller)
        payer, _ = await payer_of(self._parts.overview, caller)
        number = caller.path("line")
        explained = (
            await self._parts.accounts.explain(
                caller.viewer, home.home_id, payer.payer_id, int(number), caller.today
            )
            if number.isdecimal() and len(number) < 9
            else None
        )
        if explained is None:
            raise not_found()
        because = cause_in_words(explained.grounds.cause.told)
        context = {
            "home": home,
            "payer": payer,
            "explained": explained,
            "grounds": explained.grounds,
            "because": because[0].upper() + because[1:],
        }
        return self._room.show(caller, "finance/line.html", context)

    async def statement(self, caller: Caller) -> Response:
        """What a payer owes every home, line by line, as a letter."""
        payer, ref = await payer_of(self._parts.overview, caller)
        on = caller.day()
        accounts = await self._parts.overview.accounts(caller.viewer, on, payer_id=payer.payer_id)
        rows = [
            (
                account.home,
                await self._parts.accounts.rows(caller.viewer, account.home.home_id, payer.payer_id, on),
            )
            for account in accounts
        ]
        await self._parts.audit.note(
            AuditAction.BALANCES_EXPORTED,
            caller.viewer.account_id,
            payer.payer_id,
            format="pdf",
            to=on.isoformat(),
        )
        return pdf_answer(f"statement-{ref}-{on}", statement_of(payer, ref, rows, on, caller.now))


def _holds(row: AccountRow, wanted: str) -> bool:
    """Whether a row's words, its invoice or its event hold what is looked for."""
    text = wanted.casefold()
    return any(text in (said or "").casefold() for said in (row.what, row.invoice, row.event))
