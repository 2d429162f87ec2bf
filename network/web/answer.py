"""JSON answers."""

from collections.abc import Mapping

import msgspec
from starlette.responses import Response

_encoder = msgspec.json.Encoder()


def json_answer(
    document: msgspec.Struct, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """A struct as JSON."""
    return Response(_encoder.encode(document), status, headers, media_type="application/json")
