"""Readers are led from addresses on an older portal to articles here."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.organisation.access.rules import require
from kheo.outlets.newsroom.actions.writing import NotPublishable, new_edition
from kheo.outlets.newsroom.models import Article, OldAddress
from kheo.outlets.newsroom.rules import old_path, why_not_lead_all

LARGEST = 2**63 - 1  # that a database takes for a number


@transaction.atomic
def lead_on(pairs: Sequence[tuple[str, int]], *, by: User, at: datetime) -> int:
    """Lead readers from addresses on an older portal to articles (by their numbers): all of them or none; return how
    many there are. One that is known leads to the new article from now on.

    :raises NotPublishable: with every reason against, each with its line where there are several.
    """
    numbers = {number for _path, number in pairs if number <= LARGEST}
    articles = {each.pk: each for each in Article.objects.visible_to(by).filter(pk__in=numbers)}
    paths = [old_path(path) for path, _number in pairs]
    foreign = set(OldAddress.objects.filter(path__in=paths).exclude_visible_to(by).values_list("path", flat=True))
    if reasons := why_not_lead_all(list(zip(paths, [articles.get(n) for _p, n in pairs], strict=True)), foreign):
        raise NotPublishable(*reasons)
    led: dict[int, list[str]] = {}
    for path, (_given, number) in zip(paths, pairs, strict=True):
        led.setdefault(number, []).append(path)
    for number, those in led.items():
        require(by, "newsroom.publish", on=articles[number].unit_id)
        record("newsroom.lead_on", on=articles[number], by=by, at=at, paths=those)
    rows = [OldAddress(path=path, article_id=number) for number, those in led.items() for path in those]
    OldAddress.objects.bulk_create(rows, update_conflicts=True, unique_fields=["path"], update_fields=["article"])
    new_edition()
    return len(rows)


@transaction.atomic
def forget_address(old: OldAddress, *, by: User, at: datetime) -> None:
    """Lead nobody on from an old address any more."""
    require(by, "newsroom.publish", on=old.article.unit_id)
    record("newsroom.forget_address", on=old.article, by=by, at=at, path=old.path)
    old.delete()
    new_edition()
