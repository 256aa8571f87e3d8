"""Who is writing an article now. Kept in Django's cache, as the limits of the portal are (one process): it is worth
nothing once the page is closed, and opening a page must write nothing."""

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache

from kheo.foundation.accounts.models import User

LOADED = 300  # seconds that a page is taken to be open of which nothing more is heard
HEARD = 90  # seconds after each sign of a page that gives one every thirty


@dataclass(frozen=True)
class Lease:
    """Who writes, and since when."""

    user_id: int
    name: str
    since: datetime


def hold(pk: int, user: User, at: datetime, seconds: int = LOADED) -> Lease | None:
    """Keep an article for a user; return whose it is where another has it, and leave it to them."""
    held: Lease | None = cache.get(_key(pk))
    if held and held.user_id != user.pk:
        return held
    cache.set(_key(pk), held or Lease(user.pk, str(user), at), seconds)
    return None


def take(pk: int, user: User, at: datetime) -> None:
    """Keep an article for a user, whoever had it."""
    cache.set(_key(pk), Lease(user.pk, str(user), at), LOADED)


def leave(pk: int, user: User) -> None:
    """Give an article free that the user had."""
    held: Lease | None = cache.get(_key(pk))
    if held and held.user_id == user.pk:
        cache.touch(_key(pk), 0)  # it ends now


def _key(pk: int) -> str:
    return f"newsroom-lease-{pk}"
