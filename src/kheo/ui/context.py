"""What every template knows about how this reader wants to see the page."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import HttpRequest

COOKIE = "kheo_look"
SIZES = ("small", "normal", "large")
CONTRASTS = ("normal", "high")


class Look(NamedTuple):
    """Size of letters and contrast; hashable, so that a cache of pages can be keyed by it."""

    size: str = "normal"
    contrast: str = "normal"

    def changed(self, choices: Mapping[str, str]) -> "Look":
        """Return the look with the known choices among those given."""
        size, contrast = choices.get("size", ""), choices.get("contrast", "")
        return Look(
            size if size in SIZES else self.size,
            contrast if contrast in CONTRASTS else self.contrast,
        )

    def as_cookie(self) -> str:
        """Return the text that `look_of` reads back."""
        return f"{self.size}.{self.contrast}"


def look_of(cookies: Mapping[str, str]) -> Look:
    """Return the look kept in the cookies, or the usual one."""
    size, _, contrast = cookies.get(COOKIE, "").partition(".")
    return Look().changed({"size": size, "contrast": contrast})


def look(request: HttpRequest) -> dict[str, Look]:
    """Give templates the look."""
    return {"look": look_of(request.COOKIES)}
