"""What waits for those who read along."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.voice.models import Comment, CommentQuerySet, Pattern, Reason, Report
from kheo.outlets.voice.states import CommentState

RELATED = ("article", "exemplar", "parent", "office", "task__unit")


def heard(user: User) -> CommentQuerySet:
    """Return the remarks that a user may moderate, with what they are about."""
    return Comment.objects.visible_to(user).select_related(*RELATED)


def is_seen_by(user: User, number: int) -> bool:
    """Return whether a user may see a remark in the queue: a unit that looks into it need not."""
    return can_anywhere(user, "voice.moderate") and heard(user).filter(pk=number).exists()


def waiting(user: User) -> QuerySet[Comment]:
    """Return the remarks that somebody has to read, the oldest first."""
    return heard(user).waiting().order_by("at", "pk")


def late_since(now: datetime) -> datetime:
    """Return the moment before which a remark that still waits has waited too long."""
    return now - timedelta(hours=settings.REMARK_HOURS)


@dataclass(frozen=True)
class Numbers:
    """How much stands on each side of the queue."""

    pending: int
    late: int
    marked: int
    reported: int
    found_out: int


def numbers(user: User, now: datetime) -> Numbers:
    """Return how much waits for a user, in one question."""
    pending = Q(state=CommentState.PENDING)
    found_out = Q(pk__in=Comment.objects.found_out().values("pk"))
    seen = Comment.objects.visible_to(user).filter(pending | Q(reported_at__isnull=False) | found_out)
    counted = seen.aggregate(
        pending=Count("pk", filter=pending),
        late=Count("pk", filter=pending & Q(at__lt=late_since(now))),
        marked=Count("pk", filter=pending & ~Q(marks=[])),
        reported=Count("pk", filter=Q(reported_at__isnull=False)),
        found_out=Count("pk", filter=found_out),
    )
    return Numbers(**counted)


def alike(user: User, comments: Sequence[Comment], column: str) -> dict[str, int]:
    """Return how many remarks that wait have the same text, or the same sender, as those given: only where several."""
    values = {getattr(each, column) for each in comments if each.state == CommentState.PENDING} - {""}
    if not values:
        return {}
    rows = Comment.objects.visible_to(user).waiting().filter(**{f"{column}__in": values}).order_by()
    counted = rows.values(column).annotate(number=Count("pk")).filter(number__gt=1)
    return dict(counted.values_list(column, "number"))


def reports_of(comments: Iterable[Comment]) -> dict[int, list[Report]]:
    """Return what readers reported of remarks since somebody last looked at them."""
    moderated = {each.pk: each.moderated_at for each in comments if each.reported_at}
    found: dict[int, list[Report]] = {}
    for report in Report.objects.filter(comment__in=moderated).order_by("at", "pk") if moderated else ():
        since = moderated[report.comment_id]
        if since is None or report.at > since:
            found.setdefault(report.comment_id, []).append(report)
    return found


def patterns_in_use() -> list[Pattern]:
    """Return what remarks are searched for."""
    return list(Pattern.objects.filter(is_on=True))


def reasons() -> list[str]:
    """Return the reasons for hiding that need not be written again."""
    return list(Reason.objects.values_list("text", flat=True))
