"""Files as answers: what a browser saves, by a name that says what it is."""

import re

from starlette.responses import Response

_UNPLAIN = re.compile(r"[^0-9A-Za-z_-]+")


def file_name(name: str) -> str:
    """Letters, figures, hyphens and underscores only."""
    return _UNPLAIN.sub("-", name).strip("-") or "file"


def pdf_answer(name: str, content: bytes) -> Response:
    """A PDF that the browser shows, and saves under its name."""
    headers = {"Content-Disposition": f'inline; filename="{file_name(name)}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
