from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.machinery.correspondence.models import Deadline
from kheo.machinery.correspondence.rules import nearest_day
from kheo.machinery.directives.models import Directive
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import (
    FOR_UNITS,
    Base,
    Bound,
    CampaignState,
    Level,
    PhaseKind,
    Procedure,
    StandardField,
)
from kheo.organisation.units.models import Lineage, Unit
from kheo.organisation.units.states import UnitKind


@dataclass(frozen=True)
class FieldFacts:
    """A field of a campaign, in the words of its guide."""

    slug: str
    name: str
    standard: StandardField


@dataclass(frozen=True)
class TargetFacts:
    """How many models a unit (of a kind, or any) is asked for."""

    minimum: int
    unit_kind: UnitKind | None = None
    basis: Directive | None = None


@dataclass(frozen=True)
class PhaseFacts:
    """From which day to which a step of the year is meant to be taken; the deadline of a document that its last day
    follows, and on which day that fell when it was said."""

    kind: PhaseKind
    starts_on: date
    ends_on: date
    deadline: Deadline | None = None
    deadline_on: date | None = None


@dataclass(frozen=True)
class LevelFacts:
    """A level at which the title is given: by a named unit, or by each unit of that level for itself; how many must be
    present, and what part of whom must be in favour."""

    level: Level
    unit: Unit | None = None
    quorum: Bound = Bound.TWO_THIRDS
    threshold: Bound = Bound.OVER_HALF
    base: Base = Base.PRESENT


@dataclass(frozen=True)
class Setting:
    """All that is set up for a year: what an office worker fills in, compares with last year and may change."""

    name: str
    year: int
    starts_on: date
    ends_on: date
    registration_opens_on: date
    registration_closes_on: date
    procedure: Procedure = Procedure.RECORD
    needs_survey: bool = True
    registration_deadline: Deadline | None = None
    registration_deadline_on: date | None = None
    fields: tuple[FieldFacts, ...] = ()
    targets: tuple[TargetFacts, ...] = ()
    phases: tuple[PhaseFacts, ...] = ()
    levels: tuple[LevelFacts, ...] = ()

    @property
    def registration(self) -> PhaseFacts:
        """Registration, as a phase like the others."""
        days = self.registration_opens_on, self.registration_closes_on
        return PhaseFacts(PhaseKind.REGISTRATION, *days, self.registration_deadline, self.registration_deadline_on)


# What of it stands on the campaign itself.
PLAIN = tuple(name for name in Setting.__dataclass_fields__ if name not in {"fields", "targets", "phases", "levels"})


def why_not_set_up(campaign: Campaign, setting: Setting) -> list[str]:
    """Return every reason against setting up a new campaign so."""
    reasons = []
    if Campaign.objects.filter(slug=campaign.slug).exists():
        reasons.append(_("There is already a campaign “%(slug)s”.") % {"slug": campaign.slug})
    return reasons + why_not_so(setting)


def why_not_so(setting: Setting) -> list[str]:
    """Return every reason against a setting, whatever campaign it is of."""
    reasons = []
    if not setting.fields:
        reasons.append(_("A campaign needs at least one field."))
    if len({field.slug for field in setting.fields}) < len(setting.fields):
        reasons.append(_("Two fields have the same name."))
    if len({target.unit_kind for target in setting.targets}) < len(setting.targets):
        reasons.append(_("There are two targets for one kind of unit."))
    if len({level.level for level in setting.levels}) < len(setting.levels):
        reasons.append(_("One level of recognition is named twice."))
    return reasons + _why_not_days(setting)


def _why_not_days(setting: Setting) -> list[str]:
    reasons = []
    if setting.ends_on < setting.starts_on:
        reasons.append(_("The campaign must not end before it begins."))
    if setting.registration_closes_on < setting.registration_opens_on:
        reasons.append(_("The last day of registration must not be before the first."))
    for phase in setting.phases:
        if phase.ends_on < phase.starts_on:
            reasons.append(_("“%(phase)s” must not end before it begins.") % {"phase": phase.kind.label})
    return reasons + [reason for phase in (setting.registration, *setting.phases) if (reason := _why_late(phase))]


def _why_late(phase: PhaseFacts) -> str:
    """Return that a phase ends after the deadline that it follows; nothing of one that does not."""
    if phase.deadline is None or phase.ends_on <= nearest_day(phase.deadline, phase.ends_on):
        return ""
    said = {
        "phase": phase.kind.label,
        "day": short_date(phase.ends_on),
        "document": str(phase.deadline.directive),
        "deadline": short_date(nearest_day(phase.deadline, phase.ends_on)),
    }
    return (
        _(
            "“%(phase)s” ends on %(day)s, after the deadline of %(document)s (%(deadline)s). Let it end earlier, or"
            " choose no deadline for it."
        )
        % said
    )


