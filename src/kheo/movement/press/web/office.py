"""The office's pages: what the checks of the works say, the rounds of judging, and the results."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.lib.dates import local_day
from kheo.movement.press import actions, queries
from kheo.movement.press.models import Candidate, Edition, Entry, Round, Sheet
from kheo.movement.press.rules import proposed
from kheo.movement.press.states import Check, Prize, Stage
from kheo.movement.press.web import forms
from kheo.organisation.access.kit import OfficerRequest, who
from kheo.organisation.access.rules import can, require
from kheo.ui.acts import fill_in, press


def _found(request: OfficerRequest, pk: int, act: str) -> Edition:
    """Return an edition that the user may see, for somebody who may do an act at its office."""
    seen = Edition.objects.visible_to(request.user).values("pk")
    found = get_object_or_404(queries.all_editions().filter(pk__in=seen).select_related("unit", "criteria_set"), pk=pk)
    require(request.user, act, on=found.unit_id)
    return found


def _round(request: OfficerRequest, pk: int, act: str) -> Round:
    """Return a round of an edition, for somebody who may do an act at its office."""
    found = get_object_or_404(Round, pk=pk)
    found.edition = _found(request, found.edition_id, act)
    return found


def _why_short(request: OfficerRequest, short: list[Candidate]) -> None:
    """Say of which works there are not enough judges."""
    if short:
        named = {"names": "; ".join(str(row.entry) for row in short[:20]), "number": len(short)}
        messages.warning(request, _("For %(number)s works there are not enough judges: %(names)s.") % named)


@login_required
def edition(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what the checks say of every work of an edition."""
    found = _found(request, pk, "press.oversee")
    works = queries.works_of(found)
    verdicts = queries.verdicts_of(works)
    lines = [(work, [each for each in verdicts[work.pk] if not each.holds]) for work in works]
    fine = sum(all(each.passes for each in verdicts[work.pk]) for work in works)
    return render(request, "press/edition.html", {"edition": found, "lines": lines, "fine": fine})


@login_required
def checks(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the checks of a work one by one; the office of the contest overrules one with its reason."""
    seen = Entry.objects.visible_to(request.user).values("pk")
    related = ("edition__unit", "outlet", "unit", "exemplar")
    entry = get_object_or_404(queries.all_entries().filter(pk__in=seen).select_related(*related), pk=pk)
    require(request.user, "press.view", on=entry.unit_id)
    verdicts = queries.verdicts_of([entry])[entry.pk]
    may = can(request.user, "press.overrule", on=entry.edition.unit_id)
    form = forms.OverruleForm(request.POST or None, verdicts=verdicts)
    if fill_in(form, lambda: _overruled(request, entry, form)):
        messages.success(request, _("The check is overruled; the reason stands beside it."))
        return redirect("press:checks", pk)
    page = {"entry": entry, "verdicts": verdicts, "form": form}
    page["may_overrule"] = may and not all(each.passes for each in verdicts)
    return render(request, "press/checks.html", page, status=422 if form.errors else 200)


def _overruled(request: OfficerRequest, entry: Entry, form: forms.OverruleForm) -> None:
    said = form.cleaned_data
    actions.overrule(entry, Check(said["check_name"]), reason=said["reason"], **who(request))


@login_required
def rounds(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the rounds of an edition: who judged what, and what it came to."""
    found = _found(request, pk, "press.oversee")
    standings = queries.standings_of(found)
    final = next((each for each in standings if each.round.stage == Stage.FINAL), None)
    last = standings[-1].round if standings else None
    page = {"edition": found, "standings": standings, "close_form": forms.CloseForm()}
    page["may_lead"] = can(request.user, "press.open", on=found.unit_id) and not found.decided_on
    page["may_open"] = page["may_lead"] and not final and (last is None or last.closed_at)
    page["may_announce"] = page["may_lead"] and final and final.round.closed_at
    return render(request, "press/rounds.html", page)


@login_required
def open_(request: OfficerRequest, pk: int) -> HttpResponse:
    """Open a round and give its works out to judges."""
    found, day = _found(request, pk, "press.open"), local_day(timezone.now())
    stage = Stage.FINAL if found.rounds.exists() else Stage.PRELIMINARY
    people = queries.judges_of(found, day)
    form = forms.OpenForm(request.POST or None, judges=people, stage=stage)
    if fill_in(form, lambda: _opened(request, found, form)):
        messages.success(request, _("The round is open; the judges hear of it."))
        return redirect("press:rounds", pk)
    page = {"edition": found, "form": form, "people": people}
    return render(request, "press/open.html", page, status=422 if form.errors else 200)


def _opened(request: OfficerRequest, found: Edition, form: forms.OpenForm) -> None:
    _opened_round, short = actions.open_round(found, **form.said, **who(request))
    _why_short(request, short)


@require_POST
@login_required
def give_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give out again what has too few judges."""
    found = _round(request, pk, "press.assign")
    people = queries.judges_of(found.edition, local_day(timezone.now()))
    press(request, lambda: _why_short(request, actions.give_again(found, people, **who(request))), _("Given out."))
    return redirect("press:rounds", found.edition_id)


@require_POST
@login_required
def close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Close a round with the means of its works."""
    found, form = _round(request, pk, "press.close"), forms.CloseForm(request.POST)
    keep = form.cleaned_data["keep"] if form.is_valid() else None
    press(request, lambda: actions.close_round(found, keep=keep, **who(request)), _("The round is closed."))
    return redirect("press:rounds", found.edition_id)


@login_required
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a sheet back from its judge, with the reason."""
    related = ("candidate__round__edition__unit", "candidate__entry", "scorer")
    sheet = get_object_or_404(Sheet.objects.select_related(*related), pk=pk)
    found = _found(request, sheet.candidate.round.edition_id, "press.withdraw")
    form = forms.ReasonForm(request.POST or None)
    if fill_in(form, lambda: actions.withdraw(sheet, **form.cleaned_data, **who(request))):
        messages.success(request, _("The sheet is withdrawn."))
        return redirect("press:rounds", found.pk)
    page = {"edition": found, "sheet": sheet, "form": form}
    return render(request, "press/withdraw.html", page, status=422 if form.errors else 200)


@login_required
def announce(request: OfficerRequest, pk: int) -> HttpResponse:
    """Give the prizes, and announce the results by a decision."""
    found = _found(request, pk, "press.announce")
    rows = list(Candidate.objects.filter(round__edition=pk, round__stage=Stage.FINAL).select_related("entry"))
    rows.sort(key=lambda row: (-(row.points or 0), row.number))
    limits = {prize: found.limit_of(prize) for prize in Prize.values}
    best = proposed([(row.pk, row.points) for row in rows if row.points is not None], limits)
    form = forms.AnnounceForm(request.POST or None, rows=rows, proposed=best)
    if fill_in(form, lambda: _announced(request, found, form)):
        messages.success(request, _("The results are announced. Readers see the prized works."))
        return redirect("press:rounds", pk)
    page = {"edition": found, "form": form, "limits": [(Prize(each).label, limits[each]) for each in limits]}
    return render(request, "press/announce.html", page, status=422 if form.errors else 200)


def _announced(request: OfficerRequest, found: Edition, form: forms.AnnounceForm) -> None:
    said = form.cleaned_data
    actions.announce(found, form.prizes, number=said["number"], signed_on=said["signed_on"], **who(request))
