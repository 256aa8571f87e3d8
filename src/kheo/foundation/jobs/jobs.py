"""The worker: takes what waits, one piece after another, and finds again what a killed worker left."""

import logging
import threading
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from kheo.foundation.jobs.actions import Attempt, begin_day
from kheo.foundation.jobs.kit import WAKE
from kheo.foundation.jobs.queries import due_among, live_jobs, lost_among
from kheo.foundation.jobs.rules import THREAD
from kheo.lib.dates import local_day

EVERY = 1.0  # seconds between two looks at the queue, and between two beats
log = logging.getLogger(__name__)


class Beating:
    """While it is entered, another thread tells every second how far an attempt is."""

    def __init__(self, attempt: Attempt, is_over: Callable[[], bool]) -> None:
        """Beat for an attempt; once `is_over` says so, the attempt is told to stop."""
        self.attempt, self.is_over = attempt, is_over
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._beat, name="beating", daemon=True)

    def __enter__(self) -> None:
        """Begin to beat."""
        self.thread.start()

    def __exit__(self, *error: object) -> None:
        """End, so that nothing is told of what has ended."""
        self.ended.set()
        self.thread.join()

    def _beat(self) -> None:
        while not self.ended.wait(EVERY):
            try:
                self.attempt.beat(timezone.now())
            except (DatabaseError, OSError):
                log.exception("It could not be told how far the background work is.")
            self.attempt.is_over = self.attempt.is_over or self.is_over()
        connection.close()


class Worker:
    """Works off the queue until it is told that all is over."""

    def __init__(self, is_over: Callable[[], bool]) -> None:
        """Work until `is_over` says so; work in hand is then given back at its next word."""
        self.is_over = is_over
        self.day: date | None = None

    def work(self, *, until_empty: bool = False) -> None:
        """Work on and on; with `until_empty` only until nothing is left that may be begun."""
        while not self.is_over():
            WAKE.clear()
            if self._round():
                continue
            if until_empty:
                break
            WAKE.wait(EVERY)

    def once(self, at: datetime) -> bool:
        """Find lost work, then take one piece and do it; tell whether there was one."""
        live = live_jobs()
        for job in lost_among(live, at):
            log.warning("The worker of %s is gone.", job)
            Attempt(job).give_up("Its worker was gone.", at, is_lost=True)
        for job in due_among(live, at):
            if attempt := Attempt.take(job, at):
                with Beating(attempt, self.is_over):
                    attempt.run(timezone.now)
                return True
        return False

    def wake(self, at: datetime) -> bool:
        """Start the daily work if this worker has not seen the day yet and no other has started it; tell whether it
        did."""
        if self.day == local_day(at):
            return False
        did = begin_day(by=None, at=at)
        self.day = local_day(at)
        return did

    def _round(self) -> bool:
        """Do one piece, or where nothing waits begin the day; a database that cannot be asked now is asked again
        later."""
        try:
            return self.once(timezone.now()) or self.wake(timezone.now())
        except DatabaseError:
            log.exception("The queue of background work could not be looked at; it is tried again.")
            return False
        finally:
            close_old_connections()


def keep_working() -> None:
    """Work off the queue beside the web from now on, until the process ends, unless the settings leave it to others.

    The thread is no daemon, so that the process waits for it to give back what it has in hand.
    """
    if settings.JOBS == THREAD:
        threading.Thread(target=_keep_working, name="jobs").start()


def _keep_working() -> None:
    main = threading.main_thread()
    main.join(EVERY)  # readers first: they wait for the pages that are being read
    Worker(lambda: not main.is_alive()).work()
