"""Files whose names change with what is in them, so that a browser asks for each once and never again."""

import os

from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

KEPT = "public, max-age=31536000, immutable"


class KeptFiles(StaticFiles):
    """A folder of files, each kept by browsers for a year."""

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
    """The folder's files, compressed; nothing in them is anybody's, so that their length may tell of it."""
    return GZipMiddleware(KeptFiles(directory=folder, check_dir=False), minimum_size=1_000)
