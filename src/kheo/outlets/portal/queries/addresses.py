"""Which addresses there are: for those that find by themselves, and for those who come by an old one."""

from datetime import datetime

from django.db.models import QuerySet

from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Standing
from kheo.movement.registry.states import TITLED
from kheo.outlets.newsroom.models import Article, OldAddress
from kheo.outlets.newsroom.rules import old_path
from kheo.outlets.newsroom.states import ArticleState


def articles_to_index() -> QuerySet[Article, tuple[int, str, datetime]]:
    """Return number, short address and last change of every article."""
    return Article.objects.published().order_by("pk").values_list("pk", "slug", "changed_at")


def models_to_index() -> QuerySet[Recognition, tuple[int, str, datetime]]:
    """Return number, short address and last change of every recognised model."""
    rows = Recognition.objects.filter(registration__state__in=TITLED).exclude(standing=Standing.REVOKED)
    columns = ("registration_id", "registration__exemplar__slug", "registration__updated_at")
    return rows.order_by("registration_id").values_list(*columns)


def article_once_at(address: str) -> Article | None:
    """Return the published article that an older portal had at an address: with its query, or else without."""
    paths = [old_path(address), old_path(address.partition("?")[0])]
    known = OldAddress.objects.filter(path__in=paths, article__state=ArticleState.PUBLISHED).select_related("article")
    found = {old.path: old.article for old in known}
    return found.get(paths[0]) or found.get(paths[1])
