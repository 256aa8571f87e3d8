"""The recognised models."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.movement.recognition.models import Recognition
from kheo.outlets.portal.queries import gallery, headlines, near
from kheo.outlets.portal.web.filters import ModelFilters
from kheo.outlets.portal.web.heard import ANSWERING, begun_form, heard_of_model
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import address_of_model, asked, moved
from kheo.ui.lists import page_of

A_PAGE = 30
BY = ("words", "field", "unit", "unit_name", "year", "kind", "level", "campaign", "theme", "from_unit")


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """List the recognised models by field, unit and year, the newest first, or the nearest."""
    about = asked(request, *BY, "near", "after", "before")
    if "near" in about:  # no finer than a kilometre, in the keys of kept pages too
        about["near"] = str(near.coarse(about["near"]) or "")

    def build(around: headlines.Frame) -> Context:
        filters = ModelFilters(about, here=around.here)
        place, rows = filters.stands_at(), gallery.recognised(around.here)
        rows = near.by_distance(rows, place) if place else rows
        sorts: dict[str, tuple[str, ...]] = {"near": ("near", "pk")} if place else {"newest": ("-pk",)}
        page = page_of(rows, about, sorts=sorts, filters=filters, size=A_PAGE)
        return {"page": page, "lines": gallery.with_photos([_line(each) for each in page.rows]), "here": place}

    return public_page(request, "portal/models.html", build, about=about)


def _line(recognition: Recognition) -> gallery.Line:
    return gallery.line_of(recognition)._replace(kilometres=near.kilometres_of(recognition))


@require_safe
def model(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show a recognised model in one year, with what readers say of it."""
    about = asked(request, "da", ANSWERING)

    def build(around: headlines.Frame) -> Context | None:
        found = gallery.model(around.here, pk)
        if found is None or found.line.slug != slug:
            return None
        form = begun_form(about)
        return {"model": found, "home": found.home, "form": form, "heard": heard_of_model(found, form, about)}

    try:
        return public_page(request, "portal/model.html", build, about=about)
    except Http404:
        return moved(request, address_of_model(request, pk))
