"""Addresses of pages, each worked out once: a page has dozens of them, most of them those of the page before."""

from collections.abc import Hashable
from functools import lru_cache

from django.urls import get_script_prefix, get_urlconf, reverse

MOST = 8_192


def address(name: str, *args: Hashable) -> str:
    """Return the address of a page by its name and what it is about."""
    return _address(name, args, get_script_prefix(), get_urlconf())


@lru_cache(maxsize=MOST)
def _address(name: str, args: tuple[Hashable, ...], _prefix: str, urlconf: str | None) -> str:
    return reverse(name, urlconf, args)
