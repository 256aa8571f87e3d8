"""How often one address may ask for something: a small counter on the cache."""

import time
from collections.abc import Mapping

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

# What is asked, how often at most, and within how many seconds.
Limit = tuple[str, int, int]


def too_many(request: HttpRequest, limit: Limit) -> bool:
    """Count this asking, and return whether there were too many of its kind from its address in this span of time."""
    return _counted(limit, address_of(request.META))


def too_many_of_all(limit: Limit) -> bool:
    """Count an asking, and return whether there were too many of its kind from everybody in this span of time."""
    return _counted(limit, "*")


def _counted(limit: Limit, whose: str) -> bool:
    what, most, seconds = limit
    key = f"limit.{what}.{whose}.{int(time.time() // seconds)}"
    cache.add(key, 0, 2 * seconds)
    return int(cache.incr(key)) > most


def address_of(meta: Mapping[str, str]) -> str:
    """Return the network address of who asks. In production a proxy stands in front and names it last: what stands
    before that was written by whoever asked."""
    passed_on = meta.get("HTTP_X_FORWARDED_FOR", "") if settings.PRODUCTION else ""
    return passed_on.rpartition(",")[2].strip() or meta.get("REMOTE_ADDR", "")
