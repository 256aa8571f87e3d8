"""How often articles are read, counted in memory and written down every few seconds: reading is never a write."""

import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.outlets.portal.web.readers import Readers

EVERY = 10  # seconds
_BOT = re.compile(
    "bot|crawl|spider|slurp|preview|monitor|curl|wget|python|scan|headless|lighthouse|facebookexternalhit|"
    "^(?!mozilla/|opera/)",  # what does not say that it is a browser
    re.IGNORECASE,
)
_IN_ADVANCE = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ")
log = logging.getLogger(__name__)


class Tally:
    """The views that are not yet written down.

    Who reads a number from the database and adds `pending` to it holds `lock` meanwhile: then no view is told twice or
    not at all, for the lock is also held from the moment of writing down to that of forgetting.
    """

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self.lock = threading.RLock()
        self._counts: Counter[int] = Counter()
        self._readers = Readers()

    def count(self, article: int, meta: Mapping[str, str]) -> bool:
        """Count a view of an article and tell so: once a reader and day, no program, no page fetched in advance."""
        if _is_program(meta) or not self._readers.is_first(article, meta, local_day(timezone.now())):
            return False
        with self.lock:
            self._counts[article] += 1
        return True

    def pending(self, article: int) -> int:
        """Return how many views of an article are not yet written down."""
        with self.lock:
            return self._counts[article]

    def write_down(self) -> None:
        """Add what was counted to the database. If that fails it stays counted, for the next time."""
        with self.lock:
            counted = +self._counts
        if not counted:
            return
        from kheo.outlets.newsroom.actions import add_views  # noqa: PLC0415 -- slow import, of all that a desk does

        with ExitStack() as at_the_end:
            with transaction.atomic():
                add_views(counted, by=None, at=timezone.now())
                at_the_end.enter_context(self.lock)
            self._counts -= counted

    def clear(self) -> None:
        """Forget what was counted."""
        with self.lock:
            self._counts.clear()
            self._readers = Readers()


def _is_program(meta: Mapping[str, str]) -> bool:
    return bool(
        _BOT.search(meta.get("HTTP_USER_AGENT", ""))
        or any(re.search("prefetch|prerender|preview", meta.get(name, "")) for name in _IN_ADVANCE)
    )


tally = Tally()


def keep_writing_down() -> None:
    """Write down every few seconds from now on, and once more when the process ends: called by the server's process.

    The thread is no daemon and waits for the main one, because a server's worker ends without calling `atexit`.
    """
    threading.Thread(target=_keep_writing_down, name="views").start()


def _keep_writing_down() -> None:
    main = threading.main_thread()
    while main.is_alive():
        main.join(EVERY)
        _write_down()


def _write_down() -> None:
    try:
        tally.write_down()
    except DatabaseError:
        log.exception("The views of articles could not be written down; they are kept for the next time.")
    finally:
        connection.close()
