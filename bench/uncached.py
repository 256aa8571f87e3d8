"""Khéo with every cache of its public pages off: each page is built anew for each asking."""

from collections.abc import Callable, Hashable
from typing import Any

from kheo.project.wsgi import application  # isort: skip  -- sets Django up for what follows
from kheo.outlets.portal.web import pages

__all__ = ["application"]


def _never(key: Hashable, stamp: Hashable, make: Callable[[], Any]) -> Any:  # Any: whatever is made
    return make()


pages.kept.get = _never  # type: ignore[method-assign]
