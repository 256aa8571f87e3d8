"""How often one address may send something: a small counter on the cache."""

import time

from django.core.cache import cache
from django.http import HttpRequest

# A whole office may sit behind one address.
REMARKS = ("remark", 20, 10 * 60)
VOTES = ("vote", 60, 10 * 60)


def too_many(request: HttpRequest, limit: tuple[str, int, int]) -> bool:
    """Count this sending, and return whether there were too many of its kind from its address in this span of time."""
    what, most, seconds = limit
    key = f"portal.{what}.{request.META['REMOTE_ADDR']}.{int(time.time() // seconds)}"
    cache.add(key, 0, 2 * seconds)
    return int(cache.incr(key)) > most
