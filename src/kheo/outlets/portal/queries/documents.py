"""The documents that the movement rests on, the decisions that give its title, and their files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet

from kheo.foundation.files.models import StoredFile
from kheo.foundation.files.rules import kind_name
from kheo.foundation.files.states import WordsState
from kheo.machinery.directives.models import Directive, Paper
from kheo.machinery.directives.queries import Related, newest_first, relations_of, with_ends, with_papers
from kheo.machinery.directives.rules import Standing, standing_of
from kheo.movement.recognition.models import Decision, SignedFile
from kheo.outlets.portal.queries.gallery import Line, line_of, recognised
from kheo.outlets.sites.queries import Here
from kheo.outlets.sites.queries import decisions as decisions_shown

M = TypeVar("M", bound=Model)
MOST_NAMED = 500


@dataclass(frozen=True)
class PublicFile:
    """A file that readers may have: what it is, and what it says as far as it could be read."""

    pk: UUID
    name: str
    kind: str
    kind_name: str
    size: int
    is_scan: bool
    paragraphs: Sequence[str]
    is_cut: bool

    @property
    def is_pdf(self) -> bool:
        """Whether a browser can show it."""
        return self.kind == "pdf"


@dataclass(frozen=True)
class DirectivePage:
    """What the page of a document shows."""

    directive: Directive
    standing: Standing
    relations: Sequence[Related]
    files: Sequence[PublicFile]


@dataclass(frozen=True)
class DecisionPage:
    """What the page of a decision shows."""

    decision: Decision
    models: Sequence[Line]
    files: Sequence[PublicFile]


def directives() -> QuerySet[Directive]:
    """Return the documents that readers may see, the newest first and the undated last, with what tells whether each
    holds."""
    return newest_first(with_ends(with_papers(Directive.objects.public())))


def directive_page(slug: str, day: date) -> DirectivePage | None:
    """Return what the page of a document shows on a day; None if readers may see none there."""
    directive = Directive.objects.public().filter(slug=slug).first()
    if directive is None:
        return None
    acted = list(directive.acted_on_by.select_related("later"))
    papers = Paper.objects.filter(directive=directive).select_related("file__words")
    return DirectivePage(
        directive=directive,
        standing=standing_of(directive, acted, day),
        relations=relations_of(directive, public=True),
        files=[_public_file(paper.file) for paper in papers],
    )


def plans_of(year: int) -> QuerySet[Directive]:
    """Return the plans and programmes of a year: signed in it, or said to begin in it."""
    kinds = Directive.objects.public().filter(kind__in=["plan", "programme"])
    return kinds.filter(Q(signed_on__year=year) | Q(in_force_from__year=year)).order_by("signed_on", "pk")


def issuers() -> list[str]:
    """Return the bodies whose documents are listed, in order."""
    return list(Directive.objects.public().order_by("issuer").values_list("issuer", flat=True).distinct())


def years_of_directives() -> list[int]:
    """Return the years in which the listed documents were signed, the newest first."""
    days = Directive.objects.public().filter(signed_on__isnull=False).dates("signed_on", "year", order="DESC")
    return [day.year for day in days]


def saying(rows: QuerySet[M], words: str) -> QuerySet[M]:
    """Return the documents whose number or subject has all the words."""
    for word in words.split():
        rows = rows.filter(Q(number__icontains=word) | Q(title__icontains=word))
    return rows


def decisions(here: Here) -> QuerySet[Decision]:
    """Return the issued decisions, each with the one that it concerns and those that concern it."""
    issued = decisions_shown(here)
    later = Prefetch("followers", issued.order_by("signed_on", "pk"), "later")
    shown = Exists(SignedFile.objects.filter(decision=OuterRef("pk"), is_public=True))
    return issued.annotate(has_file=shown).select_related("unit", "concerns").prefetch_related(later)


def decision_page(here: Here, pk: int) -> DecisionPage | None:
    """Return what the page of a decision shows; None if there is no such issued decision."""
    decision = decisions(here).filter(pk=pk).first()
    if decision is None:
        return None
    named = recognised(here).filter(decision=decision).order_by("registration__unit__sort_key", "pk")[:MOST_NAMED]
    files = SignedFile.objects.filter(decision=decision, is_public=True).select_related("file__words")
    return DecisionPage(decision, [line_of(each) for each in named], [_public_file(each.file) for each in files])


def years_of_decisions(here: Here) -> list[int]:
    """Return the years in which decisions were signed, the newest first."""
    days = decisions_shown(here).dates("signed_on", "year", order="DESC")
    return [day.year for day in days]


def document_file(here: Here, pk: UUID) -> StoredFile | None:
    """Return a file that hangs on a document or decision which readers may see; None if there is none."""
    papers = Paper.objects.filter(file=pk, directive__in=Directive.objects.public())
    signed = SignedFile.objects.filter(file=pk, is_public=True, decision__in=decisions_shown(here))
    hung: Iterable[QuerySet[Paper] | QuerySet[SignedFile]] = (papers, signed)
    return StoredFile.objects.filter(pk=pk).first() if any(rows.exists() for rows in hung) else None


def directives_to_index() -> QuerySet[Directive]:
    """Return the documents for the map of the site."""
    return Directive.objects.public().order_by("pk").only("slug")


def _public_file(file: StoredFile) -> PublicFile:
    words = getattr(file, "words", None)  # a workbook has none
    return PublicFile(
        pk=file.pk,
        name=file.name,
        kind=file.kind,
        kind_name=kind_name(file.kind),
        size=file.size,
        is_scan=bool(words and words.state == WordsState.SCAN),
        paragraphs=words.text.splitlines() if words else (),
        is_cut=bool(words and words.is_cut),
    )