def out_of_step(phase: PhaseFacts) -> str:
    """Return what became of the deadline that a phase follows, so that its last day is to be looked at; nothing where
    all is as it was said. `waiting.OUT_OF_STEP` asks the same of the database."""
    if phase.deadline is None:
        return ""
    day = nearest_day(phase.deadline, phase.deadline_on or phase.ends_on)
    said = {"document": str(phase.deadline.directive), "day": short_date(day), "last": short_date(phase.ends_on)}
    if phase.deadline.dropped_at:
        return _("%(document)s sets this deadline no longer.") % said
    if day != phase.deadline_on:
        return _("The deadline of %(document)s is %(day)s now.") % said
    if phase.ends_on > day:
        return _("The last day (%(last)s) lies after the deadline of %(document)s (%(day)s).") % said
    return ""


_BACK_TO_PAPER = (Procedure.FULL, Procedure.RECORD)


def why_not_change(campaign: Campaign, before: Setting, after: Setting) -> list[str]:
    """Return every reason against changing what is set up for a campaign."""
    if campaign.state == CampaignState.CLOSED:
        return why_not_step(campaign)
    reasons = why_not_so(after)
    if after.year != before.year:
        reasons.append(_("A campaign stays that of its year; set up another one for another year."))
    if (before.procedure, after.procedure) == _BACK_TO_PAPER and campaign.state != CampaignState.PLANNED:
        reasons.append(_("Models may be under way to the title already; how it is given can no longer go to paper."))
    if after == before:
        reasons.append(_("Nothing was changed."))
    return reasons


# Last year and this ------------------------------------------------------------------------------------------------


def for_year(setting: Setting, year: int) -> Setting:
    """Return what was set up for one year moved to another: every day by whole years, and the year in the name."""
    by = year - setting.year

    def moved(day: date) -> date:
        return day.replace(year=day.year + by, day=28 if (day.month, day.day) == (2, 29) else day.day)

    return replace(
        setting,
        name=setting.name.replace(str(setting.year), str(year)),
        year=year,
        starts_on=moved(setting.starts_on),
        ends_on=moved(setting.ends_on),
        registration_opens_on=moved(setting.registration_opens_on),
        registration_closes_on=moved(setting.registration_closes_on),
        **registration_by(_yearly(setting.registration_deadline), moved(setting.registration_closes_on)),
        phases=tuple(
            phase_by(each.kind, moved(each.starts_on), moved(each.ends_on), _yearly(each.deadline))
            for each in setting.phases
        ),
    )


def phase_by(kind: PhaseKind, starts_on: date, ends_on: date, deadline: Deadline | None) -> PhaseFacts:
    """Return a phase whose last day follows a deadline as it is now, or none."""
    return PhaseFacts(kind, starts_on, ends_on, deadline, nearest_day(deadline, ends_on) if deadline else None)


def registration_by(deadline: Deadline | None, last_day: date) -> dict[str, Any]:
    """Return what is kept of the deadline that the last day of registration follows, as it is now."""
    on = nearest_day(deadline, last_day) if deadline else None
    return {"registration_deadline": deadline, "registration_deadline_on": on}


def _yearly(deadline: Deadline | None) -> Deadline | None:
    """Return a deadline that holds in another year too."""
    return deadline if deadline and deadline.due_on is None else None


class Difference(NamedTuple):
    """One thing that is set up otherwise than before; empty where it was or is not set up at all."""

    label: str
    before: str
    after: str


def differences(before: Setting, after: Setting) -> list[Difference]:
    """Return what one setting says otherwise than another, line by line in words."""
    was, now = _in_words(before), _in_words(after)
    keys = [*now, *(key for key in was if key not in now)]
    found = (Difference((now.get(key) or was[key])[0], was.get(key, _NONE)[1], now.get(key, _NONE)[1]) for key in keys)
    return [each for each in found if each.before != each.after]


Line = tuple[str, str]
_NONE: Line = ("", "")


def _in_words(setting: Setting) -> dict[object, Line]:
    """Return every line of a setting by what it is about: its label and its words."""
    lines: dict[object, Line] = {
        "name": (_("Name of the campaign"), setting.name),
        "year": (_("Year"), str(setting.year)),
        "days": (_("Period"), _span(setting.starts_on, setting.ends_on)),
        ("phase", PhaseKind.REGISTRATION): _phase_line(setting.registration),
        "procedure": (_("How the title is given"), str(Procedure(setting.procedure).label)),
        "survey": (_("Survey on the spot"), _("Before scoring") if setting.needs_survey else _("Not asked for")),
    }
    lines |= {("phase", phase.kind): _phase_line(phase) for phase in setting.phases}
    lines |= {("field", field.slug): _field_line(field) for field in setting.fields}
    lines |= {("target", target.unit_kind): _target_line(target) for target in setting.targets}
    return lines | {("level", level.level): _level_line(level) for level in setting.levels}


def _phase_line(phase: PhaseFacts) -> Line:
    words = _span(phase.starts_on, phase.ends_on)
    if phase.deadline and phase.deadline_on:
        words += f" ({phase.deadline.directive}: {short_date(phase.deadline_on)})"
    return str(phase.kind.label), words


def _span(first: date, last: date) -> str:
    return f"{short_date(first)} – {short_date(last)}"


