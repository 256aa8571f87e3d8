from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy


class JobState(TextChoices):
    """Where a piece of background work stands."""

    WAITING = "waiting", pgettext_lazy("background work", "Waiting")
    RUNNING = "running", pgettext_lazy("background work", "Running")
    DONE = "done", pgettext_lazy("background work", "Done")
    FAILED = "failed", pgettext_lazy("background work", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("background work", "Cancelled")
    PARKED = "parked", pgettext_lazy("background work", "Set aside")


# From a state to the next, and the act that leads there. The program itself acts, but for `cancel` and `retry`.
MOVES: dict[JobState, dict[JobState, str]] = {
    JobState.WAITING: {
        JobState.RUNNING: "jobs.claim",
        JobState.CANCELLED: "jobs.cancel",
        JobState.PARKED: "jobs.park",
    },
    JobState.RUNNING: {
        JobState.DONE: "jobs.finish",
        JobState.FAILED: "jobs.fail",
        JobState.CANCELLED: "jobs.cancel",
        JobState.WAITING: "jobs.give_back",
        JobState.PARKED: "jobs.park",
    },
    JobState.PARKED: {JobState.WAITING: "jobs.retry"},
}
LIVE = (JobState.WAITING, JobState.RUNNING)
TONES = {
    JobState.WAITING: "wait",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "stop",
    JobState.CANCELLED: "draft",
    JobState.PARKED: "warn",
}
