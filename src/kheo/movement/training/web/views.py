from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.machinery.numbering.queries import books_of
from kheo.movement.training import actions, queries
from kheo.movement.training.models import TrainingClass
from kheo.movement.training.states import CERTIFICATE, CLASSES
from kheo.movement.training.web import forms, tables
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.acts import fill_in, press
from kheo.ui.files import handed_out
from kheo.ui.lists import page_of


def _found(request: OfficerRequest, pk: int, verb: str) -> TrainingClass:
    """Return a class that the user may see, for somebody who may do something with it."""
    rows = TrainingClass.objects.visible_to(request.user).select_related("unit__parent")
    training_class = get_object_or_404(rows, pk=pk)
    require(request.user, f"training.{verb}", on=training_class.unit_id)
    assert isinstance(training_class, TrainingClass)  # noqa: S101 -- the lines of a register are of its own table
    return training_class


@login_required
def attendance(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show who came to which sessions of a class, or to one of them, and write it down."""
    of = _found(request, pk, "correct" if request.method == "POST" else "view")
    trainees, sessions = queries.trainees_of(of), queries.sessions_of(of)
    asked = request.GET.get("session", "")
    shown = [each for each in sessions if str(each.number) == asked] or sessions
    form = forms.AttendanceForm(request.POST if request.method == "POST" else None, trainees=trainees, sessions=shown)
    if fill_in(form, lambda: actions.mark(of, form.ticks, **who(request))):
        messages.success(request, _("The attendance is saved."))
        return redirect(request.get_full_path())
    given = {"of": of, "form": form, "sessions": sessions, "shown": shown, "trainees": trainees}
    given |= {
        "one": shown[0] if len(shown) == 1 else None,
        "may_mark": can(request.user, "training.correct", on=of.unit),
    }
    return render(request, "training/attendance.html", given, status=422 if form.errors else 200)


@login_required
def certificates(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show who has the certificate of a class, and give it to those who came."""
    of = _found(request, pk, "certify" if request.method == "POST" else "view")
    trainees, day = queries.trainees_of(of), local_day(timezone.now())
    books = books_of(of.unit_id, CERTIFICATE)
    form = forms.CertificateForm(request.POST or None, books=books, trainees=trainees, day=max(day, of.ends_on))
    if fill_in(form, lambda: actions.certify(of, **form.said, **who(request))):
        messages.success(request, _("The certificates are given."))
        return redirect("training:certificates", pk)
    given = {"of": of, "form": form, "trainees": trainees, "held": len(queries.sessions_of(of))}
    given |= {"may_certify": can(request.user, "training.certify", on=of.unit_id) and not of.withdrawn_at}
    given |= {"open": any(not each.certificate for each in trainees)}
    given |= {"may_write": can(request.user, "training.correct", on=of.unit_id)}
    return render(request, "training/certificates.html", given, status=422 if form.errors else 200)


@require_POST
@login_required
def paper(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out the list of the trainees of a class as a Word document."""
    of = _found(request, pk, "correct")
    with TemporaryDirectory() as desk:
        path = Path(desk) / f"danh-sach-hoc-vien-{of.starts_on:%Y%m%d}.docx"
        if press(request, lambda: actions.write_list(of, out=path, **who(request))):
            return handed_out(path)
    return redirect("training:certificates", pk)


@login_required
def people(request: OfficerRequest) -> HttpResponse:
    """List who is in a post with the last class of each, and call those who were chosen to a class."""
    if not can_anywhere(request.user, "training.people"):
        raise PermissionDenied("training.people")
    day = local_day(timezone.now())
    filters = forms.PeopleFilters(request.GET, user=request.user, day=day)
    at = _day_asked(filters, day)
    rows, into = queries.posts_of_people(request.user, at), request.POST.get("into") or request.GET.get("into", "")
    form = forms.InviteForm(request.POST or None, user=request.user, day=day, posts=rows, into=into)
    if fill_in(form, lambda: _invited(request, form)):
        return redirect("registers:line", CLASSES, form.cleaned_data["into"].pk)
    listed = queries.with_last_class(rows, at)
    page = page_of(listed, request.GET, sorts={"usual": ("unit__sort_key", "user__full_name")}, filters=filters)
    given = {"page": page, "listed": page.total, "form": form, "picked": request.POST.getlist("pick")}
    return render(request, "training/people.html", given, status=422 if form.errors else 200)


def _day_asked(filters: forms.PeopleFilters, today: date) -> date:
    return filters.cleaned_data.get("at") or today if filters.is_valid() else today


def _invited(request: OfficerRequest, form: forms.InviteForm) -> None:
    number = actions.invite(form.cleaned_data["into"], form.cleaned_data["pick"], **who(request))
    words = ngettext("%(number)s person is called and told.", "%(number)s people are called and told.", number)
    messages.success(request, words % {"number": number})


@login_required
def units(request: OfficerRequest) -> HttpResponse:
    """Show trainees and people in posts by unit, of a year."""
    if not can_anywhere(request.user, "training.view"):
        raise PermissionDenied("training.view")
    today = local_day(timezone.now())
    years = queries.years_told(request.user, today.year)
    asked = request.GET.get("year", "")
    year = next((each for each in years if str(each) == asked), today.year)
    day = today if year == today.year else date(year, 12, 31)
    sums = queries.sums_by_unit(request.user, day)
    table = tables.units_table(sums, day, request.user)
    return render(
        request, "training/units.html", {"years": years, "year": year, "day": day, "sums": sums, "table": table}
    )


@login_required
def mine(request: OfficerRequest) -> HttpResponse:
    """Show the classes to which the user is called, or was."""
    return render(request, "training/mine.html", {"rows": queries.classes_of_person(request.user)[:200]})
