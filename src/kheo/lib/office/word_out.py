"""Fills a Word document that an office can edit from a template with named places."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

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
    """Write the template with its places filled; values are text, never marks. The same values make the same bytes.

    :raises BadTemplate: with what is wrong in the template's own words.
    """
    from docxtpl.template import DocxTemplate  # noqa: PLC0415 -- slow import
    from jinja2 import TemplateError  # noqa: PLC0415 -- slow import

    document = DocxTemplate(template_path)
    try:
        document.render(dict(context), jinja_env=marks_environment(), autoescape=True)
    except TemplateError as error:
        raise BadTemplate(str(error)) from error
    document.save(out_path)
    settle(out_path)
