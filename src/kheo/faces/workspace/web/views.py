from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kheo.faces.workspace import queries
from kheo.faces.workspace.web.forms import AdmitForm
from kheo.foundation.accounts.actions import Person
from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.search.queries import find
from kheo.organisation.access import actions
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import can_anywhere
from kheo.organisation.access.states import Role


@login_required
def home(request: OfficerRequest) -> HttpResponse:
    """Show what the year needs of this person today."""
    found = queries.home(request.user, local_day(timezone.now()))
    return render(request, f"workspace/{found.template}.html", {"home": found})


@login_required
def search(request: OfficerRequest) -> HttpResponse:
    """Find registrations, articles and documents of the user's units."""
    text = request.GET.get("q", "").strip()
    asked = request.GET.get("page", "1")
    found = find(text, user=request.user, page=int(asked) if asked.isdecimal() else 1)
    return render(request, "workspace/search.html", {"text": text, "found": found})


@login_required
def people(request: OfficerRequest) -> HttpResponse:
    """List who works with Khéo below the administrator."""
    if not can_anywhere(request.user, "access.admit"):
        raise PermissionDenied
    posts = queries.posts_below(request.user, local_day(timezone.now()))
    return render(request, "workspace/people.html", {"posts": posts})


@never_cache
@login_required
def admit(request: OfficerRequest) -> HttpResponse:
    """Make an account with a post, and show its one-time code once."""
    if not can_anywhere(request.user, "access.admit"):
        raise PermissionDenied
    form = AdmitForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid() and (admitted := _admitted(request.user, form)):
        return _slip(request, *admitted)
    return render(request, "workspace/admit.html", {"form": form}, status=422 if form.errors else 200)


def _admitted(by: User, form: AdmitForm) -> tuple[User, str] | None:
    """Return the new account with its code, or None with the reasons on the form."""
    given, now = form.cleaned_data, timezone.now()
    person, role = Person(given["username"], given["full_name"]), Role(given["role"])
    try:
        return actions.admit(person, role=role, unit=given["unit"], valid_from=local_day(now), by=by, at=now)
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return None


def _slip(request: HttpRequest, user: User, code: str) -> HttpResponse:
    """Return the slip of paper with a one-time code."""
    posts = Post.objects.on(local_day(timezone.now())).filter(user=user).select_related("unit")
    return render(request, "workspace/slip.html", {"person": user, "code": code, "posts": posts})


@never_cache
@require_POST
@login_required
def renew_code(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a person's new one-time code once."""
    person = get_object_or_404(User, pk=pk)
    try:
        return _slip(request, person, actions.renew_code(person, by=request.user, at=timezone.now()))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workspace:people")


@require_POST
@login_required
def shut_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """Close a person's account."""
    person = get_object_or_404(User, pk=pk)
    try:
        actions.shut_out(person, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s can no longer sign in.") % {"name": person.full_name})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workspace:people")
