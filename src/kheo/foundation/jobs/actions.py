import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Model
from django.utils import translation
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.jobs.kit import KINDS, WAKE, Cancelled, Json, Kind, Outcome, Stopped, Work
from kheo.foundation.jobs.models import Day, Job, JobQuerySet
from kheo.foundation.jobs.queries import beat_note, pulse_of, slate, speaks_by_slate, wish_note
from kheo.foundation.jobs.rules import INLINE, pause_after, runs_at_once, why_not_start
from kheo.foundation.jobs.states import JobState
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused

Clock = Callable[[], datetime]
log = logging.getLogger(__name__)


class NotStartable(Refused):
    """The person has too much in the queue already."""


class NotLive(Refused):
    """The work has ended, or cannot be begun again."""


def start(
    kind: Kind,
    *,
    by: User | None,
    at: datetime,
    on: Model | None = None,
    dedupe: str = "",
    not_before: datetime | None = None,
    **arguments: Json,
) -> Job:
    """Put work in the queue and return at once; short work, and all of it where the settings say so, is run first.

    `on` is what the work is about. Work of the same kind and `dedupe` that is not finished is returned instead. Work
    that is to begin only later (`not_before`) waits in any case.

    :raises NotStartable: if the person has too much unfinished work.
    :raises TypeError: if the work does not take such arguments.
    """
    kept = kind.checked(arguments)
    present = _present(kind, dedupe, at)
    if present:
        return present
    about = {"on_type": on._meta.label_lower, "on_id": str(on.pk), "on_name": str(on)[:200]} if on else {}
    job = Job(kind=kind.key, arguments=kept, by=by, at=at, not_before=not_before or at, dedupe=dedupe, **about)
    try:
        _put(job)
    except IntegrityError:  # somebody else was a moment earlier
        if found := _present(kind, dedupe, at):
            return found
        raise
    if runs_at_once(is_short=kind.is_short) and job.not_before <= at and (attempt := Attempt.take(job, at)):
        attempt.run(lambda: at)
        job.refresh_from_db()
    else:
        transaction.on_commit(WAKE.set)
    return job


@transaction.atomic
def begin_day(*, by: User | None, at: datetime) -> bool:
    """Start the daily work of the local day of a moment, unless somebody has; tell whether this was the one who did."""
    day, is_new = Day.objects.get_or_create(on=local_day(at), defaults={"at": at})
    if is_new:
        record("jobs.begin_day", on=day, by=by, at=at, day=day.on)
        for kind in [kind for kind in KINDS.values() if kind.is_daily]:
            start(kind, by=by, at=at, dedupe=day.on.isoformat())
    return is_new


def _present(kind: Kind, dedupe: str, at: datetime) -> Job | None:
    """Return the unfinished work of the same name, unless it waits and nobody wants it any longer."""
    found = Job.objects.live().filter(kind=kind.key, dedupe=dedupe).first() if dedupe else None
    if found is None or found.state == JobState.RUNNING or pulse_of(found).unwanted_by is None:
        return found
    if attempt := Attempt.take(found, at):
        attempt.run(lambda: at)  # which finds that it is unwanted and ends it
    return None


@transaction.atomic
def _put(job: Job) -> None:
    if job.by_id:
        User.objects.select_for_update().get(pk=job.by_id)  # two clicks at once are counted one after the other
        if reasons := why_not_start(Job.objects.live().filter(by=job.by_id).count()):
            raise NotStartable(*reasons)
    job.save(force_insert=True)
    record("jobs.start", on=job, by=job.by, at=job.at, kind=job.kind)


def cancel(job: Job, *, by: User, at: datetime) -> None:
    """Ask that unfinished work be given up; its worker does so at its next word, and keeps the record.

    :raises NotLive: if it has ended.
    """
    if not job.is_live:
        raise NotLive(_("This work has ended already."))
    if speaks_by_slate():
        slate().write(wish_note(job), {"by": by.pk, "of": job.at.isoformat(), "at": at.isoformat()})
    else:
        Job.objects.live().filter(pk=job.pk).update(unwanted_by_id=by.pk)
    WAKE.set()


@transaction.atomic
def retry(job: Job, *, by: User, at: datetime) -> None:
    """Put work that was set aside in the queue again, with all its attempts.

    :raises NotLive: if it is not set aside, or the same work is under way already.
    """
    again = {"state": JobState.WAITING, "attempts": 0, "not_before": at, "unwanted_by_id": None, "ended_at": None}
    try:
        with transaction.atomic():
            taken = Job.objects.filter(pk=job.pk, state=JobState.PARKED).update(**again, error="", detail="")
    except IntegrityError as twice:
        raise NotLive(_("The same work is under way already.")) from twice
    if not taken:
        raise NotLive(_("This work is not set aside."))
    record("jobs.retry", on=job, by=by, at=at)
    transaction.on_commit(WAKE.set)


