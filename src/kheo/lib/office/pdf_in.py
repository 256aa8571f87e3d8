"""Reads the text of a PDF; pages that are pictures have none."""

import re
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError

from kheo.lib.office.text_parts import Draft
from kheo.lib.unsafe import Problem, Unsafe

MOST_PAGES = 500
_PAGE_NUMBER = re.compile(r"\W*(?:(?:trang|page)\s*)?(\d{1,4})(?:\s*/\s*\d{1,4})?\W*$", re.I)
_ENDS = re.compile(r"[.;:!?…]\s*[”\")]?$")
_BEGINS = re.compile(r"\s*(?:[-–+•*]|\d{1,3}[.)]|[a-zđ]\)|[IVX]{1,5}[.)])\s*\S|.*\s\|\s")
_LONG_LINE = 0.7  # of the longest of its page


def read_pdf(path: Path, draft: Draft) -> None:
    """Put the text of a PDF into a draft, lines joined to paragraphs where a line only ran out of paper.

    :raises Unsafe: for a scan, a password, too many pages, or what is no PDF.
    """
    try:
        document = PdfDocument(path)
    except PdfiumError as error:
        raise Unsafe(Problem.ENCRYPTED if "assword" in str(error) else Problem.DAMAGED) from error
    with document:
        if len(document) > MOST_PAGES:
            raise Unsafe(Problem.TOO_LONG, pages=MOST_PAGES)
        silent = sum(not _read_page(document, number, draft) for number in range(len(document)))
    if not draft.parts:
        raise Unsafe(Problem.SCAN, pages=silent)
    if silent:
        draft.notices["pages_without_text"] = silent


def _read_page(document: PdfDocument, number: int, draft: Draft) -> bool:
    """Add one page and return whether it said anything."""
    try:
        page = document[number]
        textpage = page.get_textpage()
        said = str(textpage.get_text_range())
        textpage.close()
        page.close()
    except PdfiumError as error:
        raise Unsafe(Problem.DAMAGED, page=number + 1) from error
    lines = [line.rstrip() for line in said.replace("\r\n", "\n").replace("\ufffe", "").split("\n")]
    lines = [line for line in lines if line.strip()]
    for place in (0, -1):
        found = _PAGE_NUMBER.match(lines[place]) if lines and len(document) > 1 else None
        if found and int(found[1]) in (number, number + 1):
            lines.pop(place)
            draft.note("page_numbers_left_out")
    for paragraph in _paragraphs(lines):
        draft.add("paragraph", paragraph, page=number + 1)
    return bool(lines)


def _paragraphs(lines: list[str]) -> list[str]:
    """Join a line with the next where it is nearly as long as the longest and no sentence ends there."""
    longest = max(map(len, lines), default=0)
    found: list[str] = []
    runs_on = False
    for line in lines:
        if runs_on and not _BEGINS.match(line):
            found[-1] += " " + line.strip()
        else:
            found.append(line.strip())
        runs_on = len(line) > _LONG_LINE * longest and not _ENDS.search(line)
    return found
