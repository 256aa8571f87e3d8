from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.conversion.convert import can_convert
from kheo.lib.dates import local_day
from kheo.lib.office.word_out import BadTemplate
from kheo.lib.sandbox import ChildFailed
from kheo.machinery.papers import actions, queries
from kheo.machinery.papers.kit import DOCUMENTS, Document, expect_pdf
from kheo.machinery.papers.models import Handout, Letterhead
from kheo.machinery.papers.rules import MARKS_TOLD
from kheo.machinery.papers.states import Form
from kheo.machinery.papers.web import forms
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can_anywhere
from kheo.organisation.units.models import Unit
from kheo.ui.acts import fill_in
from kheo.ui.files import handed_out, served
from kheo.ui.lists import page_of


def _guard(request: OfficerRequest, act: str = "papers.view") -> list[Unit]:
    """Return the units of the user's own posts, or refuse who has none for the act."""
    if not can_anywhere(request.user, act):
        raise PermissionDenied(act)
    return units_of_posts(request.user, act)


def _found(key: str, form: str) -> tuple[Document, Form]:
    """Return the document and the form that an address names."""
    if key not in DOCUMENTS or form not in Form.values:
        raise Http404
    return DOCUMENTS[key], Form(form)


@login_required
def documents(request: OfficerRequest) -> HttpResponse:
    """List the documents that Khéo makes, and by whose templates."""
    units = _guard(request)
    lines = queries.catalogue(units[0] if units else None, local_day(timezone.now()))
    may_keep = can_anywhere(request.user, "papers.keep")
    return render(request, "papers/list.html", {"lines": lines, "may_keep": may_keep})


@login_required
def fields(request: OfficerRequest, key: str) -> HttpResponse:
    """Show the fields that a template of a document may use."""
    _guard(request)
    document, _form = _found(key, Form.STATE)
    return render(request, "papers/fields.html", {"document": document, "marks": MARKS_TOLD})


@login_required
def document(request: OfficerRequest, key: str, form: str) -> HttpResponseBase:
    """Show a document's templates through time, and take in a new one."""
    units, (found, kind) = _guard(request), _found(key, form)
    own, today = units_of_posts(request.user, "papers.keep"), local_day(timezone.now())
    subjects, chosen = queries.subjects_for(found, request.user), _subject(request.GET, request, found)
    about: dict[str, Any] = {"units": own, "today": today, "subjects": subjects, "initial": {"subject": chosen}}
    bring = forms.BringForm(request.POST or None, request.FILES or None, **about)
    if request.method == "POST" and (answer := _brought(request, found, kind, bring)):
        return answer
    expect_pdf()
    used = queries.template_for(found, kind, units[0], today) if units else None
    rows = queries.versions_of(found, kind, request.user)
    page = page_of(rows, request.GET, sorts={"latest": ("-valid_from", "-pk")})
    given = {"document": found, "form_kind": kind, "used": used, "page": page, "form": bring if own else None}
    given |= {"subjects": subjects, "chosen": chosen, "subject_label": queries.subject_label(found)}
    return render(request, "papers/document.html", given, status=422 if bring.errors else 200)


def _subject(asked: QueryDict, request: OfficerRequest, document: Document) -> str:
    """Return what of the user's own is chosen to preview with; nothing is invented data."""
    chosen = asked.get("subject", "")
    if chosen and chosen not in dict(queries.subjects_for(document, request.user)):
        raise Http404
    return chosen


def _brought(
    request: OfficerRequest, document: Document, form: Form, bring: forms.BringForm
) -> HttpResponseBase | None:
    """Take in a template that was sent, or only show what it would make; what is against it is put into the form."""
    _guard(request, "papers.keep")
    at = timezone.now()
    if "preview" in request.POST:
        return _tried_out(request, document, form, bring)
    if not fill_in(bring, lambda: actions.bring(document, form, **_said(bring), by=request.user, at=at)):
        return None
    messages.success(request, _("The template was tried out and holds from the day that you gave."))
    return redirect("papers:document", document.key, form)


def _said(form: django_forms.Form) -> dict[str, Any]:  # Any: what the fields give
    said = dict(form.cleaned_data)
    said.pop("subject", None)
    return {"upload": said.pop("file"), **said}


