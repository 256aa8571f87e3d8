"""Registrations as a workbook: the columns of the official form, and what a row means in the register."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model, Q
from django.db.models.enums import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import exact_key
from kheo.machinery.intake.kit import (
    Choices,
    Clerk,
    Column,
    Finding,
    Occasion,
    Period,
    Reason,
    Sheet,
    Values,
    declare,
    official,
    units_by_name,
)
from kheo.machinery.intake.rules import day_in
from kheo.machinery.intake.states import Verdict
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import why_not_register
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.registry.actions import amend, register, submit
from kheo.movement.registry.models import Exemplar, Particulars, Registration
from kheo.movement.registry.rules import NAME_LIMIT, NEEDED_TO_SUBMIT, PARTICULARS, Facts, facts_of
from kheo.movement.registry.states import EDITABLE, ExemplarKind, OwnerKind, State, YearStatus
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Lineage, Unit

_DIRECT = ("name", "kind", "field", "owner_kind", "year_status", "place", "started_on")
_MOST_AT_ONCE = 500  # names in one question


def _limit(model: type[Model], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", None) or 0)


def _labels(kinds: type[TextChoices]) -> Choices:
    return Choices({official(kind.label): kind for kind in kinds})


COLUMNS = (
    Column(
        "unit",
        pgettext_lazy("sheet", "Unit"),
        width=20,
        needed=True,
        hint=gettext_lazy("The unit that registers; choose it from the list."),
    ),
    Column(
        "name",
        pgettext_lazy("sheet", "Name of the model or exemplar"),
        width=30,
        needed=True,
        limit=NAME_LIMIT,
        hint=gettext_lazy("As it is to stand in decisions and certificates."),
        example=pgettext_lazy("sheet example", "A road of flowers instead of rubbish in a hamlet"),
    ),
    Column(
        "kind",
        pgettext_lazy("sheet", "Model or exemplar"),
        width=11,
        needed=True,
        hint=gettext_lazy("A model is a way of working; an exemplar is a person or body held up as an example."),
    ),
    Column(
        "field",
        pgettext_lazy("sheet", "Field"),
        width=18,
        needed=True,
        hint=gettext_lazy("One field only, the main one."),
    ),
    Column(
        "owner_kind",
        pgettext_lazy("sheet", "Owner"),
        width=11,
        needed=True,
        hint=gettext_lazy("Who carries it out: a collective, an individual or a household."),
    ),
    Column(
        "year_status",
        pgettext_lazy("sheet", "Status this year"),
        width=13,
        needed=True,
        hint=gettext_lazy("New this year, maintained from earlier years, or replicated from elsewhere."),
    ),
    Column(
        "place",
        pgettext_lazy("sheet", "Place"),
        width=18,
        limit=_limit(Exemplar, "place"),
        hint=gettext_lazy("Hamlet, residential group or body where it is carried out."),
        example=pgettext_lazy("sheet example", "Dong hamlet"),
    ),
    Column(
        "started_on",
        pgettext_lazy("sheet", "Started on"),
        width=12,
        hint=gettext_lazy("Day/month/year, for example 09/08/2026."),
        parse=day_in,
        write=short_date,
        empty=None,
    ),
    Column(
        "person_in_charge",
        pgettext_lazy("sheet", "Person in charge"),
        width=18,
        limit=_limit(Particulars, "person_in_charge"),
        hint=gettext_lazy("Full name and post."),
    ),
    Column(
        "purpose",
        pgettext_lazy("sheet", "Purpose"),
        width=30,
        is_long=True,
        hint=gettext_lazy("What it is for. Needed to submit."),
        example=pgettext_lazy("sheet example", "To keep the hamlet's roads clean and green."),
    ),
    Column(
        "method",
        pgettext_lazy("sheet", "Content and way of working"),
        width=38,
        is_long=True,
        hint=gettext_lazy("What is done, and how people are won over. Needed to submit."),
        example=pgettext_lazy("sheet example", "Each household looks after ten metres of flower bed before its gate."),
    ),
    Column(
        "target_group",
        pgettext_lazy("sheet", "For whom, how many"),
        width=16,
        limit=_limit(Particulars, "target_group"),
        hint=gettext_lazy("Whom it reaches, with a number."),
        example=pgettext_lazy("sheet example", "86 households"),
    ),
    Column(
        "targets",
        pgettext_lazy("sheet", "Measurable targets"),
        width=28,
        is_long=True,
        hint=gettext_lazy("What can be counted at the year's end, with number and unit. Needed to submit."),
        example=pgettext_lazy("sheet example", "1,200 metres of flower beds; all households sign up."),
    ),
    Column(
        "resources",
        pgettext_lazy("sheet", "Resources"),
        width=22,
        is_long=True,
        hint=gettext_lazy("Money, working days, land, materials that are expected."),
        example=pgettext_lazy("sheet example", "15 million dong given by the people; 120 working days"),
    ),
    Column(
        "partners",
        pgettext_lazy("sheet", "Partners"),
        width=20,
        limit=_limit(Particulars, "partners"),
        hint=gettext_lazy("Other bodies that take part."),
        example=pgettext_lazy("sheet example", "The hamlet's Women's Union"),
    ),
)


class RegistrationClerk(Clerk):
    """Knows a campaign, the units that the bringer may register for, and what they have registered."""

    def __init__(self, occasion: Occasion) -> None:
        """Read what is the same for every row.

        :raises Refused: if the campaign is not one of the bringer's, or there is no unit to register for.
        """
        self._occasion = occasion
        self._campaign = _campaign(occasion)
        units = _units(occasion, self._campaign)
        if not units:
            raise Refused(
                _("You may not register for %(unit)s in “%(campaign)s”.")
                % {"unit": occasion.unit.name, "campaign": self._campaign.name}
            )
        self._closed = tuple(map(Reason, why_not_register(self._campaign, local_day(occasion.at))))
        self._found: dict[Hashable, Registration] = {}
        self.implied = {"unit": units[0]} if len(units) == 1 else {}
        self.choices = {
            "unit": units_by_name(units),
            "kind": _labels(ExemplarKind),
            "field": Choices({field.name: field for field in self._campaign.fields.all()}),
            "owner_kind": _labels(OwnerKind),
            "year_status": _labels(YearStatus),
        }

    def key_of(self, values: Values) -> Hashable:
        """Return the unit and the name, however its tones are placed: a unit registers a name once in a campaign."""
        return values["unit"].pk, exact_key(values["name"])[:NAME_LIMIT]

    def look_up(self, rows: Sequence[Values]) -> None:
        """Read the registrations of these units and names."""
        keys = sorted({self.key_of(values)[1] for values in rows})  # type: ignore[index]  # a pair
        units = {values["unit"].pk for values in rows}
        self._found = {
            (registration.exemplar.unit_id, registration.exemplar.name_key): registration
            for start in range(0, len(keys), _MOST_AT_ONCE)
            for registration in self._registrations(keys[start : start + _MOST_AT_ONCE])
            if registration.exemplar.unit_id in units
        }

    def _registrations(self, keys: Sequence[str]) -> Iterator[Registration]:
        named = Q(campaign=self._campaign, exemplar__name_key__in=keys)
        rows = Registration.objects.filter(named).exclude(state=State.CANCELLED)
        return rows.select_related("campaign", "unit", "exemplar", "field", "particulars").iterator()

    def check(self, values: Values) -> Finding:
        """Return whether a row is new, changes a registration, says what it says already, or comes too late."""
        registration = self._found.get(self.key_of(values))
        facts = _facts(values, registration)
        lacks = tuple(
            Reason(_("Needed to submit."), key) for key in NEEDED_TO_SUBMIT if not (facts.particulars or {}).get(key)
        )
        if registration is None:
            return Finding(Verdict.REFUSED, self._closed) if self._closed else Finding(Verdict.NEW, lacks=lacks)
        now, then = self._texts(facts_of(registration)), self._texts(facts)
        before = {key: now[key] for key in values if now[key] != then[key]}
        if not before:
            return Finding(Verdict.SAME)
        if registration.state not in EDITABLE:
            return Finding(Verdict.REFUSED, (_why_fixed(registration),), before)
        late = self._closed if registration.state == State.DRAFT else ()
        return Finding(Verdict.CHANGED, before=before, lacks=lacks + late)

    def _texts(self, facts: Facts) -> Mapping[str, str]:
        """Return what facts say, column by column, in the words of the form."""
        said: dict[str, Any] = {key: getattr(facts, key) for key in _DIRECT} | dict(facts.particulars or {})
        texts = {
            column.key: self.choices[column.key].label(said[column.key])
            if column.key in self.choices
            else column.write(said[column.key])
            if said[column.key]
            else ""
            for column in COLUMNS
            if column.key in said
        }
        return texts | {"unit": ""}  # the unit is part of the key: it never differs

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Register or amend by the actions of the form, and submit if asked to."""
        by, at = self._occasion.by, self._occasion.at
        registration = self._found.get(self.key_of(values))
        facts = _facts(values, registration)
        if registration is None:
            registration = register(facts, campaign=self._campaign, unit=values["unit"], by=by, at=at)
        else:
            registration = amend(registration, facts, version=registration.version, by=by, at=at)
        if hand_in:
            submit(registration, by=by, at=at)
        return registration.pk


