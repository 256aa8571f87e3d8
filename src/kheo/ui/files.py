"""Files handed out to those who may see what they belong to."""

from pathlib import Path
from typing import Protocol

from django.http import FileResponse, HttpRequest

MIME = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Stored(Protocol):
    """A file as it is kept."""

    name: str
    kind: str

    @property
    def original(self) -> Path: ...

    @property
    def widths(self) -> tuple[int, ...]: ...

    def variant(self, width: int) -> Path:
        """Return where a photo lies in one of its widths."""


def served(request: HttpRequest, file: Stored) -> FileResponse:
    """Return a file: with `w` in the address a photo in that width to look at, otherwise what was sent, to download."""
    width = request.GET.get("w", "")
    if width in map(str, file.widths):
        response = FileResponse(file.variant(int(width)).open("rb"), content_type="image/webp")
    else:
        response = FileResponse(
            file.original.open("rb"), as_attachment=True, filename=file.name, content_type=MIME[file.kind]
        )
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response
