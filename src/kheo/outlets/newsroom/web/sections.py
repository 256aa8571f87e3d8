"""The sections of the portal, as its editors arrange them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can
from kheo.organisation.units.queries import installation
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article, Section
from kheo.outlets.newsroom.states import ARRANGE
from kheo.outlets.newsroom.web.forms import SectionForm


def may_arrange(request: OfficerRequest) -> bool:
    """Return whether the user arranges the sections, which all sites share."""
    here = installation()
    return here is not None and can(request.user, ARRANGE, on=here.unit_id)


def _ask(request: OfficerRequest) -> None:
    if not may_arrange(request):
        raise PermissionDenied(ARRANGE)


@login_required
def sections(request: OfficerRequest) -> HttpResponse:
    """List the sections in the order of the menu, and put up another."""
    _ask(request)
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, form):
        return redirect("newsroom:sections")
    counted = dict(Article.objects.order_by().values_list("section").annotate(number=Count("pk")))
    rows = [(section, counted.get(section.pk, 0)) for section in Section.objects.all()]
    page = {"rows": rows, "form": form}
    return render(request, "newsroom/sections.html", page, status=422 if form.errors else 200)


def _added(request: OfficerRequest, form: SectionForm) -> bool:
    try:
        section = actions.add_section(name=form.cleaned_data["name"], by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("name", list(refusal.reasons))
        return False
    messages.success(request, _("The section “%(name)s” is put up.") % {"name": section.name})
    return True


@login_required
def section(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give a section another name."""
    _ask(request)
    found = get_object_or_404(Section, pk=pk)
    form = SectionForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_section(found, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error("name", list(refusal.reasons))
        else:
            messages.success(request, _("The section is called “%(name)s” now.") % {"name": found.name})
            return redirect("newsroom:sections")
    return render(
        request, "newsroom/section.html", {"form": form, "section": found}, status=422 if form.errors else 200
    )


@login_required
@require_POST
def arrange(request: OfficerRequest, pk: int) -> HttpResponse:
    """Move a section up or down in the menu, or take it down."""
    _ask(request)
    found, name = get_object_or_404(Section, pk=pk), request.POST.get("do", "")
    told: dict[str, Any] = {"by": request.user, "at": timezone.now()}  # Any: a person and a moment
    try:
        if name == "take_down":
            actions.take_down_section(found, **told)
            messages.success(request, _("The section “%(name)s” is taken down.") % {"name": found.name})
        elif name in {"up", "down"}:
            actions.shift_section(found, up=name == "up", **told)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom:sections")
