"""How a record reads as news: facts in plain words, and nothing that no record says."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped


@dataclass(frozen=True)
class Named:
    """A recognised model as news names it: the page where readers find it, its unit and its field."""

    name: str
    url: str
    unit: str
    field: str


@dataclass(frozen=True)
class YearSum:
    """What a campaign had come to on a day."""

    year: int
    on: date
    registered: int
    recognised: int


@dataclass(frozen=True)
class Words:
    """A piece of news in words: title, lead and the HTML of its text."""

    title: str
    lead: str
    html: str


@dataclass(frozen=True)
class Round:
    """A decision of recognition."""

    unit: str
    movement: str
    number: str
    signed_on: date
    models: Sequence[Named]
    year: YearSum


@dataclass(frozen=True)
class Held:
    """A conference."""

    title: str
    unit: str
    held_on: date
    place: str
    chair: str
    guests: Sequence[str]
    conclusions: Sequence[str]
    year: YearSum


@dataclass(frozen=True)
class Result:
    """An indicator of a model: before, promised, achieved."""

    name: str
    counted_in: str
    promised: Decimal
    achieved: Decimal | None


@dataclass(frozen=True)
class Model:
    """A recognised model with what its unit wrote of it."""

    name: str
    unit: str
    purpose: str
    method: str
    outcome: str
    results: Sequence[Result]
    decided: str


def of_round(told: Round) -> Words:
    """Return the news of a decision: how many it recognises, of which fields, and the list with its names linked."""
    count = len(told.models)
    said = {"unit": told.unit, "number": grouped(count), "movement": _quoted(told.movement), "year": told.year.year}
    title = ngettext(
        "%(unit)s recognises %(number)s model of %(movement)s in %(year)s",
        "%(unit)s recognises %(number)s models and exemplars of %(movement)s in %(year)s",
        count,
    )
    lead = _("On %(day)s, %(unit)s issued Decision no. %(paper)s, which recognises %(number)s models and exemplars.")
    named = {"day": short_date(told.signed_on), "paper": told.number}
    by_field = Counter(each.field for each in told.models)
    listed = ", ".join(f"{_lowered(field)} {grouped(number)}" for field, number in by_field.items())
    parts = [_p(_("By field: %(fields)s.") % {"fields": listed}) if len(by_field) > 1 else "", _p(_in_year(told.year))]
    parts += [_h2(_("The models and exemplars that were recognised")), _table_of(told.models)]
    return Words(title % said, lead % (said | named), _joined(parts))


def of_conference(told: Held) -> Words:
    """Return the news of a conference: when, where, who chaired and came, what was concluded, and the year's sums."""
    said = {"day": short_date(told.held_on), "unit": told.unit, "title": told.title}
    lead = _("On %(day)s, %(unit)s held: %(title)s.") % said
    if told.place:
        lead += " " + _("Place: %(place)s.") % {"place": told.place}
    if told.chair:
        lead += " " + _("The conference was chaired by %(chair)s.") % {"chair": told.chair}
    parts = [_p(_in_year(told.year))]
    if told.guests:
        parts += [_h2(_("Who was there")), _list(told.guests)]
    if told.conclusions:
        parts += [_h2(_("What the conference concluded")), _list(told.conclusions, tag="ol")]
    return Words(told.title, lead, _joined(parts))


def of_model(told: Model) -> Words:
    """Return the news of a model: for what, how, with what result, and by which decision it was recognised."""
    title = _("%(name)s: how it is done at %(unit)s") % {"name": told.name, "unit": told.unit}
    parts: list[str] = []
    for heading, text in ((_("How it is done"), told.method), (_("What came of it"), told.outcome)):
        if text.strip():
            parts += [_h2(heading), *map(_p, _paragraphs(text))]
    if told.results:
        parts += [_h2(_("In figures")), _results(told.results)]
    return Words(title, told.purpose, _joined([*parts, _p(told.decided)]))


def _in_year(told: YearSum) -> str:
    said = {"year": told.year, "day": short_date(told.on)}
    said |= {"number": grouped(told.registered), "recognised": grouped(told.recognised)}
    return (
        _("Up to %(day)s, %(number)s models and exemplars of %(year)s are registered, %(recognised)s recognised.")
        % said
    )


def _quoted(movement: str) -> str:
    """Return the name of a movement within a sentence: quoted, unless it quotes something itself."""
    return _lowered(movement) if "“" in movement else f"“{movement}”"


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _p(text: str) -> SafeString:
    return format_html("<p>{}</p>", text) if text else mark_safe("")


def _h2(text: str) -> SafeString:
    return format_html("<h2>{}</h2>", text)


def _list(items: Sequence[str], tag: str = "ul") -> SafeString:
    lines = format_html_join("", "<li>{}</li>", ((item,) for item in items))
    return format_html("<{0}>{1}</{0}>", tag, lines)


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((heading,) for heading in headings))
    lines = (format_html_join("", "<td>{}</td>", ((cell,) for cell in row)) for row in rows)
    body = format_html_join("", "<tr>{}</tr>", ((line,) for line in lines))
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, body)


def _table_of(models: Sequence[Named]) -> SafeString:
    rows = ((str(number), _linked(each), each.unit, each.field) for number, each in enumerate(models, start=1))
    return _table([_("No."), _("Name"), _("Unit"), _("Field")], rows)


def _linked(model: Named) -> str:
    return format_html('<a href="{}">{}</a>', model.url, model.name) if model.url else model.name


def _results(results: Sequence[Result]) -> SafeString:
    rows = ((each.name, _counted(each.promised, each), _counted(each.achieved, each)) for each in results)
    return _table([_("Indicator"), _("Promised"), _("Achieved")], rows)


def _counted(number: Decimal | None, result: Result) -> str:
    return "–" if number is None else f"{grouped(number.normalize())} {result.counted_in}".strip()


def _joined(parts: Iterable[str]) -> str:
    return "".join(parts)
