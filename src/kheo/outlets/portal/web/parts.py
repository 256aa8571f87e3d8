"""What several public pages need."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kheo.outlets.newsroom.models import Article
from kheo.outlets.portal.queries import gallery, headlines
from kheo.outlets.portal.web.pages import here_of, origin_at, site_of
from kheo.outlets.sites.queries import Here, home_of


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """Return the named parameters of the address that are given, in one order."""
    return {name: request.GET[name][:200] for name in names if request.GET.get(name)}


def moved(request: HttpRequest, place: str) -> HttpResponse:
    """Lead to the right address of a page that has changed its title."""
    if place == request.path:
        raise Http404
    return redirect(place, permanent=True)


def published(here: Here, pk: int) -> Article:
    """Return the published article of that number, if the site shows it."""
    return get_object_or_404(headlines.articles(here).only("pk", "slug", "state", "unit_id"), pk=pk)


def address_of(request: HttpRequest, pk: int) -> str:
    """Return where the article of that number is found: here, or in full on the site that has it."""
    return place_in_full(request, published(here_of(request).anywhere, pk))


def place_in_full(request: HttpRequest, article: Article) -> str:
    """Return where an article is found: here, or in full on the site that has it."""
    here = here_of(request)
    is_here = here.site is None or headlines.articles(here).filter(pk=article.pk).exists()
    return place_of(article) if is_here else _elsewhere(request, here, article.unit_id) + place_of(article)


def address_of_model(request: HttpRequest, pk: int) -> str:
    """Return where the recognised model of a registration is found: here, or in full on the site that has it."""
    here = here_of(request)
    found = get_object_or_404(gallery.recognised(here.anywhere), registration=pk)
    place = reverse("portal:model", args=[pk, gallery.line_of(found).slug])
    is_here = here.site is None or gallery.recognised(here).filter(pk=found.pk).exists()
    return place if is_here else _elsewhere(request, here, found.registration.unit_id) + place


def _elsewhere(request: HttpRequest, here: Here, unit_id: int) -> str:
    """Return how addresses begin on the site that has what a unit publishes. A site never leads to itself."""
    home = home_of(unit_id, here.sites, here.day)
    origin = origin_at(request, here, home.unit_id if home else None)
    if origin in {"", site_of(request)}:
        raise Http404
    return origin


def place_of(article: Article) -> str:
    """Return the address of an article."""
    return reverse("portal:article", args=[article.pk, article.slug])
