"""The catalogue: forms of reward by period, and base salaries."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from kheo.movement.campaigns.states import Level as TitleLevel
from kheo.movement.commendation import actions
from kheo.movement.commendation.models import BaseSalary, RewardForm
from kheo.movement.commendation.queries.catalogue import catalogue_for, salaries_for
from kheo.movement.commendation.rules.catalogue import FormFacts
from kheo.movement.commendation.rules.dossiers import form_facts
from kheo.movement.commendation.states import LEVELS, Giver, RewardKind
from kheo.movement.commendation.web.desk import attempt, tell
from kheo.movement.commendation.web.tables import money_of, period_of
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.queries import units_of_posts
from kheo.organisation.access.rules import can, can_anywhere, reach, require
from kheo.organisation.units.models import Unit
from kheo.ui.forms import DayField, NumberField, PointsField

_ACT = "commendation.catalogue"
_NOT_ASKED = [("", "–")]


def _multiple(label: Any) -> PointsField:
    return PointsField(label=label, max_digits=6, decimal_places=3, required=False, min_value=0)


class RewardFormForm(forms.Form):
    """A form of reward as its document sets it; `version` is the one that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of reward"), choices=RewardKind.choices)
    name = forms.CharField(label=gettext_lazy("Name of the form"), max_length=200)
    level = forms.ChoiceField(label=pgettext_lazy("reward", "Level"), choices=LEVELS)
    giver = forms.ChoiceField(label=gettext_lazy("Given by"), choices=Giver.choices)
    basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        max_length=500,
        help_text=gettext_lazy("Number, day and article of the document; several apart by semicolons."),
    )
    valid_from = DayField(label=gettext_lazy("Given from"))
    last_day = DayField(
        label=gettext_lazy("Last day on which it is given"),
        required=False,
        help_text=gettext_lazy("Empty: no end is known."),
    )
    collective = _multiple(gettext_lazy("Collective: multiple of the base salary"))
    individual = _multiple(gettext_lazy("Individual: multiple of the base salary"))
    household = _multiple(gettext_lazy("Household: multiple of the base salary"))
    round_up_to = NumberField(label=gettext_lazy("Money rounded up to whole (đồng)"), initial=1, min_value=1)
    needs_title = forms.BooleanField(label=gettext_lazy("The recognised title is needed"), required=False)
    title_level = forms.ChoiceField(
        label=gettext_lazy("Title at least at level"), required=False, choices=[*_NOT_ASKED, *TitleLevel.choices]
    )
    years_needed = NumberField(label=gettext_lazy("Recognised in so many years"), initial=0, min_value=0, max_value=20)
    years_of = NumberField(
        label=gettext_lazy("of the last so many years"),
        initial=0,
        min_value=0,
        max_value=20,
        help_text=gettext_lazy("2 of 2 is two years running; 0 of 0 asks for nothing."),
    )
    needs_kind = forms.ChoiceField(
        label=gettext_lazy("A reward received before"), required=False, choices=[*_NOT_ASKED, *RewardKind.choices]
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(self, data: QueryDict | None, *, units: list[Unit], found: RewardForm | None = None) -> None:
        """Offer the user's own units; begin with what the form says."""
        said = vars(form_facts(found)) | {"version": found.version, "unit": found.unit_id} if found else {}
        if found and found.valid_to:
            said["last_day"] = found.valid_to - timedelta(days=1)
        super().__init__(data, initial=said)
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            choice.initial, choice.widget = units[0].pk, forms.HiddenInput()

    @property
    def facts(self) -> FormFacts:
        """Return what a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in {"version", "unit", "last_day"}}
        last_day = self.cleaned_data["last_day"]
        return FormFacts(**said, valid_to=last_day + timedelta(days=1) if last_day else None)


class SalaryForm(forms.Form):
    """A base salary from a day on."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("Unit"))
    valid_from = DayField(label=gettext_lazy("From"))
    amount = NumberField(label=gettext_lazy("Base salary (đồng a month)"), min_value=1, max_value=999_999_999)
    basis = forms.CharField(label=gettext_lazy("Legal basis"), max_length=300)

    def __init__(self, data: QueryDict | None, *, units: list[Unit]) -> None:
        """Offer the user's own units."""
        super().__init__(data)
        choice: Any = self.fields["unit"]  # Any: a choice of records
        choice.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units]).in_order()
        if len(units) == 1:
            choice.initial, choice.widget = units[0].pk, forms.HiddenInput()


