"""The search, and what it suggests while somebody types."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from kheo.machinery.search.kit import KINDS
from kheo.machinery.search.queries import Facet, Findings, Only, find, suggest
from kheo.outlets.portal.queries import headlines
from kheo.outlets.portal.web.limits import SUGGESTIONS
from kheo.outlets.portal.web.pages import Context, kept_for_now, public_page
from kheo.outlets.portal.web.parts import asked
from kheo.outlets.sites.queries import Here
from kheo.ui.limits import too_many

FOUND_HERE = ("article", "model", "directive", "decision")
BY_DAY = "day"


@dataclass(frozen=True)
class Choice:
    """A way to narrow what was found: its words, how many there are, and where it leads."""

    label: str | Promise
    count: int
    query: str
    chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Find news, models and documents."""
    about = asked(request, "q", "kind", "year", "shelf", "sort", "page")
    if about.get("kind") not in FOUND_HERE:
        about.pop("kind", "")
    text, number, by_day = about.get("q", "").strip(), about.get("page", ""), about.get("sort") == BY_DAY
    only = Only(*(about.get(name, "") for name in ("kind", "year", "shelf")))

    def build(around: headlines.Frame) -> Context:
        page = int(number[:6]) if number.isdecimal() else 1
        place = around.here.site.unit_id if around.here.site else 0
        found = find(text, user=None, only=only, by_day=by_day, page=page, with_facets=True, place=place)
        labels = {name: KINDS[name].label for name in FOUND_HERE}
        said = {"text": text, "only": only, "labels": labels, "found": found, "by_day": by_day}
        return said | {"facets": _facets(found, about)}

    return public_page(request, "portal/search.html", build, about=about)


def _facets(found: Findings, about: Mapping[str, str]) -> dict[str, list[Choice]]:
    """Return the ways to narrow what was found, and to widen it again."""
    return {
        name: [_choice(name, facet, about) for facet in facets if name != "kind" or facet.value in FOUND_HERE]
        for name, facets in (
            ("kind", found.facets.kinds),
            ("year", found.facets.years),
            ("shelf", found.facets.shelves),
        )
    }


def _choice(name: str, facet: Facet, about: Mapping[str, str]) -> Choice:
    chosen = about.get(name) == facet.value
    query = {key: value for key, value in about.items() if key not in (name, "page")}
    label = KINDS[facet.value].label if name == "kind" else facet.value
    return Choice(label, facet.count, urlencode(query | ({} if chosen else {name: facet.value})), chosen)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Hand out the titles that a half-typed question may mean, for the list below its field."""
    if too_many(request, SUGGESTIONS):
        return JsonResponse({"titles": []}, status=429)
    text = " ".join(request.GET.get("q", "")[:100].lower().split())

    def make(here: Here) -> list[list[str]]:
        place = here.site.unit_id if here.site else 0
        return [[hit.title, hit.url] for hit in suggest(text, place=place)]

    told = kept_for_now(request, ("suggestions", text), make)
    response = JsonResponse({"titles": told}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "public, max-age=60"
    return response
