"""What a document asks of units by a day: set, changed with what would move, given out as tasks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.machinery.correspondence import actions, queries
from kheo.machinery.correspondence.models import Deadline
from kheo.machinery.correspondence.rules import due_day, rule_in_words
from kheo.machinery.correspondence.web.deadline_forms import DeadlineForm, HandOutForm
from kheo.machinery.correspondence.web.views import attempt, body_kept, version_told
from kheo.machinery.directives.models import Directive
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can
from kheo.organisation.units.queries import installation


def _may_keep(request: OfficerRequest) -> bool:
    here = installation()
    return here is not None and can(request.user, "correspondence.keep", on=here.unit_id)


def _found(request: OfficerRequest, pk: int) -> Deadline:
    """Return a deadline that is not dropped, for who keeps them."""
    body_kept(request)
    return get_object_or_404(Deadline.objects.filter(dropped_at__isnull=True).select_related("directive"), pk=pk)


@login_required
def deadlines(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the deadlines that a document sets, and how far the units are with each."""
    directive = get_object_or_404(Directive.objects.visible_to(request.user), pk=pk)
    rows, today = queries.deadlines_of(directive), local_day(timezone.now())
    rounds = queries.rounds_of(rows, today)
    lines = [
        (row, rule_in_words(row), queries.whom_in_words(row), due_day(row, today), rounds.get(row.pk, []))
        for row in rows
    ]
    given = {"directive": directive, "lines": lines, "may_keep": _may_keep(request), "today": today}
    given["amended_by"] = queries.amended_by(directive)
    return render(request, "correspondence/deadlines.html", given)


@login_required
def ask(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note a deadline that a document sets."""
    here, at = body_kept(request), timezone.now()
    directive = get_object_or_404(Directive.objects.standing(), pk=pk)
    form = DeadlineForm(request.POST or None, here=here, day=local_day(at))
    if attempt(form, lambda: actions.ask(directive, form.facts, by=request.user, at=at)):
        messages.success(request, _("The deadline is saved. Give it to the units as tasks when you are ready."))
        return redirect("correspondence:deadlines", pk)
    given = {"form": form, "directive": directive}
    return render(request, "correspondence/ask.html", given, status=422 if form.errors else 200)


@login_required
def ask_otherwise(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change a deadline; if tasks would move, list them and ask to confirm before anything is changed."""
    deadline, here, at = _found(request, pk), body_kept(request), timezone.now()
    form = DeadlineForm(request.POST or None, here=here, day=local_day(at), deadline=deadline)
    told = version_told(request) | {"confirmed": request.POST.get("confirmed") == "on"}
    if attempt(form, lambda: actions.ask_otherwise(deadline, form.facts, **told)):
        messages.success(request, _("The deadline is saved."))
        return redirect("correspondence:deadlines", deadline.directive_id)
    shifts = queries.shifts_of(form.as_meant(deadline)) if form.is_bound and form.can_be_meant else []
    given = {"form": form, "directive": deadline.directive, "deadline": deadline, "shifts": shifts}
    return render(request, "correspondence/ask.html", given, status=422 if form.errors else 200)


@login_required
def hand_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show which units would get a task, and give it to them."""
    deadline, here, at = _found(request, pk), body_kept(request), timezone.now()
    today = local_day(at)
    form = HandOutForm(request.POST or None, initial={"due_on": due_day(deadline, today)})
    made = attempt(form, lambda: (actions.hand_out(deadline, form.cleaned_data["due_on"], by=request.user, at=at),))
    if made:
        _tell(request, len(made[0]))
        return redirect("correspondence:deadlines", deadline.directive_id)
    units = queries.units_asked(deadline, here, today)
    given = {"form": form, "deadline": deadline, "units": units, "rule": rule_in_words(deadline)}
    return render(request, "correspondence/hand_out.html", given, status=422 if form.errors else 200)


def _tell(request: OfficerRequest, number: int) -> None:
    words = ngettext("A task was given to %(number)s unit.", "A task was given to %(number)s units.", number)
    told = words % {"number": number} if number else _("Every unit has its task already.")
    messages.success(request, told)


@require_POST
@login_required
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a deadline off a document."""
    deadline = _found(request, pk)
    actions.drop(deadline, by=request.user, at=timezone.now())
    messages.success(request, _("The deadline is taken off; tasks that were given stay."))
    return redirect("correspondence:deadlines", deadline.directive_id)
