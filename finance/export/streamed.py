"""A file as an answer over HTTP; what is refused is still a problem, because it is asked before that."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import date

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from finance.export.offers import Offer
from finance.export.sources import Source
from finance.export.totals import Totals

Opening = Callable[[], AbstractAsyncContextManager[Source]]


class StreamedFile(Response):
    """An export as an answer, in chunks and without a length."""

    def __init__(self, offer: Offer, opening: Opening) -> None:
        super().__init__()
        self._offer = offer
        self._opening = opening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Open the export, send its bytes, and close it when the last is sent or the reader has gone."""
        async with self._opening() as source:
            answer = StreamingResponse(
                source.chunks(),
                media_type=self._offer.media_type,
                headers=headers_of(self._offer, source.totals),
            )
            await answer(scope, receive, send)


def headers_of(offer: Offer, totals: Totals) -> dict[str, str]:
    """What the file is called, which moment it shows, and what it adds up to where that is known by now."""
    summed = {"Hearth-Rows": str(totals.rows), "Hearth-Control-Total": str(totals.control_total)}
    return {
        "Content-Disposition": f'attachment; filename="{file_name(offer, totals)}"',
        **(summed if offer.is_summed_first else {}),
        "Hearth-Known-At": totals.known_at.isoformat(),
    }


def file_name(offer: Offer, totals: Totals) -> str:
    """By what it holds, of which home and which days."""
    home, first = totals.home_ref, totals.from_on
    days: list[date] = [totals.to_on] if first is None else [first, totals.to_on]
    parts = [offer.what, *([home] if home and home.isascii() and home.isalnum() else []), *map(str, days)]
    return f"{'-'.join(parts)}.{offer.ending}"
