"""Registrations as a workbook: the columns of the official form, and what a row means in the register."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.enums import TextChoices
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.intake.kit import (
    Choices,
    Clerk,
    Finding,
    NotTaken,
    Occasion,
    Period,
    Reason,
    Sheet,
    Values,
    declare,
    naming,
    official,
    otherwise,
    units_by_name,
)
from kheo.machinery.intake.states import Verdict
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import why_not_register
from kheo.movement.campaigns.states import CampaignState, StandardField
from kheo.movement.registry.actions import OneNotRegistrable, amend, register, register_all, submit
from kheo.movement.registry.kit import Said, remarks_on
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import NEEDED_TO_SUBMIT, PARTICULARS, Facts, exemplars_named, facts_of, key_of_name
from kheo.movement.registry.sheets.codes import code_of, number_in, version_in
from kheo.movement.registry.sheets.columns import COLUMNS, FIELD_ALSO, STATUS_ALSO
from kheo.movement.registry.states import EDITABLE, ExemplarKind, OwnerKind, State, YearStatus
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Lineage, Unit

_DIRECT = ("name", "kind", "field", "owner_kind", "year_status", "place", "started_on")
_MOST_AT_ONCE = 500  # names in one question
_MOST_WATCHED = 1_000
_MANY = 200  # new rows that are worth the faster way


def _labels(kinds: type[TextChoices], also: Mapping[str, Any] | None = None) -> Choices:
    return Choices({official(kind.label): kind for kind in kinds}, (also or {}).items())


def _fields(campaign: Campaign) -> Choices:
    """Return the fields of a campaign by their names, and by the usual other names of the standard four."""
    fields = list(campaign.fields.all())
    also = [(way, field) for field in fields for way in FIELD_ALSO.get(StandardField(field.standard), ())]
    return Choices({field.name: field for field in fields}, also)


class RegistrationClerk(Clerk):
    """Knows a campaign, the units that the bringer may register for, and what they have registered."""

    is_by_row = True

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
        self._late: dict[int, tuple[Reason, ...]] = {}
        self._units = {unit.pk: unit for unit in units}
        self._found: dict[Hashable, Registration] = {}
        self._coded: dict[int, Registration] = {}
        self._elsewhere: dict[int, Registration] = {}
        self._named: dict[Hashable, int] = {}
        self._remarks: dict[Hashable, list[str]] = {}
        self.implied = {"unit": units[0]} if len(units) == 1 else {}
        self.choices = {
            "unit": units_by_name(units),
            "kind": _labels(ExemplarKind),
            "field": _fields(self._campaign),
            "owner_kind": _labels(OwnerKind, {"Hộ": OwnerKind.HOUSEHOLD}),
            "year_status": _labels(YearStatus, STATUS_ALSO),
        }

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return what the bringer's units have registered, in the order of the units."""
        rows = self._registrations(Q(exemplar__unit__in=self._units))
        for registration in rows.order_by("exemplar__unit__sort_key", "exemplar__unit", "exemplar__name_key", "pk"):
            unit = self._units[registration.exemplar.unit_id]
            texts = {**self._texts(facts_of(registration)), "unit": self.choices["unit"].label(unit)}
            yield {**texts, "id": code_of(registration.pk, registration.version)}

    def key_of(self, values: Values) -> Hashable:
        """Return the code in Khéo; without it the unit and the name, however its tones are placed: a unit registers a
        name once in a campaign."""
        code = values.get("id", "")
        return number_in(code) or code or _name_of(values)

    def record_of(self, code: str) -> Hashable:
        """Return the number that a code names, in whatever version."""
        return number_in(code) or code

    def compared(self, values: Values) -> Values:
        """Return a row without the version of its code."""
        number = number_in(values.get("id", ""))
        return {**values, "id": code_of(number)} if number else values

    def look_up(self, rows: Sequence[Values]) -> None:
        """Read the registrations of these codes, and of these units and names."""
        coded = [(number, _name_of(values)) for values in rows if (number := number_in(values.get("id", "")))]
        self._named = {name: number for number, name in reversed(coded)}
        numbers = sorted({number for number, _name in coded})
        self._coded = {each.pk: each for part in _parts(numbers) for each in self._registrations(Q(pk__in=part))}
        strays = [number for number in numbers if number not in self._coded]
        seen = Registration.objects.visible_to(self._occasion.by).select_related("campaign")
        self._elsewhere = {each.pk: each for part in _parts(strays) for each in seen.filter(pk__in=part)}
        held = exemplars_named({_name_of(values) for values in rows})
        running = {
            registration.exemplar_id: registration
            for part in _parts(sorted({pk for _name, pk in held}))
            for registration in self._registrations(Q(exemplar__in=part))
        }
        self._found = {name: running[pk] for name, pk in held if pk in running}
        self._watch([values for values in rows if self._meant(values) is None])

    def _watch(self, rows: Sequence[Values]) -> None:
        """Let other rooms remark on new rows; not on lists so long that nobody would read the remarks."""
        if len(rows) <= _MOST_WATCHED:
            remarks = remarks_on([_said(values) for values in rows], self._occasion.by)
            self._remarks = {_name_of(values): told for values, told in zip(rows, remarks, strict=True) if told}

    def _registrations(self, which: Q) -> QuerySet[Registration]:
        rows = Registration.objects.filter(which, campaign=self._campaign).exclude(state=State.CANCELLED)
        return rows.select_related("campaign", "unit", "exemplar", "field", "particulars")

    def _meant(self, values: Values) -> Registration | None:
        """Return the registration that a row speaks of: by its code, else by unit and name."""
        if code := values.get("id"):
            return self._coded.get(number_in(code) or 0)
        return self._found.get(_name_of(values))

    def check(self, values: Values) -> Finding:
        """Return whether a row is new, changes a registration, says what it says already, or comes too late."""
        registration = self._meant(values)
        if wrong := self._why_not_meant(values, registration):
            return Finding(Verdict.REFUSED, (wrong,))
        facts = _facts(values, registration)
        lacks = tuple(
            Reason(_("Needed to submit."), key) for key in NEEDED_TO_SUBMIT if not (facts.particulars or {}).get(key)
        )
        if registration is None:
            remarks = tuple(Reason(text, "name") for text in self._remarks.get(_name_of(values), ()))
            new = Finding(Verdict.NEW, lacks=lacks, remarks=remarks)
            late = self._why_late(values["unit"].pk)
            return Finding(Verdict.REFUSED, late) if late else new
        now, then = self._texts(facts_of(registration)), self._texts(facts)
        before = otherwise(now, {key: then[key] for key in values})
        if not before:
            return Finding(Verdict.SAME)
        if registration.state not in EDITABLE:
            return Finding(Verdict.REFUSED, (_why_fixed(registration),), before)
        if version_in(values.get("id", "")) not in (None, registration.version):
            return Finding(
                Verdict.REFUSED,
                (
                    Reason(
                        _(
                            "Somebody changed it after this file was downloaded, so nothing is overwritten."
                            " Download the register again and make your change there."
                        )
                    ),
                ),
                before,
            )
        late = self._why_late(registration.unit_id) if registration.state == State.DRAFT else ()
        return Finding(Verdict.CHANGED, before=before, lacks=lacks + late)

    def _why_late(self, unit: int) -> tuple[Reason, ...]:
        """Return what is against a unit registering on this day, asked once for each."""
        if unit not in self._late:
            reasons = why_not_register(self._campaign, local_day(self._occasion.at), unit)
            self._late[unit] = tuple(map(Reason, reasons))
        return self._late[unit]

    def _why_not_meant(self, values: Values, registration: Registration | None) -> Reason | None:
        """Return what is wrong with the code of a row, or with the name that it takes; None if nothing is."""
        name = _name_of(values)
        if not values.get("id"):
            if name in self._named or (registration and registration.pk in self._coded):
                return Reason(_("Another row of the file speaks of it by its code. Keep one of the two."), "name")
            return None
        if registration is None:
            twin = self._found.get(name)
            return Reason(self._why_unknown(values["id"]), "id", code_of(twin.pk) if twin else "")
        unit = self._units.get(registration.exemplar.unit_id)
        if unit is None:
            return Reason(_("You may not register for the unit of this code. Take the row out of the file."), "id")
        if unit != values["unit"]:
            label = self.choices["unit"].label(unit)
            return Reason(_("This row's code is of “%(unit)s”. Put that unit back.") % {"unit": label}, "unit", label)
        other = self._found.get(name, registration).pk
        if other != registration.pk:
            text = _("This unit has another one of that name (%(code)s). Choose another name.")
            return Reason(text % {"code": code_of(other)}, "name")
        if self._named.get(name, registration.pk) != registration.pk:
            return Reason(_("Another row of the file takes that name too. Choose another name."), "name")
        return None

    def _why_unknown(self, code: str) -> str:
        """Return why a code names nothing here; of other campaigns only what the bringer may see is told."""
        number = number_in(code)
        if number is None:
            return _("This is no code of Khéo; perhaps it was changed by hand. Copy it anew from a fresh download.")
        other = self._elsewhere.get(number)
        if other and other.campaign != self._campaign:
            text = _("That code is of the campaign “%(campaign)s”. Leave it empty to register anew in this one.")
            return text % {"campaign": other.campaign.name}
        return _("Nothing that you may change here has that code. Leave it empty for a new registration.")

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
        return texts | {"unit": "", "id": ""}  # what a row is known by never differs

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Register or amend by the actions of the form, and submit if asked to."""
        by, at = self._occasion.by, self._occasion.at
        registration = self._meant(values)
        facts = _facts(values, registration)
        if registration is None:
            registration = register(facts, campaign=self._campaign, unit=values["unit"], by=by, at=at)
        else:
            registration = amend(registration, facts, version=registration.version, by=by, at=at)
        if hand_in:
            submit(registration, by=by, at=at)
        return registration.pk

    def take_all(self, rows: Sequence[Values], *, hand_in: bool, tell: Callable[[int], None]) -> list[int]:
        """Register new rows all at once, then amend the others one by one."""
        fresh = [place for place, values in enumerate(rows) if self._meant(values) is None]
        if hand_in or len(fresh) < _MANY:
            return super().take_all(rows, hand_in=hand_in, tell=tell)
        entries = [(_facts(rows[place], None), rows[place]["unit"]) for place in fresh]
        by, at = self._occasion.by, self._occasion.at
        try:
            numbers = dict(
                zip(fresh, register_all(entries, campaign=self._campaign, by=by, at=at, tell=tell), strict=True)
            )
        except OneNotRegistrable as refusal:
            raise NotTaken(fresh[refusal.place], *map(str, refusal.reasons)) from refusal
        for place, values in enumerate(rows):
            if place not in numbers:
                with naming(place):
                    numbers[place] = self.take(values, hand_in=hand_in)
                tell(len(numbers))
        return [numbers[place] for place in range(len(rows))]


def _name_of(values: Values) -> tuple[int, str]:
    return values["unit"].pk, key_of_name(values["name"])


def _said(values: Values) -> Said:
    about = "\n".join(values.get(key) or "" for key in ("purpose", "method"))
    people = values.get("person_in_charge") or ""
    return Said(values["unit"].pk, values["name"], about, values.get("place") or "", people)


def _parts(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), _MOST_AT_ONCE):
        yield keys[start : start + _MOST_AT_ONCE]


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
        is_edited=True,
        is_merged=True,
        hand_in=gettext_lazy("Submit them to the standing office at once; otherwise they stay drafts."),
        guide=(
            gettext_lazy("A unit registers a name once in a campaign. To change a draft, send its row again, changed."),
            gettext_lazy("A row with its code in Khéo is known by it, so its name may be changed too."),
            gettext_lazy("What has been submitted can only be changed after the standing office returns it."),
        ),
    )
)
