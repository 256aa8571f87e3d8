"""The tables of a body: the list, a table as it stands now, a table as it was made."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can_anywhere
from kheo.outlets.tables.kit import again
from kheo.outlets.tables.models import MadeTable, TableForm
from kheo.outlets.tables.queries.shipped import choice_of, not_taken_over
from kheo.outlets.tables.web.forms import AboutForm, about_of
from kheo.outlets.tables.web.shown import address, content_of, drawn, found_around, found_form, today
from kheo.ui.lists import page_of

SORTS = {"newest": ("-made_at", "-pk")}


@login_required
def tables(request: OfficerRequest) -> HttpResponse:
    """List the forms of table, and the tables that were made."""
    if not can_anywhere(request.user, "tables.view"):
        raise PermissionDenied("tables.view")
    forms = list(TableForm.objects.visible_to(request.user).current().select_related("unit"))
    rows = MadeTable.objects.visible_to(request.user).select_related("form", "campaign", "unit").defer("content")
    may_shape = bool(units_of_posts(request.user, "tables.shape"))
    context = {
        "forms": forms,
        "asked": address({name: request.GET[name] for name in ("campaign", "closing") if name in request.GET}),
        "page": page_of(rows, request.GET, sorts=SORTS),
        "may_shape": may_shape,
        "shipped": not_taken_over(forms) if may_shape else [],
    }
    return render(request, "tables/list.html", context)


@login_required
def table(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a table as it stands now, each number leading to its records, or as a closing kept it."""
    choice = choice_of(request.user)
    if choice is None:
        return render(request, "tables/nothing.html", {"form": found_form(request, pk)})
    found = found_around(request, pk, about := about_of(request.GET, choice, request.user))
    content = content_of(found, about, today())
    context = {
        "form": found.form,
        "page": {"filters": AboutForm(about)},
        "asked": address(about.asked),
        "drawn": drawn(content) if content else None,
        "may_make": content is not None and found.may_make,
        "may_shape": found.may_shape,
    }
    return render(request, "tables/table.html", context)


@login_required
def made(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a table as it was made."""
    rows = MadeTable.objects.visible_to(request.user).select_related("form__directive", "campaign", "unit", "closing")
    found = get_object_or_404(rows, pk=pk)
    return render(request, "tables/made.html", {"made": found, "drawn": drawn(again(found.content))})
