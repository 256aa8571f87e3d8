"""Which sessions and recommendations there are of a year, of which a reply has not come, and which are no task yet."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from kheo.foundation.accounts.models import User
from kheo.lib.dates import LOCAL
from kheo.machinery.duties.states import TaskState
from kheo.machinery.registers.kit import WITHOUT_TASK
from kheo.movement.supervision.models import Recommendation, Session
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Unit


def is_seen_by(user: User, number: int) -> bool:
    """Return whether a user may see a session: the body that was supervised need not."""
    return Session.objects.visible_to(user).filter(pk=number).exists()


def recommendations_of(session: Session) -> QuerySet[Recommendation]:
    """Return the recommendations of a session in their order, with the unit of each and its task."""
    rows: QuerySet[Recommendation] = QuerySet(Recommendation)
    rows = rows.filter(session=session, withdrawn_at=None)
    return rows.select_related("doer", "task", "unit", "session").order_by("number", "pk")


def doers_for(user: User) -> QuerySet[Unit]:
    """Return the units that may be named to reply: those that the user's posts cover."""
    return Unit.objects.filter(pk__in=reach(user, "supervision.view"), closed_on=None).in_order()


def planned(day: date) -> Q:
    """Return the condition of sessions in the plan of the year of a day."""
    return Q(year=day.year)


def held(day: date) -> Q:
    """Return the condition of those of them that were held until the day."""
    return planned(day) & Q(held_on__lte=day)


def recommended(day: date) -> Q:
    """Return the condition of recommendations of the sessions of that plan that were held until the day."""
    return Q(session__year=day.year, session__held_on__lte=day)


def _answered(day: date) -> Q:
    """Return the condition of recommendations to which a reply was entered until a day, or of which the unit has
    reported by then what it did."""
    after = datetime.combine(day + timedelta(days=1), time(), LOCAL)
    return Q(replied_on__isnull=False, replied_on__lte=day) | Q(
        task__isnull=False, task__state=TaskState.DONE, task__done_at__lt=after
    )


def answered(day: date) -> Q:
    """Return the condition of those of them to which a reply had come until the day."""
    return recommended(day) & _answered(day)


def unanswered(day: date) -> Q:
    """Return the condition of recommendations whose day of reply is past on a day and to which none had come by then,
    of whatever year."""
    return Q(reply_due_on__lt=day) & ~_answered(day)


def to_hand_out(day: date) -> Q:
    """Return the condition of recommendations until a day that name a unit, and are no task of it yet;
    `rules.is_to_hand_out` says the same of one."""
    open_ones = Q(doer__isnull=False, replied_on=None, is_closed=False)
    return open_ones & Q(session__held_on__lte=day) & WITHOUT_TASK
