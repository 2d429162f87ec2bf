"""Files as answers: what a browser saves, by a name that says what it is."""

from starlette.responses import Response

from network.web.file_names import file_name


def pdf_answer(name: str, content: bytes) -> Response:
    """A PDF that the browser shows, and saves under its name."""
    headers = {"Content-Disposition": f'inline; filename="{file_name(name)}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
