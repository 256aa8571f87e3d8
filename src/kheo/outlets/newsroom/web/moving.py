"""Articles on their way to readers: sent for review, returned, published, scheduled, withdrawn."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kheo.lib.refusals import Refused
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can
from kheo.outlets.newsroom import actions
from kheo.outlets.newsroom.models import Article
from kheo.outlets.newsroom.queries import proof_of
from kheo.outlets.newsroom.rules import why_not_move
from kheo.outlets.newsroom.states import MOVES, PUBLISH, SEEN
from kheo.outlets.newsroom.web.forms import ReasonForm
from kheo.outlets.newsroom.web.loading import article_of
from kheo.outlets.newsroom.web.moments import ExpiryForm, PublishForm

AT_ONCE = {
    "submit": (actions.submit, gettext_lazy("The article is sent for review. The editors are told.")),
    "recall": (actions.recall, gettext_lazy("The article is a draft again.")),
    "unschedule": (actions.unschedule, gettext_lazy("The schedule is cancelled. The article is a draft again.")),
}
WITH_REASON = {
    "return": (
        actions.return_,
        gettext_lazy("The article is returned. The writer is told why."),
        gettext_lazy("It becomes a draft again. Say what is to be changed; the writer reads it above the article."),
    ),
    "withdraw": (
        actions.withdraw,
        gettext_lazy("The article is withdrawn. Readers no longer see it."),
        gettext_lazy("Readers will no longer see it; the article and its remarks are kept."),
    ),
}


@login_required
@require_POST
def at_once(request: OfficerRequest, pk: int, step: str) -> HttpResponse:
    """Take a step that asks nothing more."""
    act, said = AT_ONCE[step]
    try:
        act(article_of(request, pk), by=request.user, at=timezone.now())
        messages.success(request, said)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsroom:edit", pk)


@login_required
def with_reason(request: OfficerRequest, pk: int, step: str) -> HttpResponse:
    """Ask for the reason, and take the step."""
    article, form = article_of(request, pk), ReasonForm(request.POST or None)
    act, said, lead = WITH_REASON[step]
    if request.method == "POST" and form.is_valid():
        try:
            act(article, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            messages.success(request, said)
            return redirect("newsroom:edit", pk)
    context = {"article": article, "form": form, "label": MOVES[step].label, "lead": lead}
    return render(request, "newsroom/reason.html", context, status=422 if form.errors else 200)


@login_required
def publish(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what speaks against publishing; publish now, or schedule for a moment."""
    article = article_of(request, pk)
    if not can(request.user, PUBLISH, on=article.unit_id):
        raise PermissionDenied
    proof = proof_of(article)
    sent = request.POST if request.method == "POST" else None
    form = PublishForm(sent, article=article, warnings=proof.warnings)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _publish(request, article, form))
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            return redirect("newsroom:edit", pk)
    context = {"article": article, "form": form, "proof": proof, "closed": why_not_move(article, "publish")}
    return render(request, "newsroom/publish.html", context, status=422 if form.errors else 200)


def _publish(request: OfficerRequest, article: Article, form: PublishForm) -> str:
    moment, until, now = form.published_at(), form.expires_at(), timezone.now()
    if moment is None:
        actions.publish(article, by=request.user, at=now, expires_at=until)
        return _("The article is published.")
    actions.schedule(article, published_at=moment, expires_at=until, by=request.user, at=now)
    return _("The article will be published at %(moment)s.") % {"moment": f"{moment:%H:%M, %d/%m/%Y}"}


@login_required
def expiry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask when an article is to be taken down, and set it."""
    article = article_of(request, pk)
    if not can(request.user, PUBLISH, on=article.unit_id):
        raise PermissionDenied
    if article.state not in SEEN:
        raise Http404
    form = ExpiryForm(request.POST if request.method == "POST" else None, article=article)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _set_expiry(request, article, form.expires_at()))
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
        else:
            return redirect("newsroom:edit", pk)
    return render(
        request, "newsroom/expiry.html", {"article": article, "form": form}, status=422 if form.errors else 200
    )


def _set_expiry(request: OfficerRequest, article: Article, moment: datetime | None) -> str:
    actions.set_expiry(article, expires_at=moment, by=request.user, at=timezone.now())
    if moment is None:
        return _("The article stays on the portal until somebody withdraws it.")
    return _("The article will be taken down at %(moment)s.") % {"moment": f"{moment:%H:%M, %d/%m/%Y}"}
