"""Where documents act: what rests on one, what a record rests on, and which numbers of a text are in the register."""

import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise

from kheo.foundation.accounts.models import User
from kheo.machinery.directives.kit import DOORS, RESTING, Door, Resting, Rows
from kheo.machinery.directives.models import Citation, Directive
from kheo.machinery.directives.queries.register import with_ends
from kheo.machinery.directives.rules import DirectiveFacts, ended_in_words, numbers_in, standing_of
from kheo.machinery.directives.states import DirectiveKind
from kheo.organisation.access.rules import can_anywhere

MOST_LISTED = 300
Numbers = Collection[int] | QuerySet[Any, Any]  # Any: of whichever room


class Line(NamedTuple):
    """A record that rests on a document: its name, its page, and the clauses that are cited."""

    said: str
    url: str
    clauses: str


class Group(NamedTuple):
    """The records of one kind that rest on a document."""

    label: Promise
    lines: list[Line]


class Basis(NamedTuple):
    """A document on which a rule rests, the clause, and what is to be said of it if it holds no longer."""

    directive: Directive
    clause: str = ""
    warning: str = ""
    citation: int = 0

    @property
    def words(self) -> str:
        """How it is cited."""
        return f"{self.clause}, {self.directive}" if self.clause else str(self.directive)

    @property
    def url(self) -> str:
        """Its page in the register."""
        return reverse("directives:detail", args=[self.directive.pk])


def resting_on(directive: Directive, user: User) -> list[Group]:
    """Return what rests on a document and somebody may see, kind by kind, in two queries whatever there is."""
    clauses = defaultdict(list)
    for kind, record, clause in directive.citations.values_list("kind", "record", "clause"):
        clauses[kind, str(record)].append(clause)
    kinds = [_said(each, _of(each, directive, user)) for each in RESTING.values()]
    found = defaultdict(list)
    for key, place, said, number in _together(kinds):
        cited = ", ".join(filter(None, clauses[key, number]))
        found[key].append(Line(said, reverse(RESTING[key].url_name, args=[place]), cited))
    return [Group(each.label, found[each.key]) for each in RESTING.values() if found[each.key]]


def _of(resting: Resting, directive: Directive, user: User) -> Rows:
    """Return the records of a kind that rest on a document."""
    rows: Rows = resting.rows(user)
    if resting.by:
        return rows.filter(pk__in=rows.order_by().filter(**{resting.by: directive}).values("pk"))
    return rows.filter(pk__in=Citation.objects.filter(directive=directive, kind=resting.key).values("record"))


def _said(resting: Resting, rows: Rows) -> Rows:
    """Return records as the few words by which all kinds are listed together."""
    words = {"on_place": "place", "on_said": "said", "on_number": "pk"}
    texts = {name: Cast(source, CharField(max_length=500)) for name, source in words.items()}
    told = rows.order_by().annotate(on_kind=Value(resting.key, output_field=CharField(max_length=30)), **texts)
    said: Rows = told.values_list("on_kind", *words)
    return said


def _together(kinds: Sequence[Rows]) -> list[tuple[str, str, str, str]]:
    if not kinds:
        return []
    first, *others = kinds
    return list(first.union(*others, all=True).order_by("on_kind", "on_said")[:MOST_LISTED])


def doors_of(user: User) -> list[Door]:
    """Return the pages of other rooms about a document that somebody is offered."""
    return [door for door in DOORS if not door.act or can_anywhere(user, door.act)]


def bases_of(kind: str, records: Numbers, day: date) -> dict[int, list[Basis]]:
    """Return the documents on which records of a kind rest, by the numbers of the records."""
    return bases_of_many({kind: records}, day)[kind]


def bases_of_many(asked: Mapping[str, Numbers], day: date) -> dict[str, dict[int, list[Basis]]]:
    """Return the documents on which records of several kinds rest, by kind and number, in three queries at most; a
    document that was withdrawn from the register is left out."""
    wanted = Q(pk__in=[])
    for kind, records in asked.items():
        wanted |= Q(kind=kind, record__in=records)
    rows = list(Citation.objects.filter(wanted, directive__withdrawn_at__isnull=True))
    known = {each.pk: each for each in with_ends(Directive.objects.filter(pk__in={row.directive_id for row in rows}))}
    found: dict[str, dict[int, list[Basis]]] = {kind: defaultdict(list) for kind in asked}
    for row in rows:
        directive = known[row.directive_id]
        found[row.kind][row.record].append(Basis(directive, row.clause, _warning(directive, day), row.pk))
    return found


def _warning(directive: Directive, day: date) -> str:
    return ended_in_words(directive, standing_of(directive, directive.acted_on_by.all(), day))


def named_in(texts: Iterable[str], rows: QuerySet[Directive] | None = None) -> dict[str, Directive]:
    """Return the documents of the register whose numbers stand in texts, by number; of two with one number, which may
    be of two issuers, neither."""
    numbers = {number for text in texts for number in numbers_in(text)}
    if not numbers:
        return {}
    there = Directive.objects.standing() if rows is None else rows
    found: dict[str, list[Directive]] = defaultdict(list)
    for directive in with_ends(there.filter(number__in=numbers)):
        found[directive.number].append(directive)
    return {number: each[0] for number, each in found.items() if len(each) == 1}


def ended_of(directives: Iterable[Directive], day: date) -> list[str]:
    """Return a warning for each document, which came `with_ends`, that holds no longer on a day."""
    return [warning for each in directives if (warning := _warning(each, day))]


@cache
def legal_texts() -> list[DirectiveFacts]:
    """Return the texts on which rules of the program rest, as they are offered to the register."""
    data = tomllib.loads((Path(__file__).parent.parent / "data" / "legal.toml").read_text("utf-8"))
    return [DirectiveFacts(**row | {"kind": DirectiveKind(row["kind"])}) for row in data["text"]]


def legal_offered() -> list[tuple[DirectiveFacts, Directive | None]]:
    """Return those texts, each with its document in the register if it is there."""
    facts = legal_texts()
    rows = Directive.objects.standing().filter(number__in=[each.number for each in facts])
    kept = {each.number: each for each in rows}
    return [(each, kept.get(each.number)) for each in facts]
