"""Closings as their pages draw them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kheo.machinery.books.queries.groupings import CLUSTERS, NO_CLUSTER
from kheo.machinery.books.queries.records import as_one
from kheo.movement.campaigns.models import Campaign, Field
from kheo.movement.closings.kit import PAPERS
from kheo.movement.closings.models import ClosedFigure, ClosedRecord, Closing
from kheo.movement.closings.queries.moving import Why, reasons_of
from kheo.movement.closings.rules import Difference, Moved, Row, Snapshot, difference, why_not_close
from kheo.movement.closings.states import Period, Table
from kheo.movement.registry.states import ExemplarKind, OwnerKind, State, YearStatus
from kheo.organisation.clusters.models import Cluster
from kheo.organisation.units.models import Unit
from kheo.organisation.units.states import Level, UnitKind

ROWS_A_PAGE = 50
_SHOWN = ("unit", "field", "owner_kind", "exemplar_kind", "year_status", "state")
_CHOICES: dict[str, Mapping[Any, Any]] = {
    "owner_kind": dict(OwnerKind.choices),
    "exemplar_kind": dict(ExemplarKind.choices),
    "unit_level": dict(Level.choices),
    "unit_kind": dict(UnitKind.choices),
    "year_status": dict(YearStatus.choices),
    "state": dict(State.choices),
}


@dataclass(frozen=True)
class Stretch:
    """A period of a campaign on its page: its versions, the last first, and what is against closing it."""

    period: Period
    versions: Sequence[Closing]
    reasons: Sequence[str]

    @property
    def latest(self) -> Closing | None:
        return self.versions[0] if self.versions else None

    @property
    def pairs(self) -> list[tuple[Closing, Closing | None]]:
        """Each version with the one before it."""
        return list(zip(self.versions, [*self.versions[1:], None], strict=True))


def stretches(campaign: Campaign, found: Iterable[Closing]) -> list[Stretch]:
    """Return every period of a campaign; the year comes first."""
    versions = list(found)
    return [
        Stretch(period, [each for each in versions if each.period == period], why_not_close(campaign, period))
        for period in Period
    ]


def papers_of(closing: Closing) -> list[tuple[str, str]]:
    """Return the documents that can be printed from a closing, with their pages."""
    kept = set(closing.papers.values_list("key", flat=True))
    slug = closing.campaign.slug
    return [(str(paper.label), paper.url(slug, closing.pk)) for key, paper in PAPERS.items() if key in kept]


@dataclass(frozen=True)
class Line:
    """A record as it was, in words, with the page of what it is today."""

    record: ClosedRecord
    unit: str
    field: str
    owner: str
    kind: str
    status: str
    state: str
    url: str


def lines_of(figure: ClosedFigure, records: Iterable[ClosedRecord]) -> list[Line]:
    """Return the records of a figure in the words with which it was closed."""
    labels = {name: {key: label for key, label, _n in part["cells"]} for name, part in figure.parts.items()}

    def said(name: str, record: ClosedRecord) -> str:
        value = str(getattr(record, name))
        return str(labels.get(name, {}).get(value) or _CHOICES.get(name, {}).get(value) or value)

    def line(row: ClosedRecord) -> Line:
        unit, field, owner, kind, status, state = (said(name, row) for name in _SHOWN)
        return Line(row, unit, field, owner, kind, status, state, page_of_record(row.table, row.record))

    return list(map(line, records))


def page_of_record(table: str, record: int) -> str:
    """Return the page of a registration; a unit has none that everybody here may open."""
    return reverse("registry:detail", args=[record]) if table == Table.REGISTRATION else ""


# What moved --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """One thing that is said otherwise."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class MovedLine:
    """A record that moved, in words: whether a registration came or went, to and from which figures, what is said
    otherwise, and why."""

    name: str
    unit: str
    url: str
    is_new: bool
    is_gone: bool
    came: Sequence[str]
    left: Sequence[str]
    changes: Sequence[Change]
    whys: Sequence[Why]


