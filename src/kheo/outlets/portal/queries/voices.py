"""What readers said of an article or a model, as others see it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Avg, Count, Q, QuerySet
from django.db.models.functions import Coalesce

from kheo.movement.registry.models import Exemplar
from kheo.outlets.newsroom.models import Article
from kheo.outlets.portal.queries.headlines import articles
from kheo.outlets.portal.queries.written import Given, Row, asked
from kheo.outlets.sites.queries import Here, registrations
from kheo.outlets.voice.models import Comment, Rating

Subject = Article | Exemplar
COLUMNS = ("pk", "parent_id", "name", "text", "at", "office__name", "erased_at")


@dataclass(frozen=True)
class Remark:
    """What a reader or an office said, as others see it, with what was answered."""

    pk: int
    parent: int | None
    name: str
    text: str
    at: datetime
    office: str
    erased_at: datetime | None
    answers: list["Remark"] = field(default_factory=list)

    @property
    def who(self) -> str:
        """Who said it: an office, or a reader by the name that they gave; nothing once it was taken out."""
        return self.office or self.name

    @property
    def is_reportable(self) -> bool:
        """Whether readers may report it."""
        return not self.office and self.erased_at is None


class Voices(NamedTuple):
    """All that is shown of remarks: the number of them is the number that the page tells."""

    remarks: Sequence[Remark]
    number: int

    def find(self, pk: int) -> Remark | None:
        """Return the remark of that number, if it is shown."""
        everything = (each for remark in self.remarks for each in (remark, *remark.answers))
        return next((each for each in everything if each.pk == pk), None)


def _about(*, article: int | Given, exemplar: int | Given) -> Q:
    """Return the condition of rows about an article, or about an exemplar or one that was merged into it."""
    return Q(article=article) if article else Q(exemplar=exemplar) | Q(exemplar__merged_into=exemplar)


def voices(*, article: int = 0, exemplar: int = 0) -> Voices:
    """Return every remark that is shown of an article or a model, its answers under it, in one query."""
    found = asked(_of_article, given=article) if article else asked(_of_exemplar, given=exemplar)
    rows = [
        Remark(pk, parent, name, text, at, office or "", erased) for pk, parent, name, text, at, office, erased in found
    ]
    firsts = {row.pk: row for row in rows if row.parent is None}
    for row in rows:
        if row.parent in firsts:
            firsts[row.parent].answers.append(row)
    return Voices(list(firsts.values()), sum(1 + len(each.answers) for each in firsts.values()))


def _of_article(number: Given) -> QuerySet[Comment, Row]:
    return Comment.objects.filter(_about(article=number, exemplar=0)).shown().values_list(*COLUMNS)


def _of_exemplar(number: Given) -> QuerySet[Comment, Row]:
    return Comment.objects.filter(_about(article=0, exemplar=number)).shown().values_list(*COLUMNS)


def stars_of(exemplar: int) -> tuple[float, int]:
    """Return the mean of the stars of a model, 0 without any, and how many readers gave them."""
    told = Rating.objects.filter(_about(article=0, exemplar=exemplar)).aggregate(
        mean=Coalesce(Avg("stars"), 0.0), number=Count("pk")
    )
    return told["mean"], told["number"]


def answerable(pk: int, *, article: int = 0, exemplar: int = 0) -> Comment | None:
    """Return a remark under which a reader may write, if it is shown on that page."""
    return Comment.objects.shown().filter(_about(article=article, exemplar=exemplar), pk=pk).first()


def shown_remark(here: Here, pk: int) -> Comment | None:
    """Return a remark that a reader may report: shown, no office's, not taken out."""
    about = Q(article__in=articles(here)) | Q(exemplar__in=registrations(here).values("exemplar"))
    shown = Comment.objects.shown().filter(about, office=None, erased_at=None)
    return shown.select_related("article", "exemplar").filter(pk=pk).first()
