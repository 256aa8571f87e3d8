"""What a body asks for: forms of report, periods, more time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.machinery.books.kit import CATALOGUE
from kheo.movement.campaigns.models import Campaign
from kheo.movement.reporting.actions.steps import held
from kheo.movement.reporting.models import Period, Report, ReportForm
from kheo.movement.reporting.queries.reports import is_asked_for, owed_by, parents_on, previous_of
from kheo.movement.reporting.rules.days import last_day_of, sooner_by
from kheo.movement.reporting.rules.texts import NotAForm, read_form
from kheo.movement.reporting.states import Span
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class NotAsked(Refused):
    """The form cannot be kept, the period not opened, the time not given."""


@dataclass(frozen=True)
class FormFacts:
    """What is said of a form of report."""

    name: str
    span: Span
    kinds: tuple[str, ...]
    text: str
    day: int = 20
    month: int | None = None
    sooner: int = 0
    swing: int = 30


@dataclass(frozen=True)
class PeriodFacts:
    """What is said of a period; without a last day, the form's rule gives it."""

    name: str
    starts_on: date
    ends_on: date
    last_day: date | None = None


@transaction.atomic
def write_form(
    facts: FormFacts, *, unit: Unit, replaces: ReportForm | None = None, by: User | None, at: datetime
) -> ReportForm:
    """Keep a form of report. One by which reports were asked for already stays as it is, and the change becomes its
    next version.

    :raises NotAsked: with everything that is wrong in the form.
    """
    if by is not None:
        require(by, "reporting.open", on=unit)
    try:
        read_form(facts.text, CATALOGUE)
    except NotAForm as error:
        raise NotAsked(*error.problems) from error
    made = _next(replaces, facts) if replaces else ReportForm(unit=unit, **vars(facts))
    made.kinds = list(facts.kinds)
    made.save()
    record("reporting.write_form", on=made, by=by, at=at, name=made.name, number=made.number)
    return made


def _next(form: ReportForm, facts: FormFacts) -> ReportForm:
    """Return the form itself where nobody was asked by it yet, or else its next version, changed."""
    last = ReportForm.objects.select_for_update().get(pk=form.pk)
    if hasattr(last, "replaced_by"):
        raise NotAsked(_("This form has been changed meanwhile. Look at its last version first."))
    if is_asked_for(last):
        return ReportForm(unit=last.unit, number=last.number + 1, replaces=last, **vars(facts))
    for name, value in vars(facts).items():
        setattr(last, name, value)
    return last


@transaction.atomic
def open_period(
    facts: PeriodFacts, *, form: ReportForm, campaign: Campaign, unit: Unit, by: User | None, at: datetime
) -> Period:
    """Ask every unit that owes a form of report for one about a period; the same asked twice is one period.

    :raises NotAsked: with every reason against.
    """
    if by is not None:
        require(by, "reporting.open", on=unit)
    name = normalise(facts.name)
    if standing := Period.objects.filter(unit=unit, name=name, form=form, ends_on=facts.ends_on).first():
        return standing
    owed = owed_by(form, unit, facts.ends_on)
    if reasons := _why_not_open(facts, name, unit, owed):
        raise NotAsked(*reasons)
    period = Period(
        form=form, campaign=campaign, unit=unit, name=name, starts_on=facts.starts_on, ends_on=facts.ends_on
    )
    period.last_day = facts.last_day or last_day_of(facts.ends_on, form.day, form.month)
    period.before = previous_of(form, unit, facts.starts_on)
    period.save(force_insert=True)
    _owe(period, owed)
    record("reporting.open_period", on=period, by=by, at=at, name=name, units=len(owed))
    return period


def _why_not_open(facts: PeriodFacts, name: str, unit: Unit, owed: list[tuple[Unit, int]]) -> list[str]:
    reasons = []
    if facts.ends_on < facts.starts_on:
        reasons.append(_("The period must not end before it begins."))
    if Period.objects.filter(unit=unit, name=name).exists():
        reasons.append(_("There is a period of this name already. Choose another name."))
    if not owed:
        reasons.append(_("No unit of the kinds that report by this form stands here. Change the kinds in the form."))
    return reasons


def _owe(period: Period, owed: list[tuple[Unit, int]]) -> None:
    """Write a report due for each unit, under that of the nearest unit above which reports too."""
    over, made = parents_on([unit for unit, _depth in owed], period.ends_on), dict[int, Report]()
    levels = sorted({depth for _unit, depth in owed})
    for unit, depth in owed:
        above = next((made[each] for each in over.get(unit.pk, ()) if each in made), None)
        receiver = above.unit if above else (period.unit if unit != period.unit else None)
        last_day = sooner_by(period.last_day, levels.index(depth), period.form.sooner)
        made[unit.pk] = Report.objects.create(
            period=period, unit=unit, above=above, receiver=receiver, last_day=last_day
        )


@transaction.atomic
def extend(report: Report, *, last_day: date, reason: str, by: User, at: datetime) -> None:
    """Give one unit more time, with a reason.

    :raises NotAsked: with every reason against.
    """
    report = held(report)
    require(by, "reporting.decide", on=report.receiver_id or report.unit_id)
    reason, usual = normalise(reason), report.period.last_day
    reasons = [] if reason else [_("Say why the unit has more time.")]
    if last_day < report.last_day:
        reasons.append(_("More time ends after %(day)s.") % {"day": short_date(report.last_day)})
    if reasons:
        raise NotAsked(*reasons)
    if (report.last_day, report.extended) == (last_day, reason):
        return
    told: Mapping[str, str] = {"last_day": f"{last_day}", "reason": reason, "usual": f"{usual}"}
    report.last_day, report.extended = last_day, reason
    report.save(update_fields=["last_day", "extended"])
    record("reporting.extend", on=report, by=by, at=at, **told)
