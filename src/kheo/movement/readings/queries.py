from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from django.db.models import Q

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.machinery.books.kit import CATALOGUE
from kheo.machinery.books.queries.records import groups_of, records_of
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.queries import scope_of
from kheo.movement.campaigns.rules import why_not_register
from kheo.movement.readings.models import Reading, ReportedFigure
from kheo.movement.readings.rules import agreement, is_comparable, matter_in_words, told
from kheo.movement.readings.states import FIELDS, IN_REGISTER, Agreement, Matter, ReadingState, Span
from kheo.organisation.access.rules import can
from kheo.organisation.units.models import Lineage, Unit

MOST_YEARS = 12


def brought_today(user: User, at: datetime) -> int:
    """Return how many reports a person has brought in the last day."""
    return Reading.objects.filter(by=user, at__date=local_day(at)).count()


def twin_of(unit: Unit, sha256: str) -> Reading | None:
    """Return the unit's report of the very same bytes, unless it was put aside."""
    same = Reading.objects.filter(unit=unit, file__sha256=sha256).exclude(state=ReadingState.DROPPED)
    return same.select_related("file", "unit").first()


def campaigns_for_drafts(unit: Unit, user: User, day: date) -> list[Campaign]:
    """Return the open campaigns in which the user may register for a unit, the newest first."""
    if not can(user, "registry.register", on=unit):
        return []
    seen = Campaign.objects.visible_to(user).select_related("unit").newest_first()
    return [campaign for campaign in seen[:MOST_YEARS] if not why_not_register(campaign, day, unit)]


# The years of a unit, from the register and from documents ----------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A reported figure beside the register; `counted` is None where there is nothing to compare it with."""

    figure: ReportedFigure
    what: str
    number: str
    counted: int | None
    agreement: Agreement


@dataclass(frozen=True)
class Document:
    """A report with what it told of a year."""

    reading: Reading
    stated_on: date
    unit: Unit
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Year:
    """One year of a unit: what the register counts as registered (None: it knows no such campaign), where that is
    listed, and what documents say."""

    year: int
    registered: int | None
    link: str
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Years:
    """What the page of a unit shows: its years, the latest first."""

    years: tuple[Year, ...]
    is_among_several: bool


def years_of(unit: Unit, user: User, day: date) -> Years | None:
    """Return the years of a unit of which documents told something; None if there are none, or they are not the user's
    to see. What units reported that ended in this one stays under their own names."""
    if not can(user, "readings.view", on=unit):
        return None
    figures = list(_reported_for(unit, day))
    if not figures:
        return None
    counted = _Counted(unit, user)
    by_year = {year: list(listed) for year, listed in groupby(figures, key=lambda one: one.year)}
    years = sorted({*by_year, *counted.campaigns}, reverse=True)[:MOST_YEARS]
    return Years(
        tuple(_year(year, by_year.get(year, []), counted) for year in years),
        is_among_several=any(figure.unit_id != unit.pk for figure in figures),
    )


def _reported_for(unit: Unit, day: date) -> Iterable[ReportedFigure]:
    ended = Lineage.objects.reaching(day).filter(ancestor=unit).values("unit_id")
    whose = Q(unit=unit) | Q(unit__in=ended, unit__kind=unit.kind, unit__closed_on__isnull=False)
    found = ReportedFigure.objects.filter(whose, withdrawn_at=None)
    order = ("-year", "unit__sort_key", "unit_id", "-stated_on", "reading_id", "start")
    return found.select_related("unit", "reading__file").order_by(*order)


class _Counted:
    """What the register counts for a unit, asked once for a year and a figure."""

    def __init__(self, unit: Unit, user: User) -> None:
        self._unit = unit
        above = Lineage.objects.filter(unit=unit).values("ancestor_id")
        seen = Campaign.objects.visible_to(user).filter(unit__in=above).select_related("unit").newest_first()
        self.campaigns = {campaign.year: campaign for campaign in reversed(seen)}
        self._known: dict[tuple[int, str], dict[str, int]] = {}

    def of(self, year: int, key: str, part: str = "") -> int | None:
        """Return a count, or that of a standard field in it; None where the register knows no such thing."""
        if year not in self.campaigns:
            return None
        if (year, key) not in self._known:
            records = records_of(key, scope_of(self.campaigns[year], self._unit))
            self._known[year, key] = dict(groups_of(records, ["field__standard"]))
        by_field = self._known[year, key]
        return by_field.get(part, 0) if part else sum(by_field.values())

    def link(self, year: int) -> str:
        """Return the page that lists the registered ones of a year."""
        if year not in self.campaigns:
            return ""
        return CATALOGUE["registered"].link(scope_of(self.campaigns[year], self._unit), {})


def _year(year: int, figures: Sequence[ReportedFigure], counted: _Counted) -> Year:
    documents = []
    for (reading, day), listed in groupby(figures, key=lambda one: (one.reading, one.stated_on)):
        told_by_it = tuple(_told(figure, counted) for figure in listed)
        documents.append(Document(reading, day, told_by_it[0].figure.unit, told_by_it))
    return Year(year, counted.of(year, "registered"), counted.link(year), tuple(documents))


def _told(figure: ReportedFigure, counted: _Counted) -> Told:
    number = _register_says(figure, counted)
    return Told(
        figure=figure,
        what=in_words(figure),
        number=told(figure.value, figure.high, figure.qualifier),
        counted=number,
        agreement=agreement(figure.value, figure.high, figure.qualifier, number),
    )


def _register_says(figure: ReportedFigure, counted: _Counted) -> int | None:
    """Return what the register counts of the same: of the whole year, of all fields or of one of the standard ones."""
    key = IN_REGISTER.get(Matter(figure.matter))
    if key is None or not is_comparable(figure.matter, figure.span):
        return None
    if figure.part and figure.part not in FIELDS:
        return None
    return counted.of(figure.year, key, figure.part)


def in_words(figure: ReportedFigure) -> str:
    """Return what a figure is of, and of which part of the year where it is not all of it."""
    what = matter_in_words(figure.matter, figure.part)
    return what if figure.span == Span.YEAR else f"{what} ({Span(figure.span).label})"


def figures_of(reading: Reading) -> Iterator[tuple[ReportedFigure, str, str]]:
    """Yield the figures confirmed from a report, the withdrawn too, each with its words and its number."""
    for figure in reading.figures.select_related("by", "withdrawn_by").order_by("start", "pk"):
        yield figure, in_words(figure), told(Decimal(figure.value), figure.high, figure.qualifier)