@login_required
def catalogue(request: OfficerRequest) -> HttpResponse:
    """Show the forms of reward and the base salaries of the catalogues that the user may see."""
    rows = catalogue_for(request.user).order_by("unit__sort_key", "unit_id", "kind", "level", "-valid_from", "pk")
    mine = set(reach(request.user, _ACT))
    units = units_of_posts(request.user, _ACT)
    context = {
        "lines": [(each, period_of(each), money_of(each), each.unit_id in mine) for each in rows],
        "salaries": [(each, each.unit_id in mine) for each in salaries_for(request.user)],
        "units": units,
        "may_write": bool(units),
    }
    return render(request, "commendation/catalogue.html", context)


@require_POST
@login_required
def example(request: OfficerRequest) -> HttpResponse:
    """Enter the example that is shipped into the catalogue of a unit."""
    if not can_anywhere(request.user, _ACT):
        raise PermissionDenied(_ACT)
    own = {str(unit.pk): unit for unit in units_of_posts(request.user, _ACT)}
    unit = own.get(request.POST.get("unit", ""))
    if unit is None:
        tell(request, [_("Choose for which unit.")])
        return redirect("commendation:catalogue")
    number = actions.enter_example(unit, by=request.user, at=timezone.now())
    said = ngettext("%(number)s row is entered, to confirm.", "%(number)s rows are entered, to confirm.", number)
    messages.success(request, said % {"number": number})
    return redirect("commendation:catalogue")


@login_required
def new_form(request: OfficerRequest) -> HttpResponse:
    """Enter a form of reward."""
    if not can_anywhere(request.user, _ACT):
        raise PermissionDenied(_ACT)
    form = RewardFormForm(request.POST or None, units=units_of_posts(request.user, _ACT))
    if request.method == "POST" and form.is_valid():
        facts, unit = form.facts, form.cleaned_data["unit"]
        reasons = attempt(lambda: actions.write_form(facts, unit=unit, by=request.user, at=timezone.now()))
        if not reasons:
            return _kept(request, facts.name)
        form.add_error(None, reasons)
    return render(request, "commendation/form.html", {"form": form}, status=422 if form.errors else 200)


def _kept(request: OfficerRequest, name: str) -> HttpResponse:
    messages.success(request, _("“%(name)s” is saved, to be confirmed.") % {"name": name})
    return redirect("commendation:catalogue")


def _found(request: OfficerRequest, pk: int) -> RewardForm:
    seen = RewardForm.objects.visible_to(request.user)
    found: RewardForm = get_object_or_404(seen.select_related("unit"), pk=pk)
    return found


@login_required
def form(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a form of reward, and change it where the user may."""
    found = _found(request, pk)
    if not can(request.user, _ACT, on=found.unit_id) and request.method != "POST":
        page = {"found": found, "period": period_of(found), "money": money_of(found)}
        return render(request, "commendation/form_shown.html", page)
    require(request.user, _ACT, on=found.unit_id)
    form = RewardFormForm(request.POST or None, units=[found.unit], found=found)
    if request.method == "POST" and form.is_valid():
        facts, version = form.facts, form.cleaned_data["version"]
        by, at = request.user, timezone.now()
        reasons = attempt(lambda: actions.change_form(found, facts, version=version, by=by, at=at))
        if not reasons:
            return _kept(request, facts.name)
        form.add_error(None, reasons)
    page = {"form": form, "found": found}
    return render(request, "commendation/form.html", page, status=422 if form.errors else 200)


@require_POST
@login_required
def confirm(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note that a form was held against the official text."""
    found, version = _found(request, pk), request.POST.get("version", "")
    read = int(version) if version.isdecimal() else 0
    reasons = attempt(lambda: actions.confirm_form(found, version=read, by=request.user, at=timezone.now()))
    tell(request, reasons)
    if not reasons:
        messages.success(request, _("“%(name)s” is confirmed.") % {"name": found.name})
    return redirect("commendation:catalogue")


@login_required
def salary(request: OfficerRequest) -> HttpResponse:
    """Enter a base salary, or correct the one of a day."""
    if not can_anywhere(request.user, _ACT):
        raise PermissionDenied(_ACT)
    form = SalaryForm(request.POST or None, units=units_of_posts(request.user, _ACT))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        reasons = attempt(lambda: actions.set_salary(**said, by=request.user, at=timezone.now()))
        if not reasons:
            return _kept(request, _("Base salary"))
        form.add_error(None, reasons)
    return render(request, "commendation/salary.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@login_required
def confirm_salary(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note that a base salary was held against the official text."""
    found = get_object_or_404(BaseSalary.objects.visible_to(request.user), pk=pk)
    sent = request.POST.get("amount", "")
    amount = type(found.amount)(int(sent) if sent.isdecimal() else 0)
    tell(
        request,
        attempt(lambda: actions.confirm_salary(found, amount=amount, by=request.user, at=timezone.now())),
    )
    return redirect("commendation:catalogue")