@dataclass(frozen=True)
class Moves:
    """What differs, as a page shows it: all figures, and a page of the records that moved."""

    difference: Difference
    shown: Page[Moved]
    known: Mapping[str, Mapping[str, str]]
    key: str
    since: datetime
    until: datetime

    @cached_property
    def lines(self) -> list[MovedLine]:
        """Return the records of the page in words."""
        moved = list(self.shown)
        whys = reasons_of(moved, self.since, self.until)
        words, labels = _Words(moved, self.known), {shift.key: shift.label for shift in self.difference.shifts}
        return [_line(each, words, labels, whys) for each in moved]

    @property
    def label(self) -> str:
        """The name of the figure that is asked about; empty for all."""
        return next((shift.label for shift in self.difference.shifts if shift.key == self.key), "")


def moves(before: Snapshot, after: Snapshot, asked: Mapping[str, str], since: datetime, until: datetime) -> Moves:
    """Return what differs, the records narrowed to a figure where the address asks for one."""
    differs, key = difference(before, after), asked.get("figure", "")
    moved = [each for each in differs.moved if not key or key in each.came | each.left]
    known, newer = before.labels(), after.labels()
    known = {name: known.get(name, {}) | newer.get(name, {}) for name in ("unit", "field", "cluster")}
    return Moves(differs, Paginator(moved, ROWS_A_PAGE).get_page(asked.get("page")), known, key, since, until)


class _Words:
    """What stands in the columns of some records, in words."""

    def __init__(self, moved: Sequence[Moved], known: Mapping[str, Mapping[str, str]]) -> None:
        rows = [row for each in moved for row in (each.before, each.after) if row]
        self._known: dict[str, Mapping[Any, Any]] = {**_CHOICES, **known}
        self._known[CLUSTERS] = {NO_CLUSTER: _("In no cluster"), **known.get(CLUSTERS, {})}
        for name, told in _since(rows, self._known).items():
            self._known[name] = {**self._known.get(name, {}), **told}
        self._labels = {
            "name": _("Name"),
            "unit": _("Unit"),
            "field": _("Field"),
            "owner_kind": _("Owner"),
            "year_status": pgettext("figure", "State in the year"),
            "state": pgettext("figure", "State"),
            "exemplar_kind": pgettext("figure", "Model or exemplar"),
            "unit_level": pgettext("unit", "Level of the unit"),
            "unit_kind": _("Kind of unit"),
            "cluster": _("Cluster"),
        }

    def said(self, row: Row, name: str) -> str:
        """Return what a column of a record says."""
        value = getattr(row, name)
        return str(self._known.get(name, {}).get(value, value))

    def change(self, moved: Moved, name: str) -> Change:
        """Return a column that is otherwise."""
        sides = (self.said(row, name) if row else "" for row in (moved.before, moved.after))
        return Change(str(self._labels[name]), *sides)


def _since(rows: Sequence[Row], known: Mapping[str, Mapping[Any, Any]]) -> dict[str, dict[str, str]]:
    """Return what stands nowhere in the closed figures and came since, as it is called now: units, fields, clusters, in
    one question."""
    parts: dict[str, QuerySet[Any, Any]] = {}
    for name, model, key in (("unit", Unit, "slug"), ("field", Field, "slug"), ("cluster", Cluster, "pk")):
        if new := {getattr(row, name) for row in rows} - known.get(name, {}).keys() - {"", NO_CLUSTER}:
            said = Value(name, output_field=CharField()), Cast(key, CharField()), Cast("name", CharField())
            parts[name] = model._default_manager.filter(**{f"{key}__in": new}).order_by().values_list(*said)
    told: dict[str, dict[str, str]] = {name: {} for name in parts}
    for name, key, label in as_one(parts.values()) if parts else ():
        told[name][key] = label
    return told


def _line(moved: Moved, words: _Words, labels: Mapping[str, str], whys: Mapping[int, list[Why]]) -> MovedLine:
    row, is_unit = moved.row, moved.row.table == Table.UNIT
    return MovedLine(
        name=row.name,
        unit="" if is_unit else words.said(row, "unit"),
        url=page_of_record(row.table, row.record),
        is_new=moved.before is None and not is_unit,
        is_gone=moved.after is None and not is_unit,
        came=[label for key, label in labels.items() if key in moved.came],
        left=[label for key, label in labels.items() if key in moved.left],
        changes=[words.change(moved, name) for name in moved.columns],
        whys=[] if is_unit else whys.get(row.record, []),
    )
