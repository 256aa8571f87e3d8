"""What comes out of Word: pasted, or a whole document that becomes a draft."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.rules import clean_html
from kheo.outlets.newsroom.states import WRITE
from kheo.outlets.newsroom.web.forms import ImportForm

MOST_PASTED = 2_000_000  # characters


@login_required
@require_POST
def clean(request: OfficerRequest) -> HttpResponse:
    """Answer pasted HTML as it would be kept; nothing is written."""
    if not can_anywhere(request.user, WRITE):
        raise PermissionDenied
    return HttpResponse(
        clean_html(request.POST.get("html", "")[:MOST_PASTED]), content_type="text/plain; charset=utf-8"
    )


@login_required
def take_in(request: OfficerRequest) -> HttpResponse:
    """Make a draft of a Word document, with its pictures."""
    if not can_anywhere(request.user, WRITE):
        raise PermissionDenied
    form = ImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            taken = actions.import_document(**form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            _tell(request, taken)
            return redirect("newsroom:edit", taken.article.pk)
    return render(request, "newsroom/import.html", {"form": form}, status=422 if form.errors else 200)


def _tell(request: OfficerRequest, taken: actions.Imported) -> None:
    """Say what was made of a document, and what was left out."""
    said = _("The draft “%(title)s” is made, with %(pictures)s pictures. Read it through before you go on.")
    counted = {"title": taken.article.title, "pictures": taken.article.photos.count()}
    messages.success(request, said % counted)
    for words in taken.left_out:
        messages.warning(request, words)