def _tried_out(
    request: OfficerRequest, document: Document, form: Form, bring: forms.BringForm
) -> HttpResponseBase | None:
    """Return what a template that was sent makes of the example, or of what was chosen."""
    with TemporaryDirectory() as desk:
        out, at = Path(desk) / f"xem-thu-{document.key}-{form}.docx", timezone.now()

        def act() -> None:
            said, subject = _said(bring), bring.cleaned_data.get("subject", "")
            about: dict[str, Any] = {"unit": said["unit"], "subject": subject}
            actions.preview(document, form, said["upload"], **about, out=out, by=request.user, at=at)

        return _shown(request, out) if fill_in(bring, act) else None


def _shown(request: OfficerRequest, word: Path) -> HttpResponseBase:
    """Show a document in the browser, as PDF; where no PDF can be made, hand out the Word file."""
    return handed_out(actions.as_pdf(word, is_shown=True, **who(request)) if can_convert() else word, is_shown=True)


@login_required
def handout(request: OfficerRequest, pk: int) -> HttpResponseBase:
    """Hand out what was made in the background to whoever asked for it."""
    found = get_object_or_404(Handout.objects.visible_to(request.user).select_related("file"), pk=pk)
    return served(request, found.file, is_shown=found.is_shown and found.is_made)


@login_required
@require_POST
def preview(request: OfficerRequest, key: str, form: str, pk: int = 0) -> HttpResponseBase:
    """Show what a template makes of the example or of what was chosen: one of a body's own, or the one that comes with
    Khéo."""
    _guard(request)
    found, kind = _found(key, form)
    facts = queries.facts_for(found, kind, _subject(request.POST, request, found), request.user, timezone.now())
    kept = get_object_or_404(queries.versions_of(found, kind, request.user), pk=pk) if pk else None
    with TemporaryDirectory() as desk:
        out = Path(desk) / f"xem-thu-{key}-{kind}.docx"
        try:
            queries.put_preview(facts, queries.path_of(found, kind, kept), out)
        except (BadTemplate, ChildFailed):
            messages.error(request, _("The file cannot be read as a template. Save it again in Word as .docx."))
            return redirect("papers:document", key, form)
        return _shown(request, out)


@login_required
def download(request: OfficerRequest, key: str, form: str) -> HttpResponseBase:
    """Hand out the template that comes with Khéo."""
    _guard(request)
    found, kind = _found(key, form)
    return handed_out(found.template(kind), f"mau-{key}-{kind}.docx")


@login_required
def version(request: OfficerRequest, key: str, form: str, pk: int) -> HttpResponseBase:
    """Hand out a template of a body's own."""
    _guard(request)
    found, kind = _found(key, form)
    kept = get_object_or_404(queries.versions_of(found, kind, request.user), pk=pk)
    if kept.file is None:
        raise Http404
    return served(request, kept.file)


@login_required
@require_POST
def use_again(request: OfficerRequest, key: str, form: str) -> HttpResponse:
    """Write by an earlier template again from today, or by the one that comes with Khéo."""
    own, (found, kind), at = _guard(request, "papers.keep"), _found(key, form), timezone.now()
    named = request.POST.get("template", "")
    seen = queries.versions_of(found, kind, request.user)
    earlier = get_object_or_404(seen, pk=int(named)) if named.isdecimal() else None
    unit = earlier.unit if earlier and earlier.unit in own else own[0]
    actions.use_again(found, kind, earlier, unit=unit, valid_from=local_day(at), by=request.user, at=at)
    messages.success(request, _("This template is used again from today."))
    return redirect("papers:document", key, form)


@login_required
def letterhead(request: OfficerRequest) -> HttpResponse:
    """Show and change how the user's body writes: its head, its number, who signs, who receives."""
    own, at = _guard(request, "papers.keep"), timezone.now()
    named = request.GET.get("unit")
    unit = next((each for each in own if each.slug == named), own[0])
    held = queries.letterhead_of(unit, local_day(at))
    form = forms.LetterheadForm(request.POST or None, instance=Letterhead(unit=unit), initial=_initial(held, request))
    if fill_in(form, lambda: actions.set_letterhead(form.instance, by=request.user, at=at)):
        messages.success(request, _("Documents are written so from the day that you gave."))
        return redirect("papers:letterhead")
    given = {"form": form, "unit": unit, "units": own, "rows": queries.letterheads_of(unit)[:20]}
    return render(request, "papers/letterhead.html", given, status=422 if form.errors else 200)


def _initial(held: Letterhead, request: OfficerRequest) -> dict[str, object]:
    """Return what holds today, to start with; a change holds from today unless another day is given."""
    said = {name: getattr(held, name) for name in forms.LetterheadForm.Meta.fields}
    return said | {"valid_from": local_day(timezone.now())}
