"""The catalogue of figures for the reader: what each counts, for whom, and where it is used."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from kheo.lib.numbers import percent
from kheo.lib.office.sheets_out import Column, Table, Value
from kheo.machinery.books.kit import CATALOGUE, Figure, Scope
from kheo.machinery.books.queries.breakdowns import UNIT
from kheo.machinery.books.queries.groupings import GROUPINGS
from kheo.machinery.books.queries.records import count
from kheo.machinery.books.queries.side_by_side import Side, SideBySide, side_by_side
from kheo.machinery.directives.queries.citing import Basis, bases_of
from kheo.organisation.access.kit import POLICY
from kheo.organisation.access.states import Role
from kheo.outlets.opendata.queries import COLUMNS
from kheo.outlets.reports.kit import COUNT
from kheo.outlets.reports.models import NamedFigure
from kheo.outlets.reports.queries.statistics import SINGLE

# The way of a model through the year: every step is counted over the same registrations.
FUNNEL = (
    "registered",
    "begun",
    "with_outcome",
    "recognised",
    "proposed_for_reward",
    "rewarded",
    "copied_on",
    "kept_up",
)
# What is told of each campaign through the years: figures of one year, and those that span campaigns. The two are
# never mixed: they have different names, and no column is added up.
YEARLY = ("registered_new", "active", "registered", "recognised")
SPANNING = ("ever_registered", "ever_recognised")
# Whom the movement has not reached, and who wins year after year.
COVERAGE = (
    "units_with_empty_fields",
    "units_never",
    "villages_never",
    "units_recognised_thrice",
    "units_rewarded_thrice",
    "recognised_thrice",
    "rewarded_thrice",
)
# Whether units registered, and in time.
IN_TIME = ("units_meant", "units_on_time", "units_late", "units_silent")
FIGURE = "figure"  # how the register of documents calls what rests on one
_UNITS = {"units_registering", "units_below_quota"}
_REPORTED = {"registered", "registered_new", "registered_maintained", "registered_replicated", *SINGLE, *_UNITS}


@dataclass(frozen=True)
class Entry:
    """A figure of the catalogue in the reader's words."""

    figure: Figure

    @property
    def only(self) -> list[tuple[str, str]]:
        """Return the dimensions that narrow it, each with the values that it counts."""
        nowhere = Scope(0, "", 0, "", date.min, date.min)  # the values that narrow a figure are the same everywhere
        dimensions = ((self.figure.dimensions[name], kept) for name, kept in self.figure.only.items())
        return [
            (str(each.label), ", ".join(h.label for h in each.headings(nowhere).values() if h.key in kept))
            for each, kept in dimensions
        ]

    @property
    def within(self) -> Figure | None:
        return CATALOGUE.get(self.figure.within)

    @property
    def map(self) -> Promise:
        """Say by which map of units it is counted."""
        if self.figure.held and not self.figure.spans:
            return gettext_lazy(
                "The units of the campaign's last day; on the statistics page also those of another day, which held the"
                " models then."
            )
        return gettext_lazy("The units of the campaign's last day.")

    @property
    def dimensions(self) -> str:
        """Return by what it is broken down."""
        groupings = (str(grouping.label) for grouping in GROUPINGS.values())
        labels = [_("Unit"), *groupings, *(str(dimension.label) for dimension in self.figure.dimensions.values())]
        return ", ".join(labels) if self.figure.dimensions else _("It is one number for a unit and all below it.")

    @property
    def seen_by(self) -> str:
        """Return who may see it in the workspace, each within the own units."""
        return ", ".join(str(role.label) for role in Role if role in POLICY[self.figure.act])

    @property
    def uses(self) -> list[str]:
        """Return where it is used, in the order in which readers meet it."""
        key = self.figure.key
        places = (
            (_("Statistics"), "field" in self.figure.dimensions),
            (pgettext("figures", "The way through the year"), key in FUNNEL),
            (_("Through the years"), key in (*YEARLY, *SPANNING)),
            (_("Coverage of the movement"), key in COVERAGE or key == "units_below_quota"),
            (_("Registering in time"), key in IN_TIME),
            (_("Year-end report and its annex"), key in _REPORTED),
            (_("Figures on the portal, open data"), key in COLUMNS),
            (_("Closed figures"), self.figure.is_kept),
        )
        return [words for words, is_used in places if is_used]


