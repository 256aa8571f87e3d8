"""What several public pages need."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kheo.outlets.newsroom.models import Article


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return the named parameters of the address that are given, in one order."""
    return {name: request.GET[name][:200] for name in names if request.GET.get(name)}


def moved(request: HttpRequest, place: str) -> HttpResponse:
    """Lead to the right address of a page that has changed its title."""
    if place == request.path:
        raise Http404
    return redirect(place, permanent=True)


def published(pk: int) -> Article:
    """Return the published article of that number."""
    return get_object_or_404(Article.objects.published().only("pk", "slug", "state"), pk=pk)


def place_of(article: Article) -> str:
    """Return the address of an article."""
    return reverse("portal:article", args=[article.pk, article.slug])
