"""The press contests whose results were announced, with their prized works."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from kheo.movement.press.models import Edition, Entry
from kheo.movement.press.queries import about_model, announced, prized
from kheo.outlets.sites.queries import Here
from kheo.outlets.sites.rules import units_on


@dataclass(frozen=True)
class ContestPage:
    """What the page of an edition shows."""

    edition: Edition
    works: Sequence[Entry]


def contests(here: Here) -> QuerySet[Edition]:
    """Return the announced editions of the site's units, the newest first."""
    rows = announced()
    return rows.filter(unit__in=units_on(here.site, here.day)) if here.site else rows


def contest_page(here: Here, pk: int) -> ContestPage | None:
    """Return what the page of an edition shows; None if readers are shown no such edition there."""
    edition = contests(here).filter(pk=pk).first()
    return ContestPage(edition, prized([edition])) if edition else None


def works_about(exemplar: int) -> list[Entry]:
    """Return the works of announced editions that describe a model: those of a contest that is still judged are not
    shown, for their judges must not read who wrote them."""
    return list(about_model(exemplar).filter(edition__decided_on__isnull=False))
