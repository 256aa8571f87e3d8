"""The year at a glance as a sheet of paper: the same numbers in the same panels as the page, and the same words."""

from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kheo.faces.workspace.queries.leader import Leading
from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped
from kheo.lib.typesetting.panels import Bar, Bars, Cell, Dot, Grid, Lines, Map, OneSheet, Panel
from kheo.machinery.notices.queries import Line
from kheo.organisation.units.models import Installation
from kheo.ui import charts

MOST_LINES, MOST_PLACES = 9, 14


def sheet_of(told: Leading, here: Installation | None) -> OneSheet:
    """Return what the page shows as one sheet; of what is long the first part, and how much is left out."""
    panels: list[Panel] = [_funnel(told), _fields(told), _years(told), _replication(told), _trouble(told), _due(told)]
    return OneSheet(
        above=[name for name in (here.superior_name, here.issuer_name) if name] if here else [],
        title=told.place.campaign.name,
        lead=f"{told.place.unit.name}. {as_of(told)}",
        panels=[*panels, _map(told)] if told.places else panels,
        foot=_("Made in Khéo on %(day)s") % {"day": short_date(told.today)},
        language=(get_language() or "vi")[:2],
        notes=[f"{bar.label}: {bar.means}" for bar in told.funnel],
    )


def as_of(told: Leading) -> str:
    """Return of which day the figures are, and whether the year was closed."""
    said = {"day": short_date(told.today)}
    if told.closing is None:
        return _("Provisional figures of %(day)s.") % said
    said |= {"closed": short_date(told.closing.day), "code": told.closing.code}
    return _("Figures as of %(day)s; the year was closed up to %(closed)s, code %(code)s.") % said


def _bar(bar: charts.Bar, beside: str = "", word: str = "", part_word: str = "") -> Bar:
    words = f"{grouped(bar.number)} {word}".strip()
    if bar.part is not None:
        words += f", {grouped(bar.part)} {part_word}"
    said = f"{beside}: {grouped(bar.before)}" if bar.before is not None else ""
    most = bar.most or 1
    part = None if bar.part is None else bar.part / most
    return Bar(bar.label, words, bar.number / most, part, said, bar.is_now)


def _funnel(told: Leading) -> Bars:
    beside = told.place.compared_with
    return Bars(_("From entry to recognition"), [_bar(bar, beside) for bar in told.funnel])


def _fields(told: Leading) -> Bars:
    word, part_word = pgettext("number of models", "registered"), pgettext("number of models", "recognised")
    return Bars(_("By field"), [_bar(bar, "", word, part_word) for bar in told.fields])


def _replication(told: Leading) -> Bars:
    return Bars(_("Kept up and replicated"), [_bar(bar) for bar in told.replication])


def _years(told: Leading) -> Grid:
    rows = [
        [Cell(new.label), *(Cell(grouped(bar.number), bar.number / (bar.most or 1)) for bar in (new, recognised))]
        for _year, new, recognised in told.year_bars
    ]
    heads = [_("Year"), pgettext("figure", "New this year"), pgettext("figure", "Recognised")]
    hint = _(
        "New models registered and models recognised in each year. The years are not added up: a model that goes on"
        " stands in several."
    )
    return Grid(_("Through the years"), heads, rows, (0.5, 1, 1), hint)


def _trouble(told: Leading) -> Grid:
    title, foot = _("Units in trouble"), ""
    if number := told.without_outcome.number:
        foot = ngettext(
            "%(shown)s registered model has no result written yet.",
            "%(shown)s registered models have no result written yet.",
            number,
        ) % {"shown": grouped(number)}
    if not told.trouble:
        return Grid(title, [], [], [], _("Every unit has reached its quota."), foot)
    said = {"short": grouped(told.units_short), "asked": grouped(told.units_asked)}
    heads = [_("Unit"), _("Asked for"), _("In the register"), pgettext("quota", "Missing")]
    rows = [
        [
            Cell(each.quota.unit.name),
            *(Cell(grouped(number), is_number=True) for number in (each.quota.unit.minimum, each.quota.registered)),
            Cell(grouped(each.quota.missing), is_number=True),
        ]
        for each in told.trouble
    ]
    hint = _("%(short)s of %(asked)s units are below their quota") % said
    return Grid(title, heads, rows, (1, 0.42, 0.42, 0.42), hint, foot)


def _due(told: Leading) -> Lines:
    shown = [(grouped(line.number), str(line.waiting.label), _when(line)) for line in told.overdue[:MOST_LINES]]
    hint = "" if shown else _("Nothing is overdue, and nothing ends soon.")
    if more := len(told.overdue) - len(shown):
        hint = _more(more)
    return Lines(_("Overdue and coming up"), shown, hint)


def _more(number: int) -> str:
    said = ngettext("%(number)s more line on the screen.", "%(number)s more lines on the screen.", number)
    return said % {"number": number}


def _when(line: Line) -> str:
    """Return how urgent a line is, as the page says it."""
    if line.is_dated and line.overdue:
        return ngettext("%(days)s day late", "%(days)s days late", line.overdue) % {"days": grouped(line.overdue)}
    days = grouped(line.days)
    if line.is_dated:
        if line.days == 0:
            return _("Last day: today")
        said = {"days": days, "day": short_date(line.first) if line.first else ""}
        return ngettext("%(days)s day left, %(day)s", "%(days)s days left, %(day)s", line.days) % said
    if line.first is None:
        return ""
    if line.days == 0:
        return _("Since today")
    return ngettext("The oldest for %(days)s day", "The oldest for %(days)s days", line.days) % {
        "days": grouped(line.days)
    }


def _map(told: Leading) -> Map:
    places = sorted(told.places, key=lambda bar: -bar.number)
    rows = [[Cell(bar.label), Cell(grouped(bar.number), is_number=True)] for bar in places[:MOST_PLACES]]
    if rest := places[MOST_PLACES:]:
        said = {"units": len(rest)}
        words = ngettext("%(units)s more unit", "%(units)s more units", len(rest)) % said
        rows.append([Cell(words), Cell(grouped(sum(bar.number for bar in rest)), is_number=True)])
    drawn, hint = told.map, _without_place(told.without_place)
    word = capfirst(_("models registered"))
    return Map(
        _("On the map"),
        width=drawn.width if drawn else 1,
        height=drawn.height if drawn else 1,
        dots=[Dot(float(dot.x), float(dot.y), float(dot.radius), dot.step) for dot in drawn.dots] if drawn else [],
        key=[(step.number, _span(step.first, step.last)) for step in drawn.steps] if drawn else [],
        headings=[_("Unit"), word],
        rows=rows,
        hint=hint,
    )


def _span(first: int, last: int) -> str:
    return grouped(first) if first == last else f"{grouped(first)}–{grouped(last)}"


def _without_place(number: int) -> str:
    if not number:
        return ""
    said = ngettext(
        "Of %(shown)s unit with models nobody has said where it lies.",
        "Of %(shown)s units with models nobody has said where they lie.",
        number,
    )
    return said % {"shown": grouped(number)}
