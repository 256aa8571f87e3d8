"""Files handed out to those who may see what they belong to."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

MIME = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "vtt": "text/vtt; charset=utf-8",
}
_PLAYED = ("video/", "audio/", "text/vtt")
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_PIECE = 1 << 16


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


def served(request: HttpRequest, file: Stored, *, is_shown: bool = False) -> FileResponse:
    """Return a file: with `w` in the address a photo in that width to look at, otherwise what was sent, to download,
    or to look at where we made it ourselves."""
    width = request.GET.get("w", "")
    if width in map(str, file.widths):
        response = FileResponse(file.variant(int(width)).open("rb"), content_type="image/webp")
    else:
        response = FileResponse(
            file.original.open("rb"), as_attachment=not is_shown, filename=file.name, content_type=MIME[file.kind]
        )
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class Addressed(Protocol):
    """What has a page of its own."""

    def get_absolute_url(self) -> str:
        """Return the address of the page."""


def handed_out(made: Path | Addressed, name: str = "", *, is_shown: bool = False) -> HttpResponseBase:
    """Return a file that was made just now, to keep under its own name or another, a PDF also to look at; or lead to
    the page of what is made in the background."""
    if not isinstance(made, Path):
        return redirect(made.get_absolute_url())
    kind, said = made.suffix[1:], name or made.name
    kept = not (is_shown and kind == "pdf")
    return FileResponse(made.open("rb"), as_attachment=kept, filename=said, content_type=MIME[kind])


def played(request: HttpRequest, file: Stored, tag: str) -> HttpResponseBase:
    """Return a video, a sound or captions to be played, the part that was asked for (phones ask for parts), or a
    document to be kept. Whatever is in it, no browser takes it for a page. `tag` is what the bytes are known by."""
    size, etag = file.original.stat().st_size, f'"{tag}"'
    span = _span(request, size, etag)
    if span is None:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, end = span
    is_part = (start, end) != (0, size)
    pieces = _pieces(file.original, start, end)
    response = StreamingHttpResponse(pieces, status=206 if is_part else 200, content_type=MIME[file.kind])
    response["Content-Length"] = end - start
    if is_part:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    _guard(response, file, etag)
    return response


def _guard(response: HttpResponseBase, file: Stored, etag: str) -> None:
    is_shown = MIME[file.kind].startswith(_PLAYED)
    response["Accept-Ranges"], response["ETag"] = "bytes", etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = content_disposition_header(not is_shown, file.name) or "attachment"


def _span(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """Return from where to where a file is asked for; all of it where nothing or several parts are asked for, or
    another version of it; None where there is no such part."""
    found = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if not found or found[0] == "bytes=-" or request.headers.get("If-Range", etag) != etag:
        return 0, size
    if not found[1]:  # the last bytes
        return (max(0, size - int(found[2])), size) if int(found[2]) and size else None
    start, last = int(found[1]), int(found[2] or size)
    return (start, min(last + 1, size)) if start < size and start <= last else None


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(_PIECE, end - start))):
            start += len(piece)
            yield piece
