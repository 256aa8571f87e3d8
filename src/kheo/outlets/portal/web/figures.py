"""The figures of the movement, and what each of them means."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kheo.outlets.opendata.queries import figures_of, through_the_years
from kheo.outlets.opendata.rules import FORMS, LICENCE_NAME
from kheo.outlets.portal.queries import figures, headlines, points
from kheo.outlets.portal.web.pages import Context, public_page


@require_safe
def year(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Show the figures of a finished campaign, of the newest if none is named."""

    def build(around: headlines.Frame) -> Context | None:
        told = figures.figures_of_year(around.here, slug)
        if told is None:
            return None if slug else {"told": None}
        datasets = {
            "dataset": figures_of(around.here, told.campaign),
            "through": through_the_years(around.here, told.campaigns),
        }
        return {"told": told, "forms": list(FORMS), "licence": LICENCE_NAME} | datasets

    return public_page(request, "portal/statistics.html", build)


@require_safe
def definitions(request: HttpRequest) -> HttpResponse:
    """Say what each public figure counts, over which records, at which moment."""
    return public_page(request, "portal/definitions.html", lambda around: {"definitions": figures.definitions()})


@require_safe
def on_map(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Show where the recognised models of a finished campaign are, of the newest if none is named."""

    def build(around: headlines.Frame) -> Context | None:
        told = points.map_of_year(around.here, slug)
        return None if told is None and slug else {"told": told}

    return public_page(request, "portal/map.html", build)
