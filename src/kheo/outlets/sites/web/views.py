"""The sites of an installation at the desk of an administrator, and the colours that their pages load."""

from hashlib import blake2b

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.organisation.units.models import Unit
from kheo.outlets.sites import actions
from kheo.outlets.sites.kit import offered_sections
from kheo.outlets.sites.models import HOUSE_COLOUR, Site
from kheo.outlets.sites.policy import KEEP
from kheo.outlets.sites.queries import names, units_without_site
from kheo.outlets.sites.rules import main_host, nearest_passing, origin_at, passes, stylesheet
from kheo.outlets.sites.web.forms import ShelvesForm, SiteForm
from kheo.ui.lists import page_of

DAY = 24 * 60 * 60


def _ask(request: OfficerRequest) -> None:
    if not can_anywhere(request.user, KEEP):
        raise PermissionDenied


def _site(request: OfficerRequest, pk: int) -> Site:
    sites = Site.objects.visible_to(request.user).select_related("unit", "logo")
    return get_object_or_404(sites, pk=pk)


@login_required
def sites(request: OfficerRequest) -> HttpResponse:
    """List the sites of the units that the user administers."""
    _ask(request)
    rows = Site.objects.visible_to(request.user).select_related("unit")
    page = page_of(rows, request.GET, sorts={"newest": ("-pk",)})
    asked = request.get_host()
    lines = [(site, origin_at(site.host, request.scheme or "", asked)) for site in page.rows]
    main = main_host(names(), {site.host for site in page.rows})
    context = {"page": page, "lines": lines, "main": origin_at(main, request.scheme or "", asked) if main else ""}
    return render(request, "sites/list.html", context)


@login_required
def new(request: OfficerRequest) -> HttpResponse:
    """Open the site of a unit."""
    _ask(request)
    data = _data(request)
    form = SiteForm(data, request.FILES or None, units=units_without_site(request.user))
    shelves = ShelvesForm(data, shelves=offered_sections())
    if form.is_valid() and shelves.is_valid() and _opened(request, form, shelves):
        return redirect("sites:list")
    return _desk(request, form, shelves)


@login_required
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change what a site says and shows."""
    site, data = _site(request, pk), _data(request)
    form = SiteForm(data, request.FILES or None, site=site)
    shelves = ShelvesForm(data, shelves=offered_sections(), site=site)
    if form.is_valid() and shelves.is_valid() and _amended(request, site, form, shelves):
        return redirect("sites:list")
    return _desk(request, form, shelves)


def _data(request: OfficerRequest) -> QueryDict | None:
    """Return what was sent, with the colour that was offered instead if somebody takes it."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    if take := data.get("take"):
        data["colour"] = take
    return data


def _opened(request: OfficerRequest, form: SiteForm, shelves: ShelvesForm) -> bool:
    unit: Unit = form.cleaned_data["unit"]
    logo = form.cleaned_data.get("logo")
    try:
        actions.open_site(form.facts(unit, shelves), logo=logo, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return False
    messages.success(request, _("The site of %(unit)s is saved.") % {"unit": unit.name})
    return True


def _amended(request: OfficerRequest, site: Site, form: SiteForm, shelves: ShelvesForm) -> bool:
    facts, version = form.facts(site.unit, shelves), form.cleaned_data.get("version") or 0
    logo = form.cleaned_data.get("logo")
    try:
        actions.amend_site(site, facts, version=version, logo=logo, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return False
    messages.success(request, _("The site of %(unit)s is saved.") % {"unit": site.unit.name})
    return True


def _desk(request: OfficerRequest, form: SiteForm, shelves: ShelvesForm) -> HttpResponse:
    colour = str(form["colour"].value() or HOUSE_COLOUR).lower()
    offered = nearest_passing(colour) if form.errors and not passes(colour) and len(colour) == 7 else ""
    context = {"form": form, "shelves": shelves, "site": form.site, "offered": offered}
    context["preview_colour"] = colour[1:] if passes(colour) else HOUSE_COLOUR[1:]
    return render(request, "sites/edit.html", context, status=422 if form.errors or shelves.errors else 200)


@login_required
def close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask whether a site is to be closed for good, and close it."""
    site = _site(request, pk)
    if request.method != "POST":
        return render(request, "sites/close.html", {"site": site})
    actions.close_site(site, by=request.user, at=timezone.now())
    messages.success(request, _("The site %(host)s is closed.") % {"host": site.host})
    return redirect("sites:list")


@login_required
def logo(request: OfficerRequest, pk: int) -> FileResponse:
    """Send the logo of a site that is perhaps not yet open."""
    file = _site(request, pk).logo
    if file is None or not file.widths:
        raise Http404
    response = FileResponse(file.variant(min(file.widths)).open("rb"), content_type="image/webp")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def theme(request: HttpRequest, colour: str) -> HttpResponse:
    """Send the rules that give public pages a colour: the same for every site that has it, and asking nobody."""
    if not passes(f"#{colour}"):
        raise Http404
    response = HttpResponse(stylesheet(f"#{colour}"), content_type="text/css; charset=utf-8")
    etag = response.headers["ETag"] = f'"{blake2b(response.content, digest_size=9).hexdigest()}"'
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return get_conditional_response(request, etag=etag, response=response) or response
