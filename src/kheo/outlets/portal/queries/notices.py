"""Notices: articles that stand on the front page until a day."""

from datetime import date

from kheo.outlets.newsroom.models import ArticleQuerySet
from kheo.outlets.portal.queries.headlines import headlined


def notices() -> ArticleQuerySet:
    """Return all published notices, the newest first."""
    return headlined().filter(notice_until__isnull=False).newest_first()


def current_notices(today: date) -> ArticleQuerySet:
    """Return those that last on a day: their last day belongs to them."""
    return notices().filter(notice_until__gte=today)


def earlier_notices(today: date) -> ArticleQuerySet:
    """Return those that last no more."""
    return notices().filter(notice_until__lt=today)
