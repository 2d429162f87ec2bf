"""Files whose names change with what is in them, so that a browser asks for each once and never again."""

import os
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from network.web.compression import accepts

BROTLI = "br"
KEPT = "public, max-age=31536000, immutable"


class KeptFiles(StaticFiles):
    """A folder of files, each kept by browsers for a year.

    Beside a file the build puts what Brotli makes of it, a tenth smaller than gzip, for those that read it.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, as small as the browser reads it."""
        if accepts(BROTLI, Headers(scope=scope).get("accept-encoding", "")):
            with suppress(HTTPException):
                response = await super().get_response(f"{path}.{BROTLI}", scope)
                response.headers.update({"Content-Encoding": BROTLI, "Vary": "Accept-Encoding"})
                return response
        return await super().get_response(path, scope)

    def file_response(
        self,
        full_path: "str | os.PathLike[str]",
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The file, with leave to keep it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = KEPT
        return response


def kept_files(folder: "str | os.PathLike[str]") -> ASGIApp:
    """The folder's files, compressed: nothing in them is anybody's, so that their length may tell of it."""
    return GZipMiddleware(KeptFiles(directory=folder, check_dir=False), minimum_size=1_000)
