"""Finds an article, or what hangs on it, within what somebody may work on."""

from django.db.models import Exists, OuterRef, Subquery
from django.shortcuts import get_object_or_404

from kheo.organisation.access.kit import OfficerRequest
from kheo.outlets.newsroom.models import Article, Enclosure, Photo, Unsaved


def article_of(request: OfficerRequest, pk: int) -> Article:
    """Return an article of the user's units with its words, what the user has typed of it and not saved (`typed_at`,
    `typed_version`), whether files hang on it (`has_files`) and how many
    remarks are open (`open_notes`); or answer that
    there is none."""
    rows = (
        Article.objects.visible_to(request.user)
        .with_open_notes()
        .select_related("section", "body", "unit", "campaign__unit")
    )
    typed = Unsaved.objects.filter(by=request.user, article=OuterRef("pk"))
    rows = rows.select_related("submitted_by", "held__by").annotate(
        has_files=Exists(Enclosure.objects.filter(article=OuterRef("pk"))),
        typed_at=Subquery(typed.values("at")),
        typed_version=Subquery(typed.values("version")),
    )
    return get_object_or_404(rows, pk=pk)


def photo_of(request: OfficerRequest, pk: int, number: int) -> Photo:
    """Return a picture of such an article."""
    rows = Photo.objects.select_related("file", "article__body")
    return get_object_or_404(rows, pk=number, article=article_of(request, pk))


def file_of(request: OfficerRequest, pk: int, number: int) -> Enclosure:
    """Return a video, sound or document of such an article."""
    rows = Enclosure.objects.select_related("file", "captions", "poster", "article__body")
    return get_object_or_404(rows, pk=number, article=article_of(request, pk))
