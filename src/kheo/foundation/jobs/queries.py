from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q

from kheo.foundation.jobs.models import Job
from kheo.foundation.jobs.rules import LATE, is_lost, time_left
from kheo.foundation.jobs.states import LIVE, JobState
from kheo.lib.slate import Slate


class Pulse(NamedTuple):
    """What a worker was last heard to say of its work, and who wants it no longer."""

    heard_at: datetime | None
    done: int
    total: int
    words: str
    unwanted_by: int | None


def speaks_by_slate() -> bool:
    """Tell whether worker and pages speak through files: SQLite has one writer, and it may be the work itself."""
    return connection.vendor == "sqlite"


def slate() -> Slate:
    """Return the slate of this installation."""
    return Slate(Path(settings.DATA_DIR) / "jobs")


def beat_note(job: Job) -> str:
    """Return the name of the note in which a worker tells how far it is."""
    return f"{job.pk}.beat"


def wish_note(job: Job) -> str:
    """Return the name of the note that says who wants the work no longer."""
    return f"{job.pk}.cancel"


def pulse_of(job: Job) -> Pulse:
    """Return the pulse of work, as it was when the row was read or newer."""
    heard = Pulse(job.beat_at, job.done, job.total, job.words, job.unwanted_by_id)
    if not speaks_by_slate() or not job.is_live:
        return heard
    beat, wish = slate().read(beat_note(job)), slate().read(wish_note(job))
    # A copy of the database that was put back may count its work from a lower number: a wish names the moment too.
    unwanted_by = wish["by"] if wish and wish["of"] == job.at.isoformat() else None
    if not beat or beat["token"] != str(job.token):
        return Pulse(job.beat_at, job.done, job.total, job.words, unwanted_by)
    return Pulse(datetime.fromisoformat(beat["at"]), beat["done"], beat["total"], beat["words"], unwanted_by)


class Standing(NamedTuple):
    """How a piece of work stands at a moment, for its page."""

    job: Job
    pulse: Pulse
    at: datetime

    @property
    def is_ending(self) -> bool:
        return self.job.is_live and self.pulse.unwanted_by is not None

    @property
    def is_late(self) -> bool:
        return self.job.state == JobState.WAITING and self.at - self.job.not_before > LATE

    @property
    def seconds_left(self) -> int | None:
        """How long the rest will take, as far as that can be told."""
        if self.job.state != JobState.RUNNING or self.job.started_at is None:
            return None
        left = time_left(self.at - self.job.started_at, self.pulse.done, self.pulse.total)
        return None if left is None else round(left.total_seconds())

    @property
    def minutes_left(self) -> int:
        """The same in whole minutes, 0 being less than one."""
        return round((self.seconds_left or 0) / 60)


def standing_of(job: Job, at: datetime) -> Standing:
    """Return how a piece of work stands."""
    return Standing(job, pulse_of(job), at)


def live_jobs() -> list[Job]:
    """Return the work that waits or runs, in the order in which it is to be taken."""
    return list(Job.objects.live().order_by("not_before", "pk"))


def lost_among(jobs: Sequence[Job], at: datetime) -> list[Job]:
    """Return the running work whose worker is heard of no longer."""
    return [job for job in jobs if job.state == JobState.RUNNING and is_lost(pulse_of(job).heard_at, at)]


def due_among(jobs: Sequence[Job], at: datetime) -> list[Job]:
    """Return the waiting work that may be begun."""
    return [job for job in jobs if job.state == JobState.WAITING and job.not_before <= at]


class Queue(NamedTuple):
    """How the queue of background work stands: what an administrator has to know."""

    live: int
    parked: int
    waits_since: datetime | None
    at: datetime

    @property
    def age(self) -> timedelta:
        """How long the oldest waiting work has waited."""
        return max(self.at - self.waits_since, timedelta()) if self.waits_since else timedelta()

    @property
    def is_late(self) -> bool:
        return self.age > LATE


def queue(at: datetime) -> Queue:
    """Return how the queue stands."""
    counted = Job.objects.filter(state__in=[*LIVE, JobState.PARKED]).aggregate(
        live=Count("pk", filter=Q(state__in=LIVE)),
        parked=Count("pk", filter=Q(state=JobState.PARKED)),
        waits_since=Min("not_before", filter=Q(state=JobState.WAITING)),
    )
    return Queue(**counted, at=at)
