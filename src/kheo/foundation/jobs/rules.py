from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

LEASE = timedelta(seconds=20)  # a worker that has not been heard of for so long has lost its work
LATE = timedelta(minutes=1)  # work that waits so long is told to the administrator
ATTEMPTS = 3
MOST_OF_ONE_PERSON = 5
PAUSES = (timedelta(seconds=10), timedelta(minutes=1))
INLINE, THREAD, WORKER = "inline", "thread", "worker"
FIRST_GUESS = timedelta(seconds=2)


def why_not_start(live: int) -> list[str]:
    """Return every reason against putting one more piece of work in the queue for a person who has `live` in it."""
    if live >= MOST_OF_ONE_PERSON:
        text = _("You already have %(number)s pieces of background work that are not finished. Wait for one to end.")
        return [text % {"number": live}]
    return []


def runs_at_once(*, is_short: bool) -> bool:
    """Tell whether work is run within the request that asks for it."""
    return is_short or settings.JOBS == INLINE


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many broken attempts, or None if there is to be no other."""
    return PAUSES[attempts - 1] if attempts < ATTEMPTS else None


def time_left(elapsed: timedelta, done: int, total: int) -> timedelta | None:
    """Return how long the rest will take at the pace so far, or None while that is a mere guess."""
    if not done or not total or elapsed < FIRST_GUESS:
        return None
    return elapsed * max(total - done, 0) / done


def is_lost(heard_at: datetime | None, at: datetime) -> bool:
    """Tell whether a worker that was last heard of at a moment has lost its work."""
    return heard_at is None or at - heard_at > LEASE
