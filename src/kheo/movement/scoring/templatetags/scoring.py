"""What the pages of every room show of score sheets."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("scoring/marks.html")
def marks(form: Any, *, is_open: bool, own: bool = False, paper: str = "") -> dict[str, Any]:
    """Show the criteria of a form of points, to fill in while the sheet is open; with what the unit gave itself (`own`)
    and the papers that it points to, whose address is named `paper`."""
    return {"form": form, "sheet": form.sheet, "is_open": is_open, "own": own, "paper": paper}
