"""The archive of news: what was published when."""

from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncDay, TruncMonth

from kheo.lib.dates import start_of_day
from kheo.outlets.newsroom.models import ArticleQuerySet
from kheo.outlets.portal.queries.headlines import articles, headlined
from kheo.outlets.sites.queries import Here


class Span(NamedTuple):
    """A month or day of the archive, and how many articles were published in it."""

    starts_on: date
    number: int


def published_between(here: Here, start: date, end: date) -> ArticleQuerySet:
    """Return the articles published from one day until before another."""
    return headlined(here).filter(published_at__gte=start_of_day(start), published_at__lt=start_of_day(end))


def months(here: Here) -> list[Span]:
    """Return the months in which something was published, the newest first."""
    found = articles(here).order_by().values_list(TruncMonth("published_at")).annotate(number=Count("pk"))
    return _spans(dict(found))


def days_between(here: Here, start: date, end: date) -> list[Span]:
    """Return the days on which something was published, from one until before another, the earliest first."""
    rows = published_between(here, start, end).order_by().values_list(TruncDay("published_at"))
    return _spans(dict(rows.annotate(number=Count("pk"))))[::-1]


def _spans(found: dict[datetime, int]) -> list[Span]:
    return [Span(moment.date(), number) for moment, number in sorted(found.items(), reverse=True)]
