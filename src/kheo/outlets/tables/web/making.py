"""A table is made, and handed out as a workbook."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.lib.vitext import slugify
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.units.queries import installation
from kheo.outlets.tables import actions
from kheo.outlets.tables.models import MadeTable
from kheo.outlets.tables.queries.composing import handwritten
from kheo.outlets.tables.queries.filled import layout_of
from kheo.outlets.tables.queries.shipped import choice_of
from kheo.outlets.tables.web.forms import MakeForm, about_of, usual_paper
from kheo.outlets.tables.web.shown import address, content_of, found_around, today
from kheo.ui.acts import fill_in, press

KINDS = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "pdf": "application/pdf"}


@login_required
def make(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask what stands around a table and in its cells that are written by hand, and keep it."""
    choice = choice_of(request.user)
    if choice is None:
        raise Http404
    about = about_of(request.GET, choice, request.user)
    found = found_around(request, pk, about)
    if not found.may_make:
        raise PermissionDenied("tables.make")
    kept, content = found.form, content_of(found, about, today())
    if content is None:
        raise Http404
    cells = [] if about.closing else handwritten(layout_of(kept), content)
    usual = usual_paper(about.unit, found.above, installation(), request.user)
    form = MakeForm(request.POST or None, initial=usual, cells=cells)
    done: list[MadeTable] = []

    def act() -> None:
        facts = actions.TableFacts(
            about.campaign, about.unit, about.closing, form.typed, form.paper, form.cleaned_data["form_key"]
        )
        done.append(actions.make_table(kept, facts, **who(request)))

    if fill_in(form, act):
        messages.success(request, pgettext("tables", "The table is made. It stays as it is now."))
        return redirect("tables:made", done[0].pk)
    page: dict[str, Any] = {"kept": kept, "about": about, "form": form, "content": content}
    page["asked"] = address(about.asked)
    return render(request, "tables/make.html", page, status=422 if form.errors else 200)


@login_required
@require_POST
def printed(request: OfficerRequest, pk: int, kind: str) -> HttpResponseBase:
    """Hand out a table as an official workbook or as a PDF."""
    rows = MadeTable.objects.visible_to(request.user).select_related("form", "unit")
    made = get_object_or_404(rows, pk=pk)
    with TemporaryDirectory() as folder:
        out = Path(folder) / f"table.{kind}"
        if not press(request, lambda: actions.print_table(made, out=out, **who(request))):
            return redirect("tables:made", made.pk)
        name = f"{slugify(made.form.title)[:60]}-{made.unit.slug}-{local_day(made.made_at):%Y-%m-%d}.{kind}"
        return FileResponse(out.open("rb"), as_attachment=True, filename=name, content_type=KINDS[kind])
