"""The files of a document, and what it has to do with others."""

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.foundation.accounts.models import User
from kheo.foundation.files.actions import keep
from kheo.machinery.directives import actions
from kheo.machinery.directives.models import Directive, Paper, Relation
from kheo.machinery.directives.web.forms import KINDS, FilesForm, RelateForm
from kheo.machinery.directives.web.views import attempt, found, shown
from kheo.organisation.access.kit import OfficerRequest
from kheo.ui.files import served


@require_POST
@login_required
def attach(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hang files on a document: those that are fine are kept, the others are told with their reason."""
    directive = found(request, pk, to_keep=True)
    form = FilesForm(request.POST, request.FILES)
    by, at = request.user, timezone.now()
    if form.is_valid() and not form.cleaned_data["uploads"]:
        form.add_error("uploads", _("Choose at least one file."))
    for file in form.cleaned_data.get("uploads", ()):
        attempt(form, partial(_hang, directive, file, by, at))
    if form.errors:
        return shown(request, directive, files=form)
    messages.success(request, _("The file is saved."))
    return redirect("directives:detail", pk)


def _hang(directive: Directive, file: "File[bytes]", by: User, at: datetime) -> None:
    actions.attach(directive, keep(file, kinds=KINDS, by=by, at=at), by=by, at=at)


@login_required
def paper(request: OfficerRequest, pk: int) -> FileResponse:
    """Hand out a file of a document that the user may read."""
    seen = Paper.objects.filter(directive__in=Directive.objects.visible_to(request.user))
    return served(request, get_object_or_404(seen.select_related("file"), pk=pk).file)


@require_POST
@login_required
def detach(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a file off a document."""
    taken = get_object_or_404(Paper.objects.select_related("file", "directive"), pk=pk)
    directive = found(request, taken.directive_id, to_keep=True)
    actions.detach(taken, by=request.user, at=timezone.now())
    messages.success(request, _("“%(name)s” is taken off.") % {"name": taken.file.name})
    return redirect("directives:detail", directive.pk)


@require_POST
@login_required
def relate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say what a document does to another, or another to it."""
    directive = found(request, pk, to_keep=True)
    form = RelateForm(request.POST, directive=directive)
    if form.is_valid() and attempt(form, lambda: actions.relate(**form.pair, by=request.user, at=timezone.now())):
        messages.success(request, _("The relation is saved."))
        return redirect("directives:detail", pk)
    return shown(request, directive, relate=form)


@require_POST
@login_required
def unrelate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take back what was said of two documents, and go back to the one where that was asked."""
    relation = get_object_or_404(Relation.objects.select_related("later", "earlier"), pk=pk)
    here = request.POST.get("here") == str(relation.earlier_id)
    directive = found(request, relation.earlier_id if here else relation.later_id, to_keep=True)
    actions.unrelate(relation, by=request.user, at=timezone.now())
    messages.success(request, _("The relation is taken back."))
    return redirect("directives:detail", directive.pk)
