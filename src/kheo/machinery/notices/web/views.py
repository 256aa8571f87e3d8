"""The own notices."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.machinery.notices import actions
from kheo.machinery.notices.models import Notice
from kheo.machinery.notices.queries import has_mail, own_notices, unread_of
from kheo.machinery.notices.rules import is_inside
from kheo.machinery.notices.web.forms import PreferenceForm
from kheo.machinery.notices.web.outbox import may_see
from kheo.organisation.access.kit import OfficerRequest
from kheo.ui.lists import page_of

NEW_FIRST = {"new": ("is_old", "-pk")}


@login_required
def own(request: OfficerRequest) -> HttpResponse:
    """List what the user was told, what is not read first."""
    page = page_of(own_notices(request.user), request.GET, sorts=NEW_FIRST)
    said = {"page": page, "unread": unread_of(request.user), "may_see_outbox": may_see(request.user)}
    return render(request, "notices/list.html", said)


@require_POST
@login_required
def read(request: OfficerRequest, pk: int) -> HttpResponse:
    """Mark a notice as read, and lead to its page."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    actions.read(notice, by=request.user, at=timezone.now())
    return redirect(notice.url if is_inside(notice.url) else "notices:list")


@require_POST
@login_required
def read_all(request: OfficerRequest) -> HttpResponse:
    """Mark everything as read."""
    actions.read_all(by=request.user, at=timezone.now())
    return redirect("notices:list")


@login_required
def preferences(request: OfficerRequest) -> HttpResponse:
    """Show and take whether notices come by e-mail too, and where to."""
    form = PreferenceForm(request.POST if request.method == "POST" else None)
    form.initial = {"by_mail": has_mail(request.user), "address": request.user.email}
    if request.method == "POST" and form.is_valid():
        actions.prefer(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("Your choice is kept."))
        return redirect("notices:list")
    return render(request, "notices/preferences.html", {"form": form}, status=422 if form.errors else 200)
