"""Fills a Word document that an office can edit from a template with named places."""

import io
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kheo.lib.office.settling import settle
from kheo.lib.sandbox import Limits, run_within

if TYPE_CHECKING:
    from jinja2 import Environment


_LIMITS = Limits(memory=2 << 30, cpu_seconds=60, wall_seconds=90)  # a list of thousands of rows takes long


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


def fill_strange(template_path: Path, context: Mapping[str, object], out_path: Path) -> None:
    """Do as `fill` with a template of somebody else's: in a child process with limits, and with plain values only, so
    that the template reaches nothing of ours whatever it tries.

    :raises BadTemplate: with what is wrong in the template's own words.
    :raises ChildFailed: if it needs more time or memory than a document may.
    """
    run_within(_LIMITS, _fill_told, template_path, dict(context), out_path)


def _fill_told(template_path: Path, context: Mapping[str, object], out_path: Path) -> None:
    """Do it, in the child: what goes wrong with values is the template's mistake too."""
    try:
        fill(template_path, context, out_path)
    except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        raise BadTemplate(str(error)) from error


def _picture(document: Any, png: bytes, width: int) -> Any:  # Any: classes of a library that is slow to import
    """Return a picture for a place of a template, so many millimetres wide."""
    from docx.shared import Mm  # noqa: PLC0415 -- slow import
    from docxtpl.inline_image import InlineImage  # noqa: PLC0415 -- slow import

    return InlineImage(document, io.BytesIO(png), width=Mm(width))
