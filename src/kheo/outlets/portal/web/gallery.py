"""The recognised models."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from kheo.outlets.portal import queries
from kheo.outlets.portal.web.filters import ModelFilters
from kheo.outlets.portal.web.heard import ANSWERING, empty_form, heard_of_model
from kheo.outlets.portal.web.pages import Context, public_page
from kheo.outlets.portal.web.parts import asked, moved
from kheo.ui.lists import page_of


@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """List the recognised models by field, unit and year."""
    about = asked(request, "words", "field", "unit", "year", "kind", "level", "campaign", "theme", "after", "before")

    def build(around: queries.Frame) -> Context:
        page = page_of(queries.recognised(), about, sorts={"newest": ("-pk",)}, filters=ModelFilters(about), size=30)
        return {"page": page, "lines": queries.with_photos([queries.line_of(each) for each in page.rows])}

    return public_page(request, "portal/models.html", build, about=about)


@require_safe
def model(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show a recognised model in one year, with what readers say of it."""
    about = asked(request, "da", ANSWERING)

    def build(around: queries.Frame) -> Context | None:
        found = queries.model(pk)
        if found is None or found.line.slug != slug:
            return None
        form = empty_form(about)
        return {"model": found, "form": form, "heard": heard_of_model(found, form, about)}

    try:
        return public_page(request, "portal/model.html", build, about=about)
    except Http404:
        found = get_object_or_404(queries.recognised(), registration=pk)
        return moved(request, reverse("portal:model", args=[pk, queries.line_of(found).slug]))
