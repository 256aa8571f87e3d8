from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce

from kheo.foundation.files.models import StoredFile
from kheo.machinery.directives.models import Directive, Paper, Relation
from kheo.machinery.directives.rules import Standing, standing_of
from kheo.machinery.directives.states import PASSIVE, RelationKind

UNDATED = Value(date(1, 1, 1))
MOST_SEARCHED = 300_000  # characters of all files of one document that search is told


class Related(NamedTuple):
    """Another document, what it has to do with this one, in words, and from when."""

    relation: Relation
    label: str
    other: Directive


def newest_first(rows: QuerySet[Directive]) -> QuerySet[Directive]:
    """Return documents with the day by which lists put them in order: the undated come last."""
    return rows.annotate(dated=Coalesce("signed_on", UNDATED)).order_by("-dated", "-pk")


def with_ends(rows: QuerySet[Directive]) -> QuerySet[Directive]:
    """Return documents with what is needed to say whether each holds, in one query for all."""
    return rows.prefetch_related(Prefetch("acted_on_by", Relation.objects.select_related("later")))


def with_papers(rows: QuerySet[Directive]) -> QuerySet[Directive]:
    """Return documents, each with how many files it has."""
    return rows.annotate(files=Count("papers"))


def standings(rows: Iterable[Directive], day: date) -> list[tuple[Directive, Standing]]:
    """Return documents that came `with_ends`, each with whether it holds on a day."""
    return [(each, standing_of(each, each.acted_on_by.all(), day)) for each in rows]


def relations_of(directive: Directive, *, public: bool = False) -> list[Related]:
    """Return what a document does to others and others to it; `public` leaves out those that readers may not see."""
    acts = directive.acts_on.select_related("earlier", "later")
    acted = directive.acted_on_by.select_related("earlier", "later")
    found = [Related(each, str(RelationKind(each.kind).label), each.earlier) for each in acts]
    found += [Related(each, str(PASSIVE[RelationKind(each.kind)]), each.later) for each in acted]
    shown = [each for each in found if each.other.withdrawn_at is None]
    return [each for each in shown if each.other.is_public] if public else shown


def papers_of(directive: Directive) -> QuerySet[Paper]:
    """Return the files of a document, each with how the reading of its words went."""
    return directive.papers.select_related("file", "file__words").defer("file__words__text")


def words_of(numbers: Sequence[int]) -> dict[int, str]:
    """Return what the files of documents say, by the number of the document, as much of it as search is told."""
    rows = Paper.objects.filter(directive__in=numbers, file__words__text__gt="").order_by("pk")
    found: dict[int, str] = {}
    for number, text in rows.values_list("directive", F("file__words__text")):
        found[number] = f"{found.get(number, '')}\n{text}"[:MOST_SEARCHED]
    return found


def hung_with(file: StoredFile) -> QuerySet[Directive]:
    """Return the documents on which a file hangs."""
    return Directive.objects.filter(papers__file=file).distinct()