def _campaign(occasion: Occasion) -> Campaign:
    campaign = Campaign.objects.visible_to(occasion.by).filter(slug=occasion.period).first()
    if campaign is None:
        raise Refused(_("There is no campaign “%(slug)s” that you work on.") % {"slug": occasion.period})
    return campaign


def _units(occasion: Occasion, campaign: Campaign) -> list[Unit]:
    """Return the units of the campaign below the occasion's for which the bringer may register today."""
    day = local_day(occasion.at)
    allowed = Unit.objects.under(occasion.unit, day).filter(pk__in=reach(occasion.by, "registry.register"))
    steered = Lineage.objects.on(day).filter(ancestor=campaign.unit_id).values("unit_id")
    return list(allowed.filter(pk__in=steered).select_related("parent").in_order())


def _facts(values: Values, registration: Registration | None) -> Facts:
    """Return what a row says; where it leaves a column out, what is registered stays."""
    said = {key: values[key] for key in _DIRECT if key in values}
    particulars = {key: values[key] for key in PARTICULARS if key in values}
    if registration is None:
        return Facts(**said, particulars=particulars)
    now = facts_of(registration)
    return replace(now, **said, particulars={**(now.particulars or {}), **particulars})


def _why_fixed(registration: Registration) -> Reason:
    return Reason(
        _(
            "It is “%(state)s” and says something else. Ask the standing office to return it,"
            " or put the cells back to what is registered."
        )
        % {"state": registration.get_state_display()}
    )


def _periods(user: User) -> list[Period]:
    """Return the user's campaigns, the open ones first."""
    campaigns = Campaign.objects.visible_to(user).newest_first()
    periods = [Period(c.slug, c.name, c.state == CampaignState.OPEN) for c in campaigns]
    return sorted(periods, key=lambda period: not period.is_open)


def _home(period: str) -> str:
    return f"{reverse('registry:list')}?campaign={period}"


declare(
    Sheet(
        key="registrations",
        act="registry.register",
        title=pgettext_lazy("sheet", "Registration of models and exemplars"),
        tab=pgettext_lazy("sheet", "Registrations"),
        columns=COLUMNS,
        periods=_periods,
        clerk=RegistrationClerk,
        home=_home,
        shown=("name", "unit", "field"),
        hand_in=gettext_lazy("Submit them to the standing office at once; otherwise they stay drafts."),
        guide=(
            gettext_lazy("A unit registers a name once in a campaign. To change a draft, send its row again, changed."),
            gettext_lazy("What has been submitted can only be changed after the standing office returns it."),
        ),
    )
)
