"""A report with all that stands behind it, and the board of a period."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, When
from django.db.models import Value as Constant

from kheo.foundation.accounts.models import User
from kheo.machinery.books.kit import CATALOGUE
from kheo.movement.reporting.models import Edition, Period, Report, ReportForm, ReportQuerySet
from kheo.movement.reporting.queries.register import numbers_for
from kheo.movement.reporting.rules.checks import Value
from kheo.movement.reporting.rules.days import days_late
from kheo.movement.reporting.rules.findings import Difference, Written, added, differences, value_in, values_of
from kheo.movement.reporting.rules.texts import Layout, read_form
from kheo.movement.reporting.states import Differs, ReportState, Waits
from kheo.organisation.access.rules import reach
from kheo.organisation.units.models import Lineage, Succession, Unit

# How long before its last day a report is told of on the first page.
SOON = timedelta(days=30)


def layout_of(form: ReportForm) -> Layout:
    """Return what a form asks for."""
    return read_form(form.text, CATALOGUE)


def written_in(report: Report) -> Written:
    """Return what a unit has written in its report."""
    return Written(report.sections, report.cells, report.reasons, report.excuses)


def with_all(reports: ReportQuerySet) -> ReportQuerySet:
    """Return reports with what every page of one shows."""
    return reports.select_related("unit", "receiver", "above", "period__form", "period__campaign__unit", "period__unit")


def with_rights(reports: ReportQuerySet, user: User) -> ReportQuerySet:
    """Return reports that say what a person may do: `may_write`, and `may_decide` on what was sent."""
    decides = Q(receiver__in=reach(user, "reporting.decide"))
    writes = Q(unit__in=reach(user, "reporting.write"))
    return reports.annotate(may_write=_told(writes), may_decide=_told(decides | _approved_by(user)))


def _told(condition: Q) -> Case:
    return Case(When(condition, then=Constant(True)), default=Constant(False), output_field=BooleanField())


def values_in(edition: Edition, layout: Layout) -> dict[str, Value]:
    """Return what the cells of a form say in an edition."""
    return {cell.name: value_in(cell, edition.content["cells"], {}) for cell in layout.cells()}


def accepted_of(reports: Iterable[int]) -> dict[int, Edition]:
    """Return the last accepted edition of each report that has one."""
    rows = Edition.objects.filter(report__in=list(reports)).exclude(accepted_at=None).order_by("number")
    return {edition.report_id: edition for edition in rows}


@dataclass(frozen=True)
class Part:
    """A report below another one, with its accepted edition if there is one."""

    report: Report
    edition: Edition | None


@dataclass(frozen=True)
class Behind:
    """What stands behind a report: the layout, the register, the parts, the sums of the accepted ones, what the unit
    (or those that it took over) sent last in the period before, and its own editions, the newest first."""

    layout: Layout
    register: Mapping[str, Decimal]
    parts: Sequence[Part]
    sums: Mapping[str, Decimal]
    last: Sequence[Part]
    before: Mapping[str, Value]
    editions: Sequence[Edition]

    @property
    def sources(self) -> dict[str, Decimal]:
        """Return what fills each cell by itself: the sum of the parts goes before the register."""
        return {**self.register, **self.sums}

    @property
    def missing(self) -> list[Report]:
        """Return the reports below that are not accepted."""
        return [part.report for part in self.parts if part.edition is None]


def behind(report: Report) -> Behind:
    """Return what stands behind a report."""
    layout = layout_of(report.period.form)
    register = numbers_for(report.period, layout, [report.unit])[report.unit_id]
    rows = list(_beside(report).select_related("unit").order_by("unit__sort_key", "pk"))
    editions = list(Edition.objects.filter(report__in=[report.pk, *[row.pk for row in rows]]).order_by("number"))
    accepted = {each.report_id: each for each in editions if each.accepted_at}
    latest = {each.report_id: each for each in editions}
    parts = [Part(row, accepted.get(row.pk)) for row in rows if row.above_id == report.pk]
    sums = added(layout, [values_in(part.edition, layout) for part in parts if part.edition])
    last = _of_the_unit(report, [Part(row, latest.get(row.pk)) for row in rows if row.above_id != report.pk])
    own = [each for each in reversed(editions) if each.report_id == report.pk]
    return Behind(layout, register, parts, sums, last, _said_by(last, layout), own)


def _beside(report: Report) -> ReportQuerySet:
    """Return the reports below one, and those of the period before by its unit and by the units that it took over."""
    found = Q(above=report.pk)
    if report.period.before_id:
        taken = Succession.objects.filter(heir=report.unit_id, is_main=True).values("source")
        found |= Q(period=report.period.before_id) & (Q(unit=report.unit_id) | Q(unit__in=taken))
    return Report.objects.filter(found)


def _of_the_unit(report: Report, last: Sequence[Part]) -> list[Part]:
    """Return what the unit itself sent, or else what each of those that it took over did."""
    sent = [part for part in last if part.edition]
    return [part for part in sent if part.report.unit_id == report.unit_id] or sent


def _said_by(parts: Sequence[Part], layout: Layout) -> dict[str, Value]:
    """Return what one report said, or what several did together."""
    said = [values_in(part.edition, layout) for part in parts if part.edition]
    return said[0] if len(said) == 1 else dict(added(layout, said))


@dataclass(frozen=True)
class Standing:
    """How a report stands on the board: how late it is, what disagrees in it, how many reports below are missing, and
    who bears it where its unit stands no more."""

    report: Report
    late: int
    differs: Sequence[Difference]
    missing: int
    may_decide: bool
    bearer: Unit | None


@dataclass(frozen=True)
class Board:
    """A period for those above: how each unit stands, and how many have reported, how many in time."""

    rows: Sequence[Standing]
    reported: int
    in_time: int

    @property
    def total(self) -> int:
        return len(self.rows)


def board_of(period: Period, user: User, today: date) -> Board:
    """Return how the reports of a period stand that a user may see."""
    seen = with_rights(Report.objects.visible_to(user), user).filter(period=period).select_related("unit")
    rows = list(seen.order_by("unit__sort_key", "pk"))
    found = _disagreeing(period, rows)
    missing = _missing(rows)
    bearers = bearers_of([row.unit for row in rows], today)
    standings = [
        Standing(
            row,
            days_late(row.last_day, row.first_sent_at, today),
            found.get(row.pk, ()),
            missing.get(row.pk, 0),
            row.may_decide,  # type: ignore[attr-defined]  # with_rights says it
            bearers.get(row.unit_id),
        )
        for row in rows
    ]
    sent = [each for each in standings if each.report.first_sent_at]
    return Board(standings, len(sent), sum(not each.late for each in sent))


def bearers_of(units: Sequence[Unit], day: date) -> dict[int, Unit]:
    """Return who bears on a day what those of some units owed that stand no more: the nearest heir that stands."""
    closed = [unit.pk for unit in units if unit.closed_on and unit.closed_on <= day]
    if not closed:
        return {}
    stands = Q(ancestor__closed_on=None) | Q(ancestor__closed_on__gt=day)
    pairs = Lineage.objects.reaching(day).filter(stands, unit__in=closed, depth__gt=0).select_related("ancestor")
    return {pair.unit_id: pair.ancestor for pair in pairs.order_by("-depth")}


def _missing(rows: Sequence[Report]) -> dict[int, int]:
    """Return how many reports below each are not accepted."""
    counted: dict[int, int] = {}
    for row in rows:
        if row.above_id and row.state != ReportState.ACCEPTED:
            counted[row.above_id] = counted.get(row.above_id, 0) + 1
    return counted


def _disagreeing(period: Period, rows: Sequence[Report]) -> dict[int, list[Difference]]:
    """Return what disagrees in the reports that were sent, in a few questions whatever their number."""
    layout, sent = layout_of(period.form), [row for row in rows if row.first_sent_at]
    if not sent:
        return {}
    editions = list(Edition.objects.filter(report__in=rows).order_by("number"))
    latest = {edition.report_id: edition for edition in editions}
    register = numbers_for(period, layout, [row.unit for row in sent])
    accepted = {each.report_id: values_in(each, layout) for each in editions if each.accepted_at}
    before = {e.report.unit_id: values_in(e, layout) for e in _of_period(period.before_id)} if period.before_id else {}
    found = {}
    for row in sent:
        parts = [accepted[each.pk] for each in rows if each.above_id == row.pk and each.pk in accepted]
        others: dict[Differs, Mapping[str, Value]] = {
            Differs.REGISTER: register[row.unit_id],
            Differs.PARTS: added(layout, parts),
            Differs.BEFORE: before.get(row.unit_id, {}),
        }
        found[row.pk] = differences(layout, values_in(latest[row.pk], layout), others, period.form.swing)
    return found


def _of_period(period: int) -> Iterable[Edition]:
    return Edition.objects.filter(report__period=period).select_related("report").order_by("number")


def differs_in(report: Report, known: Behind, said: Mapping[str, Value]) -> list[Difference]:
    """Return what disagrees in one report."""
    others = {Differs.REGISTER: known.register, Differs.PARTS: known.sums, Differs.BEFORE: known.before}
    return differences(known.layout, said, others, report.period.form.swing)


def values_now(report: Report, known: Behind) -> dict[str, Value]:
    """Return what a report says: as it was last sent, or as it is being written."""
    return values_of(known.layout, report.cells, known.sources)


def owed_by(form: ReportForm, unit: Unit, day: date) -> list[tuple[Unit, int]]:
    """Return the units at and below a body that report by a form on a day, with how many levels down they stand, the
    highest first."""
    pairs = Lineage.objects.on(day).filter(ancestor=unit, unit__kind__in=form.kinds).select_related("unit")
    return [(pair.unit, pair.depth) for pair in pairs.order_by("depth", "unit__sort_key", "unit_id")]


def parents_on(units: Collection[Unit], day: date) -> dict[int, list[int]]:
    """Return for each unit those above it on a day, the nearest first."""
    over: dict[int, list[int]] = {}
    pairs = Lineage.objects.on(day).filter(unit__in=units, depth__gt=0).order_by("depth")
    for unit, ancestor in pairs.values_list("unit_id", "ancestor_id"):
        over.setdefault(unit, []).append(ancestor)
    return over


def still_owed() -> ReportQuerySet:
    """Return the reports that their units still have to send."""
    return Report.objects.filter(state__in=[ReportState.DRAFT, ReportState.RETURNED], first_sent_at=None)


def waiting_in(reports: ReportQuerySet, waits: Waits, user: User, day: date) -> ReportQuerySet:
    """Return those of some reports that wait so: for the units that a person writes for, or for the person's decision.
    What is to be sent within a month is told, not what is due later."""
    mine = Q(unit__in=reach(user, "reporting.write"))
    decides = Q(receiver__in=reach(user, "reporting.decide"))
    unsent = Q(state__in=[ReportState.DRAFT, ReportState.RETURNED], first_sent_at=None)
    conditions = {
        Waits.OWED: mine & unsent & Q(last_day__lte=day + SOON),
        Waits.RETURNED: mine & Q(state=ReportState.RETURNED),
        Waits.DECISION: Q(state=ReportState.SENT) & (decides | _approved_by(user)),
        Waits.OVERDUE: decides & unsent & Q(last_day__lt=day),
    }
    return reports.filter(conditions[waits])


def _approved_by(user: User) -> Q:
    return Q(receiver=None, unit__in=reach(user, "reporting.approve"))


def previous_of(form: ReportForm, unit: Unit, starts_on: date) -> Period | None:
    """Return the period before, asked for by any version of a form of that name and kind."""
    same = Period.objects.filter(unit=unit, form__name=form.name, form__span=form.span, ends_on__lt=starts_on)
    return same.order_by("-ends_on").first()


def is_asked_for(form: ReportForm) -> bool:
    """Tell whether reports were asked for by this version of a form."""
    return ReportForm.objects.filter(Exists(Period.objects.filter(form=OuterRef("pk"))), pk=form.pk).exists()
