"""Binds papers into one PDF: a cover, the contents with page numbers, and the parts one after the other, each with a
bookmark; every page bears its number in the whole.

A part is a PDF whose pages are set as they are, a table, or a text of numbered points.
"""

import datetime
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pypdfium2 import PdfDocument, PdfiumError

from kheo.lib.sandbox import ChildFailed, run
from kheo.lib.typesetting.pdf_out import TEMPLATES, CannotTypeset, NoGlyph, typeset
from kheo.lib.unsafe import Problem, Unsafe

MOST_PAGES = 600


@dataclass(frozen=True)
class Cover:
    """What stands on the cover and in the contents."""

    above: Sequence[str]
    heading: str
    title: str
    below: Sequence[str]
    contents: str
    page: str


@dataclass(frozen=True)
class Pages:
    """A part that is a PDF."""

    title: str
    path: Path


@dataclass(frozen=True)
class Table:
    """A part that is a table: headings of its columns, how wide they are to each other, its rows."""

    title: str
    headings: Sequence[str]
    widths: Sequence[float]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Points:
    """A part that is a text of numbered points, each with lines under it."""

    title: str
    lead: str
    points: Sequence[tuple[str, Sequence[str]]]


Part = Pages | Table | Points


@dataclass(frozen=True)
class Bound:
    """What was bound: the PDF, how many pages it has, and each part with its first page."""

    pdf: bytes
    pages: int
    parts: Sequence[tuple[str, int]] = field(default_factory=list)


class CannotBind(Exception):
    """A part cannot be bound; `title` says which, empty where nobody knows."""

    def __init__(self, title: str, cause: str) -> None:
        """Keep which, and the cause for the log."""
        super().__init__(title, cause)
        self.title = title


def bind(cover: Cover, parts: Sequence[Part], folder: Path, *, on: datetime.date) -> Bound:
    """Return parts bound into one PDF; `folder` is an empty one to work in.

    :raises CannotBind: with the part that cannot be bound.
    """
    sent = [_as_sent(part, number, folder) for number, part in enumerate(parts)]
    if sum(each.get("pages", 1) for each in sent) > MOST_PAGES:
        raise CannotBind("", f"more than {MOST_PAGES} pages")
    template = Path(shutil.copy(TEMPLATES / "binder.typ", folder))
    try:
        pdf = typeset(template, {"cover": asdict(cover), "parts": sent}, on=on, is_archival=False)
    except NoGlyph as error:
        raise CannotBind("", error.cause) from error
    except CannotTypeset as error:
        named = next((each["title"] for each in sent if each.get("file", "/") in error.cause), "")
        raise CannotBind(named, error.cause) from error
    made = folder / "bound.pdf"
    made.write_bytes(pdf)
    pages, marks = run(_looked_over, made)
    return Bound(pdf, pages, marks)


def _as_sent(part: Part, number: int, folder: Path) -> dict[str, Any]:
    """Return a part as the template reads it; a PDF is laid beside the template."""
    if not isinstance(part, Pages):
        return asdict(part) | {"kind": type(part).__name__.lower()}
    name = f"part{number}.pdf"
    try:
        pages = run(count_pages, part.path)
    except (ChildFailed, Unsafe) as error:
        raise CannotBind(part.title, str(error)) from error
    shutil.copy(part.path, folder / name)
    return {"kind": "pages", "title": part.title, "file": name, "pages": pages}


def count_pages(path: Path) -> int:
    """Return how many pages a PDF has.

    :raises Unsafe: with a password, or if it is no PDF.
    """
    try:
        with PdfDocument(path) as document:
            return len(document)
    except PdfiumError as error:
        raise Unsafe(Problem.ENCRYPTED if "assword" in str(error) else Problem.DAMAGED) from error


def _looked_over(path: Path) -> tuple[int, list[tuple[str, int]]]:
    """Return how many pages the whole has, and its bookmarks with their pages, counted from 1."""
    with PdfDocument(path) as document:
        marks = [(mark.get_title(), mark.get_dest()) for mark in document.get_toc(max_depth=1)]
        return len(document), [(title, dest.get_index() + 1) for title, dest in marks if dest]
