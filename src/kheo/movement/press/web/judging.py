"""The judge's pages: what waits, one sheet, and stepping aside. Of a work neither author nor outlet is shown."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.movement.press import actions, queries
from kheo.movement.press.models import Sheet
from kheo.movement.press.web.forms import AsideForm
from kheo.movement.scoring.queries import fields_of, lines_to_mark, tally
from kheo.movement.scoring.states import SheetState
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can_anywhere
from kheo.ui.acts import fill_in, press
from kheo.ui.addresses import address
from kheo.ui.points import PointsForm, answered, kept


def _judges(request: OfficerRequest) -> None:
    """Let only those in whose post lies judging."""
    if not can_anywhere(request.user, "press.mark"):
        raise PermissionDenied("press.mark")


@login_required
def mine(request: OfficerRequest) -> HttpResponse:
    """Show what the user is to judge."""
    _judges(request)
    return render(request, "press/mine.html", {"sheets": list(queries.to_judge(request.user))})


@login_required
def sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a work without author and outlet, and the sheet to judge it by; once it is in, what others gave."""
    own = get_object_or_404(queries.sheets_of(request.user), pk=pk)
    form = PointsForm(request.POST or None, sheet=own, lines=lines_to_mark(actions.JUDGED, own))
    if fill_in(form, lambda: None) and _kept(request, own, form):
        return redirect(_onward(request, own))
    page = {"sheet": own, "entry": own.candidate.entry, "form": form, "is_open": own.state == SheetState.ASSIGNED}
    if own.state == SheetState.DONE:
        others = Sheet.objects.filter(candidate=own.candidate_id, state=SheetState.DONE)
        page["told"] = tally(list(others.order_by("pk")), own.most)
    return render(request, "press/sheet.html", page, status=422 if form.errors else 200)


def _kept(request: OfficerRequest, own: Sheet, form: PointsForm) -> bool:
    """Keep what was given, and hand it in if asked to."""
    told = who(request)
    mark, hand_in = partial(actions.mark, **told), partial(actions.hand_in, **told)
    return kept(request, form, mark=mark, hand_in=hand_in, name=str(own.candidate.entry))


def _onward(request: OfficerRequest, own: Sheet) -> str:
    """Return the page of the next work once a sheet is in."""
    following = queries.next_sheet(request.user, own.candidate.round) if "hand_in" in request.POST else own
    return address("press:sheet", following.pk) if following else address("press:mine")


@require_POST
@login_required
def mark(request: OfficerRequest, pk: int) -> JsonResponse:
    """Keep the points typed so far, and answer with the version to go on from and the total."""
    own = get_object_or_404(queries.sheets_of(request.user), pk=pk)
    form = PointsForm(request.POST, sheet=own, lines=lines_to_mark(actions.JUDGED, own))
    return answered(form, mark=partial(actions.mark, **who(request)), fields=fields_of)


@require_POST
@login_required
def reopen(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a sheet back to change it."""
    own, version = get_object_or_404(queries.sheets_of(request.user), pk=pk), request.POST.get("version", "")
    read = int(version) if version.isdecimal() else 0
    press(request, lambda: actions.reopen(own, version=read, **who(request)))
    return redirect("press:sheet", pk)


@login_required
def put_aside(request: OfficerRequest, pk: int) -> HttpResponse:
    """Abstain, or step aside, with the reason."""
    own = get_object_or_404(queries.sheets_of(request.user), pk=pk)
    form = AsideForm(request.POST or None, initial={"version": own.version, "to": SheetState.RECUSED})
    if fill_in(form, lambda: _put_aside(request, own, form)):
        messages.success(request, _("Noted. The standing office sees the reason."))
        return redirect("press:mine")
    page = {"sheet": own, "entry": own.candidate.entry, "form": form}
    return render(request, "press/put_aside.html", page, status=422 if form.errors else 200)


def _put_aside(request: OfficerRequest, own: Sheet, form: AsideForm) -> None:
    actions.put_aside(own, **form.cleaned_data | {"to": SheetState(form.cleaned_data["to"])}, **who(request))
