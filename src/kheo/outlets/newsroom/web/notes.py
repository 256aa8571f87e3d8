"""What colleagues remark on an article, apart from its words and from readers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article, Note
from kheo.outlets.newsroom.web.forms import NoteForm
from kheo.outlets.newsroom.web.loading import article_of
from kheo.outlets.newsroom.web.steps import may_amend


@login_required
def notes(request: OfficerRequest, pk: int) -> HttpResponse:
    """List what was remarked on an article, and remark something."""
    article, form = article_of(request, pk), NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _added(request, article, form):
        return redirect("newsroom:notes", pk)
    rows = article.notes.select_related("by", "resolved_by")
    page = {"article": article, "form": form, "rows": rows, "may_amend": may_amend(article, request.user)}
    return render(request, "newsroom/notes.html", page, status=422 if form.errors else 200)


def _added(request: OfficerRequest, article: Article, form: NoteForm) -> bool:
    try:
        actions.add_note(article, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error("text", list(refusal.reasons))
        return False
    messages.success(request, _("Your remark is kept."))
    return True


@login_required
@require_POST
def settle(request: OfficerRequest, pk: int, number: int) -> HttpResponse:
    """Say that a remark is settled, or (`do=reopen`) that it is not."""
    note = get_object_or_404(Note.objects.select_related("article"), pk=number, article=article_of(request, pk))
    act = actions.reopen_note if request.POST.get("do") == "reopen" else actions.resolve_note
    act(note, by=request.user, at=timezone.now())
    return redirect("newsroom:notes", pk)
