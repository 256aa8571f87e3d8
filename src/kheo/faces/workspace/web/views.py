from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kheo.faces.workspace import queries
from kheo.faces.workspace.web.forms import AdmitForm, DelegateForm, HandOverForm
from kheo.faces.workspace.web.leader import page_of_leader
from kheo.foundation.accounts.actions import Person
from kheo.foundation.accounts.models import User
from kheo.foundation.jobs.queries import queue
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.machinery.search.queries import find
from kheo.organisation.access import actions
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.models import Post
from kheo.organisation.access.queries import delegations_of, delegations_seen_by, posts_of, who_may_stand_in
from kheo.organisation.access.rules import can_anywhere
from kheo.organisation.access.states import Role


@login_required
def home(request: OfficerRequest) -> HttpResponse:
    """Show what the year needs of this person today."""
    if queries.leads(request.user):
        return page_of_leader(request)
    now = timezone.now()
    found = queries.home(request.user, local_day(now))
    context = {
        "home": found,
        "queue": SimpleLazyObject(lambda: queue(now)),
    }  # the administrator's alone asks
    return render(request, f"workspace/{found.template}.html", context)


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
    posts = posts_of(user, local_day(timezone.now()))
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


@login_required
def delegations(request: OfficerRequest) -> HttpResponse:
    """Show who acts for the user and for whom the user acts, and let somebody act while the user is away."""
    today = local_day(timezone.now())
    posts = [post for post in posts_of(request.user, today) if post.valid_from <= today]
    page: dict[str, Any] = {"posts": posts, "standing": delegations_of(request.user, today), "form": None}
    if posts:
        people = who_may_stand_in([post.unit_id for post in posts], today)
        page["form"] = form = DelegateForm(request.POST or None, posts=posts, people=people, today=today)
        if request.method == "POST" and form.is_valid() and _delegated(request, form):
            return redirect("workspace:delegations")
    wrong = page["form"] and page["form"].errors
    return render(request, "workspace/delegations.html", page, status=422 if wrong else 200)


def _delegated(request: OfficerRequest, form: DelegateForm) -> bool:
    """Delegate and say so, or put the reasons against it on the form."""
    try:
        made = actions.delegate(**form.said, by=request.user, at=timezone.now())
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return False
    said = {"name": made.delegate, "first": short_date(made.valid_from), "last": short_date(form.said["last_day"])}
    messages.success(request, _("%(name)s acts from %(first)s to %(last)s.") % said)
    return True


@require_POST
@login_required
def end_delegation(request: OfficerRequest, pk: int) -> HttpResponse:
    """End a delegation at once."""
    delegation = get_object_or_404(delegations_seen_by(request.user), pk=pk)
    actions.end_delegation(delegation, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s no longer acts for this post.") % {"name": delegation.delegate})
    own = request.user.pk in {delegation.post.user_id, delegation.delegate_id}
    return redirect("workspace:delegations" if own else "workspace:people")


def _post_below(request: OfficerRequest, pk: int) -> Post:
    """Return a post at a unit of the administrator."""
    if not can_anywhere(request.user, "access.admit"):
        raise PermissionDenied
    return get_object_or_404(queries.posts_below(request.user, local_day(timezone.now())), pk=pk)


@login_required
def delegate(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let somebody act for a person who is away, as the administrator."""
    post, today = _post_below(request, pk), local_day(timezone.now())
    people = who_may_stand_in([post.unit_id], today)
    form = DelegateForm(request.POST or None, posts=[post], people=people, today=today)
    if request.method == "POST" and form.is_valid() and _delegated(request, form):
        return redirect("workspace:people")
    page = {"post": post, "form": form}
    return render(request, "workspace/delegate.html", page, status=422 if form.errors else 200)


@never_cache
@login_required
def hand_over(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what a person leaves open, end the post and give it to a successor; a new one's code is shown once."""
    post, today = _post_below(request, pk), local_day(timezone.now())
    people = queries.posts_below(request.user, today)
    form = HandOverForm(request.POST or None, post=post, people=people, today=today)
    if request.method == "POST" and form.is_valid() and (done := _handed_over(request, post, form)):
        return _slip(request, done.post.user, done.code) if done.post and done.code else redirect("workspace:people")
    page = {"post": post, "form": form, "leaving": queries.leaving(post, today)}
    return render(request, "workspace/hand_over.html", page, status=422 if form.errors else 200)


def _handed_over(request: OfficerRequest, post: Post, form: HandOverForm) -> actions.HandedOver | None:
    """Hand over and say so, or put the reasons against it on the form."""
    said = {"last_day": form.cleaned_data["last_day"], "by": request.user, "at": timezone.now()}
    try:
        done = actions.hand_over(post, successor=form.person, **said)
    except Refused as refusal:
        form.add_error(None, [str(reason) for reason in refusal.reasons])
        return None
    messages.success(request, _("%(name)s hands the post over.") % {"name": post.user.full_name})
    return done