class Attempt(Work):
    """One attempt at a piece of work. What it writes holds only as long as the work is its own."""

    def __init__(self, job: Job) -> None:
        """Speak for the attempt whose token the row bears."""
        self.job, self.token = job, job.token
        self.by, self.at, self.mark = job.by, job.at, job.mark
        self.done, self.total, self.words = 0, 0, ""
        self.unwanted_by = pulse_of(job).unwanted_by
        self.is_over = False

    @classmethod
    def take(cls, job: Job, at: datetime) -> "Attempt | None":
        """Take waiting work for oneself, or return None if another was quicker."""
        begun = {"state": JobState.RUNNING, "token": uuid4(), "started_at": at, "beat_at": at, "ended_at": None}
        told = {"attempts": F("attempts") + 1, "done": 0, "total": 0, "words": ""}
        if not Job.objects.filter(pk=job.pk, state=JobState.WAITING).update(**begun, **told):
            return None
        job.refresh_from_db()
        return cls(job) if job.token == begun["token"] else None

    def tell(self, done: int, total: int = 0, words: str = "") -> None:
        """Keep in memory how far the work is: what others see of it is written by `beat`."""
        self.done, self.total, self.words = done, total, words[:200]
        self._look()

    @contextmanager
    def step(self, mark: Json) -> Iterator[None]:
        """Write what the caller writes, and the mark with it, or neither."""
        self._look()
        with transaction.atomic():
            yield
            if not self._mine().update(mark=mark):
                raise Stopped
        self.mark = mark

    def beat(self, at: datetime) -> None:
        """Tell others how far the work is, and hear whether it is still wanted and still our own.

        Called beside the work, by another thread: the work may be one long transaction, which nobody sees into.
        """
        if speaks_by_slate():
            told = {"done": self.done, "total": self.total, "words": self.words}
            slate().write(beat_note(self.job), told | {"token": str(self.token), "at": at.isoformat()})
            self.unwanted_by = pulse_of(self.job).unwanted_by
        elif self._mine().update(beat_at=at, done=self.done, total=self.total, words=self.words):
            self.unwanted_by = Job.objects.values_list("unwanted_by_id", flat=True).get(pk=self.job.pk)
        else:
            self.is_over = True

    def run(self, clock: Clock) -> None:
        """Do the work, and write down how it ended."""
        with translation.override(settings.LANGUAGE_CODE):
            try:
                self._look()
                self._perform(clock)
            except Cancelled:
                self._end_unwanted(clock())
            except Stopped:
                self._settle(JobState.WAITING, attempts=F("attempts") - 1, not_before=clock())
            except Refused as refusal:
                self._settle(JobState.FAILED, ended_at=clock(), error="\n".join(map(str, refusal.reasons)))
            except Exception:  # a fault of the program: it is logged, tried again, and in the end set aside and shown
                log.exception("The background work %s broke.", self.job)
                self.give_up(traceback.format_exc(), clock())
                if settings.JOBS == INLINE:
                    raise

    def give_up(self, detail: str, at: datetime, *, is_lost: bool = False) -> None:
        """Put a broken attempt back in the queue, or set the work aside after the last one.

        What broke by a fault rests for a while; what lost its worker has waited for the length of a lease already.
        """
        pause = pause_after(self.job.attempts)
        if pause is not None:
            self._settle(JobState.WAITING, not_before=at if is_lost else at + pause, detail=detail)
            return
        with transaction.atomic():
            why = _(
                "It broke off %(number)s times and was set aside. The administrator can see why and start it again."
            )
            error = why % {"number": self.job.attempts}
            if self._settle(JobState.PARKED, ended_at=at, error=error, detail=detail):
                record("jobs.park", on=self.job, by=None, at=at)

    def _perform(self, clock: Clock) -> None:
        kind = KINDS[self.job.kind]
        if not kind.is_whole:
            self._finish(kind.run(self, **self.job.arguments), clock())
            return
        with transaction.atomic():
            outcome = kind.run(self, **self.job.arguments)
            self._look()
            self._finish(outcome, clock())

    def _look(self) -> None:
        if self.unwanted_by is not None:
            raise Cancelled
        if self.is_over:
            raise Stopped

    def _finish(self, outcome: Outcome | None, at: datetime) -> None:
        came = outcome or Outcome()
        told = {"result": dict(came.facts), "result_words": came.words, "result_url": came.url, "detail": ""}
        if not self._settle(JobState.DONE, ended_at=at, **told):
            raise Stopped

    def _end_unwanted(self, at: datetime) -> None:
        with transaction.atomic():
            if self._settle(JobState.CANCELLED, ended_at=at, unwanted_by_id=self.unwanted_by):
                record("jobs.cancel", on=self.job, by=User.objects.filter(pk=self.unwanted_by or 0).first(), at=at)

    def _settle(self, state: JobState, **columns: Any) -> bool:  # Any: values of columns
        """Write how the attempt ended, if the work is still its own; the notes go when that is certain."""
        told = {"done": self.done, "total": self.total, "words": self.words}
        if not self._mine().update(state=state, token=None, **told | columns):
            return False
        transaction.on_commit(self._wipe)
        return True

    def _mine(self) -> JobQuerySet:
        return Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, token=self.token)

    def _wipe(self) -> None:
        slate().wipe(beat_note(self.job))
        if not Job.objects.live().filter(pk=self.job.pk).exists():
            slate().wipe(wish_note(self.job))
