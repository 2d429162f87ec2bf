"""JSON answers, and answers that are streamed while they are made."""

from collections.abc import AsyncIterator, Mapping

import msgspec
from starlette.responses import Response, StreamingResponse

_encoder = msgspec.json.Encoder()


def json_answer(
    document: msgspec.Struct, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A struct as JSON."""
    return Response(_encoder.encode(document), status, headers, media_type="application/json")


async def download(pieces: AsyncIterator[bytes], *, media_type: str, file_name: str) -> StreamingResponse:
    """A file that is made as it is sent.

    The first piece is made before the answer begins, so that what is refused or busy is
    still answered as a problem; whatever fails later breaks the answer off.
    """
    first = await anext(pieces, b"")

    async def all_pieces() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    return StreamingResponse(
        all_pieces(),
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
