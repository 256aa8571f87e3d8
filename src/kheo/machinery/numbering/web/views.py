from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day
from kheo.machinery.numbering import actions, queries
from kheo.machinery.numbering.models import Book, Number
from kheo.machinery.numbering.states import TONES, NumberState
from kheo.machinery.numbering.web import forms
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can, can_anywhere, require
from kheo.ui.acts import fill_in
from kheo.ui.lists import page_of


def _found(request: OfficerRequest, pk: int, act: str = "") -> Book:
    """Return a book that the user may see; with `act`, one that the user may do it to."""
    found = get_object_or_404(queries.book_seen_by(request.user), pk=pk)
    if act:
        require(request.user, act, on=found.unit_id)
    return found


@login_required
def books(request: OfficerRequest) -> HttpResponse:
    """List the books of the user's units, each with its latest period."""
    if not can_anywhere(request.user, "numbering.view"):
        raise PermissionDenied("numbering.view")
    page = page_of(queries.book_seen_by(request.user), request.GET, sorts={"unit": ("unit__sort_key", "pk")})
    accounts = queries.accounts_of(page.rows)
    lines = [(book, next(iter(accounts[book.pk]), None)) for book in page.rows]
    may_set_up = can_anywhere(request.user, "numbering.set_up")
    return render(request, "numbering/list.html", {"page": page, "lines": lines, "may_set_up": may_set_up})


@login_required
def book(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a book: its periods, and every number with its document."""
    found = _found(request, pk)
    page = page_of(queries.numbers_of(found), request.GET, sorts={"latest": ("-series__starts_on", "-number", "-pk")})
    given = {
        "book": found,
        "accounts": queries.accounts_of([found])[pk],
        "page": page,
        "lines": [(number, TONES[NumberState(number.state)]) for number in page.rows],
        "by_term": queries.runs_by_term(found),
        "may_set_up": can(request.user, "numbering.set_up", on=found.unit_id),
        "may_use": can(request.user, "numbering.use", on=found.unit_id),
    }
    return render(request, "numbering/book.html", given)


@login_required
def set_up(request: OfficerRequest) -> HttpResponse:
    """Set up a book with its first period."""
    if not can_anywhere(request.user, "numbering.set_up"):
        raise PermissionDenied("numbering.set_up")
    units, today = units_of_posts(request.user, "numbering.set_up"), local_day(timezone.now())
    form = forms.BookForm(request.POST or None, units=units, today=today)
    made: list[Book] = []
    act = lambda: made.append(  # noqa: E731 -- done only once the form is read
        actions.set_up_book(form.book, form.term, by=request.user, at=timezone.now())
    )
    if fill_in(form, act):
        messages.success(request, _("The book %(book)s is set up.") % {"book": made[0]})
        return redirect("numbering:book", made[0].pk)
    return render(request, "numbering/set_up.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def begin_term(request: OfficerRequest, pk: int) -> HttpResponse:
    """Begin a new term of a book in Party form."""
    found = _found(request, pk, "numbering.set_up")
    form = forms.TermForm(request.POST or None)
    if fill_in(form, lambda: actions.begin_term(found, form.term, by=request.user, at=timezone.now())):
        messages.success(request, _("The new term is set up; its numbers begin anew."))
        return redirect("numbering:book", pk)
    page = {"book": found, "form": form, "title": _("Begin a new term"), "send": _("Begin the term")}
    return render(request, "numbering/step.html", page, status=422 if form.errors else 200)


@login_required
def reserve(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a number for a document that is kept elsewhere."""
    found = _found(request, pk, "numbering.use")
    form = forms.ReserveForm(request.POST or None, today=local_day(timezone.now()))
    taken: list[Number] = []
    if fill_in(form, lambda: taken.append(_reserved(request, found, form))):
        messages.success(request, _("Number %(number)s is reserved.") % {"number": taken[0]})
        return redirect("numbering:book", pk)
    page = {"book": found, "form": form, "title": _("Take a number"), "send": _("Take the next number")}
    return render(request, "numbering/step.html", page, status=422 if form.errors else 200)


def _reserved(request: OfficerRequest, book: Book, form: forms.ReserveForm) -> Number:
    said = form.cleaned_data
    told = {"about": said["about"], "form_key": said["form_key"]}
    return actions.reserve(book, on=said["day"], **told, by=request.user, at=timezone.now())


def _number(request: OfficerRequest, pk: int) -> Number:
    """Return a number in whose book the user may write."""
    books = queries.book_seen_by(request.user)
    found = get_object_or_404(Number.objects.select_related("series__book"), pk=pk, series__book__in=books)
    require(request.user, "numbering.use", on=found.series.book.unit_id)
    return found


@login_required
def issue(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say on which day the document with a reserved number was signed."""
    found = _number(request, pk)
    form = forms.IssueForm(request.POST or None)
    act = lambda: actions.issue(  # noqa: E731 -- done only once the form is read
        found, on=form.cleaned_data["signed_on"], by=request.user, at=timezone.now()
    )
    if fill_in(form, act):
        messages.success(request, _("Number %(number)s is issued.") % {"number": found})
        return redirect("numbering:book", found.series.book_id)
    page = {"book": found.series.book, "number": found, "form": form, "title": _("Issue the number")}
    return render(request, "numbering/step.html", page | {"send": _("Issue it")}, status=422 if form.errors else 200)


@login_required
def void(request: OfficerRequest, pk: int) -> HttpResponse:
    """Say that a reserved number stands on no document, and why."""
    found = _number(request, pk)
    form = forms.VoidForm(request.POST or None)
    act = lambda: actions.void(  # noqa: E731 -- done only once the form is read
        found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
    )
    if fill_in(form, act):
        messages.success(request, _("Number %(number)s is void.") % {"number": found})
        return redirect("numbering:book", found.series.book_id)
    page = {"book": found.series.book, "number": found, "form": form, "title": _("Void the number")}
    return render(request, "numbering/step.html", page | {"send": _("Void it")}, status=422 if form.errors else 200)
