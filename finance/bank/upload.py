"""Forms that bring a file: the only ones that may."""

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from network.web.problem import Problem, ProblemKind

MOST_FIELDS = 30
MULTIPART = "multipart/form-data"


async def read_upload(request: Request, name: str) -> tuple[dict[str, list[str]], bytes]:
    """The fields of a form, and the bytes of its file; none where no file was chosen. Raises `Problem`."""
    if not request.headers.get("content-type", "").startswith(MULTIPART):
        raise Problem(
            ProblemKind.UNSUPPORTED_MEDIA_TYPE,
            "A form with a file comes as multipart/form-data.",
            field="Content-Type",
            remedy=f"Send {MULTIPART}.",
        )
    fields: dict[str, list[str]] = {}
    file = b""
    try:
        async with request.form(max_files=1, max_fields=MOST_FIELDS) as form:
            for field, value in form.multi_items():
                if not isinstance(value, UploadFile):
                    fields.setdefault(field, []).append(value)
                elif field == name:
                    file = await value.read()
    except (MultiPartException, UnicodeDecodeError):
        raise Problem(
            ProblemKind.MALFORMED, "The form can't be read.", field="body", remedy="Send it anew."
        ) from None
    return fields, file
