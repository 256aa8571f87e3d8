"""Fills a Word document that an office can edit from a template with named places."""

import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kheo.lib.office.settling import settle

if TYPE_CHECKING:
    from jinja2 import Environment


class BadTemplate(Exception):
    """A template cannot be filled: a place without a value, or a mistake in its marks."""


def marks_environment() -> "Environment":
    """Return what reads the marks of a template: nothing outside the template is reached, a place without a value is a
    mistake."""
    from jinja2 import StrictUndefined  # noqa: PLC0415 -- slow import
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 -- slow import

    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def fill(template_path: Path, context: Mapping[str, object], out_path: Path) -> None:
    """Write the template with its places filled; values are text, never marks. The same values make the same bytes. A
    place `picture(png, mm)` takes a picture in that width.

    :raises BadTemplate: with what is wrong in the template's own words.
    """
    from docxtpl.template import DocxTemplate  # noqa: PLC0415 -- slow import
    from jinja2 import TemplateError  # noqa: PLC0415 -- slow import

    document = DocxTemplate(template_path)
    words = {"picture": partial(_picture, document)} | dict(context)
    try:
        document.render(words, jinja_env=marks_environment(), autoescape=True)
    except TemplateError as error:
        raise BadTemplate(str(error)) from error
    document.save(out_path)
    settle(out_path)


def _picture(document: Any, png: bytes, width: int) -> Any:  # Any: classes of a library that is slow to import
    """Return a picture for a place of a template, so many millimetres wide."""
    from docx.shared import Mm  # noqa: PLC0415 -- slow import
    from docxtpl.inline_image import InlineImage  # noqa: PLC0415 -- slow import

    return InlineImage(document, io.BytesIO(png), width=Mm(width))
