"""Makes a PDF of a typst template and data, in a child process with limits.

The data reach the template as JSON and never become markup. Only the fonts beside the templates are used, so that the
PDF is the same on every machine; it is tagged and archival (PDF/A-2a). The same data and day give the same bytes.
"""

import datetime
import json
import re
from pathlib import Path
from typing import Any

from kheo.lib.sandbox import ChildFailed, Limits, run_within

TEMPLATES = Path(__file__).parent / "typst"
"""Where the templates of the house are."""

LIMITS = Limits(memory=3 << 30, cpu_seconds=120, wall_seconds=150)  # it maps far more than it uses
_FONTS = TEMPLATES / "fonts"
_REPORT = re.compile(r"^panicked with: report:(.*)$", re.DOTALL)
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed with font')


class CannotTypeset(Exception):
    """No PDF could be made; `cause` is for the log."""

    def __init__(self, cause: str) -> None:
        """Keep the cause."""
        super().__init__(cause)
        self.cause = cause


class Reported(CannotTypeset):
    """A template refuses its data; `words` are what it said with `panic("report:" + …)`."""

    @property
    def words(self) -> list[str]:
        """Return what it said, cut at the bars."""
        return self.cause.split("|")


class NoGlyph(CannotTypeset):
    """The fonts lack a sign; `cause` is the text with it."""


def typeset(
    template: Path, data: object, *, on: datetime.date, limits: Limits = LIMITS, is_archival: bool = True
) -> bytes:
    """Return the PDF that a template makes of data (what JSON can hold); it says that it was made on that day.

    The template reads no file outside its own folder. What has pages of other PDFs in it cannot be archival.

    :raises Reported: if the template refuses the data.
    :raises NoGlyph: if the fonts lack a sign.
    :raises CannotTypeset: if it does not manage, or not within its limits.
    """
    try:
        return run_within(limits, _typeset, template, json.dumps(data, ensure_ascii=False), on, is_archival)
    except ChildFailed as failure:
        raise CannotTypeset(f"{failure.reason}: {failure.cause}") from failure


def _typeset(template: Path, data: str, on: datetime.date, is_archival: bool) -> bytes:
    """Do the work, in the child."""
    import typst  # noqa: PLC0415 -- slow import

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])
    moment = datetime.datetime.combine(on, datetime.time(), datetime.UTC)
    try:
        return typst.compile(
            template,
            root=template.parent,
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": data},
            pdf_standards=["a-2a"] if is_archival else ["1.7"],
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise _told(error) from error


def _told(error: Any) -> CannotTypeset:  # Any: a class of the library, which only the child knows
    if said := _REPORT.search(error.message):
        return Reported(said[1])
    if unknown := _NO_GLYPH.search(error.message):
        return NoGlyph(unknown[1])
    return CannotTypeset(error.diagnostic or error.message)
