"""Notices: articles that stand on the front page until a day."""

from kheo.outlets.newsroom.models import ArticleQuerySet
from kheo.outlets.portal.queries.headlines import headlined
from kheo.outlets.sites.queries import Here


def notices(here: Here) -> ArticleQuerySet:
    """Return all published notices, the newest first."""
    return headlined(here).filter(notice_until__isnull=False).newest_first()


def current_notices(here: Here) -> ArticleQuerySet:
    """Return those that last today: their last day belongs to them."""
    return notices(here).filter(notice_until__gte=here.day)


def earlier_notices(here: Here) -> ArticleQuerySet:
    """Return those that last no more."""
    return notices(here).filter(notice_until__lt=here.day)
