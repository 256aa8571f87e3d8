"""Which sessions and recommendations there are of a year, and of which a reply has not come."""

from datetime import date

from django.db.models import Q


def planned(day: date) -> Q:
    """Return the condition of sessions in the plan of the year of a day."""
    return Q(year=day.year)


def held(day: date) -> Q:
    """Return the condition of those of them that were held until the day."""
    return planned(day) & Q(held_on__lte=day)


def recommended(day: date) -> Q:
    """Return the condition of recommendations of the sessions of that plan that were held until the day."""
    return Q(session__year=day.year, session__held_on__lte=day)


def answered(day: date) -> Q:
    """Return the condition of those of them to which a reply had come until the day."""
    return recommended(day) & Q(replied_on__lte=day)


def unanswered(day: date) -> Q:
    """Return the condition of recommendations whose day of reply is past on a day and to which none had come by then,
    of whatever year."""
    return Q(reply_due_on__lt=day) & (Q(replied_on=None) | Q(replied_on__gt=day))