def _field_line(field: FieldFacts) -> Line:
    standard = str(StandardField(field.standard).label)
    words = field.name if field.name == standard else f"{field.name} ({standard})"
    return _("Field “%(slug)s”") % {"slug": field.slug}, words


def _target_line(target: TargetFacts) -> Line:
    kind = UnitKind(target.unit_kind).label if target.unit_kind else _("every unit")
    words = f"≥ {target.minimum}" + (f" ({target.basis})" if target.basis else "")
    return _("Asked of: %(kind)s") % {"kind": kind}, words


def _level_line(level: LevelFacts) -> Line:
    said = {
        "unit": level.unit.name if level.unit else _("each unit of the level"),
        "quorum": level.quorum.label,
        "threshold": level.threshold.label,
        "base": level.base.label,
    }
    words = _("%(unit)s; present: %(quorum)s; in favour: %(threshold)s of %(base)s") % said
    return _("Level: %(level)s") % {"level": level.level.label}, words


# Within the days ---------------------------------------------------------------------------------------------------


def last_day_of(campaign: Campaign, phase: PhaseKind, unit: Unit | int | None = None) -> date | None:
    """Return the last day of a phase, for a unit that was given more time its own; None if no days are set."""
    given = unit and campaign.extensions.filter(unit=unit, phase=phase).order_by("-pk").first()
    usual = _days_of(campaign, phase)
    return max(filter(None, (given.last_day if given else None, usual[1] if usual else None)), default=None)


def _days_of(campaign: Campaign, phase: PhaseKind) -> tuple[date, date] | None:
    if phase == PhaseKind.REGISTRATION:
        return campaign.registration_opens_on, campaign.registration_closes_on
    found: tuple[date, date] | None = campaign.phases.filter(kind=phase).values_list("starts_on", "ends_on").first()
    return found


def why_not_register(campaign: Campaign, day: date, unit: Unit | int | None = None) -> list[str]:
    """Return every reason against registering in the campaign on a day; the last day is a whole day, and a unit may
    have been given a later one."""
    reasons = []
    if campaign.state != CampaignState.OPEN:
        reasons.append(_("The campaign “%(name)s” is not open.") % {"name": campaign.name})
    if day < campaign.registration_opens_on:
        reasons.append(_("Registration opens on %(day)s.") % {"day": short_date(campaign.registration_opens_on)})
    elif day > campaign.registration_closes_on and (last := _missed(campaign, PhaseKind.REGISTRATION, day, unit)):
        reasons.append(
            _("The last day of registration was %(day)s. Ask the standing office for more time.")
            % {"day": short_date(last)}
        )
    return reasons


def _missed(campaign: Campaign, phase: PhaseKind, day: date, unit: Unit | int | None) -> date | None:
    """Return the last day of a phase if a day lies after it."""
    last = last_day_of(campaign, phase, unit)
    return last if last and day > last else None


def why_not_in(phase: PhaseKind, campaign: Campaign, unit: Unit | int, day: date) -> list[str]:
    """Return what is against a unit taking the step of a phase on a day; where no days are set, nothing is."""
    days = _days_of(campaign, phase)
    if days and day < days[0]:
        return [_("“%(phase)s” begins on %(day)s.") % {"phase": phase.label, "day": short_date(days[0])}]
    if last := _missed(campaign, phase, day, unit):
        said = {"phase": phase.label, "day": short_date(last)}
        return [_("The last day of “%(phase)s” was %(day)s. Ask the standing office for more time.") % said]
    return []


def why_not_extend_for(campaign: Campaign, unit: Unit, phase: PhaseKind, last_day: date, reason: str) -> list[str]:
    """Return every reason against giving one unit more time for a phase."""
    reasons = why_not_step(campaign) + why_not_take_part(campaign, unit)
    usual = last_day_of(campaign, phase, unit)
    if phase not in FOR_UNITS or usual is None:
        reasons.append(_("“%(phase)s” has no last day for units.") % {"phase": phase.label})
    elif last_day <= usual:
        reasons.append(_("The unit has until %(day)s already; choose a later day.") % {"day": short_date(usual)})
    if last_day > campaign.ends_on:
        reasons.append(_("The campaign ends on %(day)s.") % {"day": short_date(campaign.ends_on)})
    if not reason.strip():
        reasons.append(_("Please give the reason."))
    return reasons


def why_not_take_part(campaign: Campaign, unit: Unit) -> list[str]:
    """Return what is against a unit registering in the campaign: it must stand below the steering unit on the day by
    whose units the campaign is counted."""
    if Lineage.objects.on(campaign.map_day).filter(unit=unit, ancestor=campaign.unit_id).exists():
        return []
    names = {"unit": unit.name, "steering": campaign.unit.name, "day": short_date(campaign.map_day)}
    return [
        _("%(unit)s does not stand below %(steering)s on %(day)s, so it does not take part in this campaign.") % names
    ]


def why_not_step(campaign: Campaign) -> list[str]:
    """Return what is against moving a registration of the campaign: the figures of a closed one stand still."""
    if campaign.state == CampaignState.CLOSED:
        return [_("The campaign “%(name)s” is closed. Open it again first.") % {"name": campaign.name}]
    return []
