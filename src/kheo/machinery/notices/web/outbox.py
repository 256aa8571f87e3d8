"""The outbox, for those who look after mail: batches that wait, and how each mail stands."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from kheo.foundation.accounts.models import User
from kheo.lib.refusals import Refused
from kheo.machinery.notices import actions
from kheo.machinery.notices.models import Batch, Mail
from kheo.machinery.notices.queries import can_look_through, mails_seen_by, waiting_batches
from kheo.machinery.notices.web.forms import DropForm, MailFilters
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere
from kheo.ui.lists import page_of

LATEST_FIRST = {"latest": ("-pk",)}
IN_ORDER = {"order": ("pk",)}


def may_see(user: User) -> bool:
    """Return whether the user has anything to do with the outbox."""
    return can_anywhere(user, "notices.see_failures")


def _guard(request: OfficerRequest) -> None:
    if not may_see(request.user):
        raise PermissionDenied("notices.see_failures")


def _batch(request: OfficerRequest, pk: int) -> Batch:
    _guard(request)
    batch: Batch = get_object_or_404(Batch.objects.visible_to(request.user).select_related("unit", "decided_by"), pk=pk)
    return batch


def _mail(request: OfficerRequest, pk: int) -> Mail:
    _guard(request)
    mail: Mail = get_object_or_404(mails_seen_by(request.user).select_related("batch", "notice__user"), pk=pk)
    return mail


@login_required
def outbox(request: OfficerRequest) -> HttpResponse:
    """List the batches that wait, and the mail with its state."""
    _guard(request)
    page = page_of(mails_seen_by(request.user), request.GET, sorts=LATEST_FIRST, filters=MailFilters(request.GET))
    return render(request, "notices/outbox.html", {"page": page, "batches": waiting_batches(request.user)})


@login_required
def batch(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the mails of a batch, to be looked through."""
    found = _batch(request, pk)
    page = page_of(mails_seen_by(request.user).filter(batch=found), request.GET, sorts=IN_ORDER)
    may_decide = found.is_waiting and can(request.user, "notices.release", on=found.unit_id)
    return render(request, "notices/batch.html", {"batch": found, "page": page, "may_decide": may_decide})


@require_POST
@login_required
def release(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let the mails of a batch go."""
    return _act(request, _batch(request, pk), actions.release, gettext_lazy("The mails are on their way."))


@login_required
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask why the mails of a batch are not to be sent, and drop them."""
    found, form = _batch(request, pk), DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.drop(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, [str(reason) for reason in refusal.reasons])
        else:
            messages.success(request, _("The mails were dropped. The notices on the site remain."))
            return redirect("notices:outbox")
    return render(request, "notices/drop.html", {"batch": found, "form": form}, status=422 if form.errors else 200)


@login_required
def mail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a mail as it leaves, and what became of it."""
    found = _mail(request, pk)
    said = {
        "mail": found,
        "may_take_out": can_look_through(request.user, found),
        "may_retry": found.can_be_retried and can(request.user, "notices.retry", on=found.unit_id),
    }
    return render(request, "notices/mail.html", said)


@require_POST
@login_required
def take_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a mail out of its batch."""
    found = _mail(request, pk)
    answer = _act(request, found, actions.take_out, gettext_lazy("The mail was taken out; it will not be sent."))
    return redirect("notices:batch", found.batch_id) if found.batch_id else answer


@require_POST
@login_required
def retry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a mail that has failed once more."""
    return _act(request, _mail(request, pk), actions.retry, gettext_lazy("The mail is on its way again."))


def _act(request: OfficerRequest, found: Batch | Mail, act: Callable[..., Any], said: Promise) -> HttpResponse:
    try:
        act(found, by=request.user, at=timezone.now())
        messages.success(request, str(said))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("notices:outbox")
