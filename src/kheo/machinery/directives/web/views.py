from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.directives import actions, queries
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.queries.citing import doors_of
from kheo.machinery.directives.rules import standing_of
from kheo.machinery.directives.web.forms import (
    DirectiveFilters,
    DirectiveForm,
    FilesForm,
    RelateForm,
    WithdrawForm,
)
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere
from kheo.organisation.units.queries import installation
from kheo.ui.lists import page_of


def may_keep(request: OfficerRequest) -> bool:
    """Return whether the user keeps the register."""
    here = installation()
    return here is not None and can(request.user, "directives.keep", on=here.unit_id)


def found(request: OfficerRequest, pk: int, *, to_keep: bool = False) -> Directive:
    """Return a document that the user may read; `to_keep`, one that the user may change."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user), pk=pk)
    if to_keep and not may_keep(request):
        raise PermissionDenied("directives.keep")
    return directive


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Do something that a form asks for; return whether it was done, or put the reasons against it into the form."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    return True


@login_required
def directives(request: OfficerRequest) -> HttpResponse:
    """List the documents that the movement rests on, and whether each holds today."""
    day, keeps = local_day(timezone.now()), can_anywhere(request.user, "directives.keep")
    rows = queries.newest_first(queries.with_ends(queries.with_papers(Directive.objects.visible_to(request.user))))
    filters = DirectiveFilters(request.GET, day=day, may_keep=keeps)
    page = page_of(rows, request.GET, sorts={"newest": ("-dated", "-pk")}, filters=filters)
    given = {"page": page, "lines": queries.standings(page.rows, day), "may_keep": may_keep(request)}
    return render(request, "directives/list.html", given)


@login_required
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a document: what it is, whether it holds, what other documents do to it, its files."""
    return shown(request, found(request, pk))


def shown(
    request: OfficerRequest, directive: Directive, *, files: FilesForm | None = None, relate: RelateForm | None = None
) -> HttpResponse:
    """Return the page of a document, with a form of it that came back with errors."""
    relations = queries.relations_of(directive)
    keeps = may_keep(request)
    given: dict[str, Any] = {"directive": directive, "relations": relations, "may_keep": keeps}
    acted = [each.relation for each in relations if each.relation.earlier_id == directive.pk]
    given["standing"] = standing_of(directive, acted, local_day(timezone.now()))
    given["papers"], given["doors"] = queries.papers_of(directive), doors_of(request.user)
    if keeps and not directive.withdrawn_at:
        given["files_form"] = files or FilesForm()
        given["relate_form"] = relate or RelateForm(directive=directive)
    return render(request, "directives/detail.html", given, status=422 if files or relate else 200)


@login_required
def write(request: OfficerRequest) -> HttpResponse:
    """Enter a document."""
    if not may_keep(request):
        raise PermissionDenied("directives.keep")
    form = DirectiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            directive = actions.write(form.facts, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            messages.success(request, _("The document is entered. Add its files, and say which documents it replaces."))
            return redirect("directives:detail", directive.pk)
    return render(request, "directives/write.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def amend(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say otherwise what a document is."""
    directive = found(request, pk, to_keep=True)
    form = DirectiveForm(request.POST or None, directive=directive)

    def act() -> None:
        said = form.cleaned_data["version"] or 0
        actions.amend(directive, form.facts, version=said, by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("The document is saved."))
        return redirect("directives:detail", pk)
    page = {"form": form, "directive": directive}
    return render(request, "directives/write.html", page, status=422 if form.errors else 200)


@login_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a document out of the lists, for a reason."""
    directive = found(request, pk, to_keep=True)
    form = WithdrawForm(request.POST or None, initial={"version": directive.version})

    def act() -> None:
        actions.withdraw(directive, **form.cleaned_data, by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid() and attempt(form, act):
        messages.success(request, _("The document is withdrawn. The filter “Withdrawn ones only” shows it again."))
        return redirect("directives:list")
    page = {"form": form, "directive": directive}
    return render(request, "directives/withdraw.html", page, status=422 if form.errors else 200)


@require_POST
@login_required
def bring_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put a withdrawn document back into the lists."""
    directive = found(request, pk, to_keep=True)
    version = request.POST.get("version", "")
    try:
        actions.bring_back(
            directive, version=int(version) if version.isdecimal() else 0, by=request.user, at=timezone.now()
        )
        messages.success(request, _("The document is in the lists again."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("directives:detail", pk)