def bases_of_figure(key: str, day: date) -> list[Basis]:
    """Return the documents on which a figure rests."""
    here = NamedFigure.objects.filter(key=key).values("pk")
    return [basis for bases in bases_of(FIGURE, here, day).values() for basis in bases]


def entries() -> list[Entry]:
    """Return the catalogue: the way through the year first, then the rest in the order of declaration."""
    ordered = [*FUNNEL, *(key for key in CATALOGUE if key not in FUNNEL)]
    return [Entry(CATALOGUE[key]) for key in ordered]


def catalogue_table(scope: Scope, titles: Sequence[str]) -> Table:
    """Return the catalogue as a sheet, with the number of each figure in a scope."""
    columns = [
        Column(_("Figure"), 26),
        Column(pgettext("figure", "Key"), 22),
        Column(_("What it counts"), 60),
        Column(_("Over which records"), 34),
        Column(_("By which units"), 34),
        Column(_("At which moment"), 34),
        Column(pgettext("figure", "Broken down by"), 30),
        Column(pgettext("figure", "Who may see it"), 30),
        Column(pgettext("figure", "Used in"), 34),
        Column(pgettext("table", "Number"), 12, pattern=COUNT),
    ]

    def rows() -> Iterator[list[Value]]:
        for entry in entries():
            figure = entry.figure
            said = (figure.label, figure.key, figure.counts, figure.over, entry.map, figure.moment)
            used = "; ".join(entry.uses)
            yield [*map(str, said), entry.dimensions, entry.seen_by, used, count(figure.key, scope)]

    return Table(pgettext("sheet", "Figures"), columns, rows(), titles)


@dataclass(frozen=True)
class Step:
    """One figure of the way through the year: its number, and what share that is of the figure that it is a part of and
    of the first (in percent; empty where that is none)."""

    entry: Entry
    number: int
    link: str
    of_within: str
    of_first: str
    width: str


def funnel_of(scope: Scope, by: str) -> SideBySide:
    """Return the figures of the way through the year, by the units directly below, a grouping or a dimension."""
    return side_by_side(FUNNEL, scope, by)


def line_name(by: str) -> str:
    """Return what a line of the way through the year stands for."""
    if by in GROUPINGS:
        return str(GROUPINGS[by].label)
    return _("Unit") if by == UNIT else str(CATALOGUE[FUNNEL[0]].dimensions[by].label)


def steps_of(line: Side) -> list[Step]:
    """Return the steps of a line of the way through the year."""
    numbers = {cell.figure.key: cell.count for cell in line.cells}
    first = line.cells[0].count
    return [
        Step(
            entry=Entry(cell.figure),
            number=cell.count,
            link=cell.link,
            of_within=_share(cell.count, numbers.get(cell.figure.within, 0)),
            of_first=_share(cell.count, first) if cell.figure.key != FUNNEL[0] else "",
            width=f"{100 * cell.count / first:.2f}%" if first else "0%",
        )
        for cell in line.cells
    ]


def _share(part: int, whole: int) -> str:
    return percent(part, whole) if whole else ""


def funnel_table(funnel: SideBySide, by: str, titles: Sequence[str]) -> Table:
    """Return the way through the year as a sheet whose columns make its totals."""
    columns = [Column(line_name(by), 34), *(Column(str(figure.label), 14, pattern=COUNT) for figure in funnel.figures)]
    rows: Iterator[list[Value]] = (
        [line.heading.label if line.heading else "", *(cell.count for cell in line.cells)] for line in funnel.lines
    )
    sums = {place: cell.count for place, cell in enumerate(funnel.total.cells, start=1)}
    return Table(pgettext("sheet", "Way through the year"), columns, rows, titles, sums, pgettext("table", "Total"))
