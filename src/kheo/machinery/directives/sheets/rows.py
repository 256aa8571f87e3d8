"""The rows of a list of documents: what each says of its document, and which others it names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kheo.lib.dates import short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import exact_key
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.rules import DirectiveFacts
from kheo.machinery.directives.states import DirectiveKind, RelationKind
from kheo.machinery.intake.kit import Choices, Reason, Values, official
from kheo.machinery.intake.rules import day_in

SAID = tuple(each.name for each in fields(DirectiveFacts) if each.name != "form_key")
Others = Mapping[Directive, date]
"""Earlier documents, each with the day from which it is acted on."""
Named = tuple[Directive, date | None] | Reason
"""A document that a cell names with the day that it says, or why it names none."""

_FROM = pgettext_lazy("sheet of documents", "%(document)s from %(day)s")


@dataclass
class Row:
    """A row of the file: the document of the register that it means, if there is one; the document as the row has it,
    which is not saved; and what is against it."""

    values: Values
    known: Directive | None
    draft: Directive
    others: dict[RelationKind, Others] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)
    made: Directive | None = None

    @property
    def facts(self) -> DirectiveFacts:
        """Return what the row says of its document."""
        return DirectiveFacts(**{name: getattr(self.draft, name) for name in SAID})


def facts_of(values: Values, known: Directive | None) -> DirectiveFacts:
    """Return what a row says of a document; a column that the file leaves out, or an empty word on whether it is shown,
    says what the register says. A new document is not shown unless the row says so."""
    now: dict[str, Any] = {name: getattr(known, name) for name in SAID} if known else {"is_public": False}
    said = {name: values[name] for name in SAID if name in values}
    if said.get("is_public") is None:
        said.pop("is_public", None)
    facts = now | said
    return DirectiveFacts(**facts | {"kind": DirectiveKind(facts["kind"])})


class Names:
    """How lists name documents: by the number where that is enough, else with issuer and day; by the subject where
    there is no number."""

    def __init__(self, documents: Iterable[Directive], also: Iterable[Directive] = ()) -> None:
        """Name the documents; `also` are the same or new ones as a file has them."""
        named, other = list(documents), list(also)
        known = {each.pk for each in named}
        alike = defaultdict(list)
        for each in [*named, *(each for each in other if each.pk not in known)]:
            alike[exact_key(_short(each))].append(each)
        self._labels = {
            each.pk: _short(each) if len(same) == 1 else _long(each) for same in alike.values() for each in same
        }
        current = {each.pk: each for each in other}
        there = {each.pk: current.get(each.pk, each) for same in alike.values() for each in same}
        options = {self._labels[pk]: each for pk, each in there.items()}
        self._choices = Choices(options, [(_short(each), there[each.pk]) for each in [*named, *other]])

    def label(self, directive: Directive) -> str:
        """Return how a document is named."""
        return self._labels[directive.pk]

    def text(self, others: Others) -> str:
        """Return how a cell names documents, each with its day, in one order."""
        said = ({"document": self.label(each), "day": short_date(day)} for each, day in others.items())
        return "\n".join(sorted(official(_FROM) % told for told in said))

    def read(self, text: str, column: str) -> Iterator[Named]:
        """Yield each document that a cell names, with the day if it says one; or the reason why that is none."""
        for line in filter(None, map(str.strip, text.splitlines())):
            for piece in [line] if self._choices.fits(line) else filter(None, map(str.strip, line.split(";"))):
                try:
                    yield self._one(piece)
                except Refused as refusal:
                    near = self._choices.nearest(piece)
                    yield Reason(str(refusal), column, text.replace(piece, near) if near else "")

    def _one(self, text: str) -> tuple[Directive, date | None]:
        """Return the document that a text names and the day that it says; raises Refused."""
        if self._choices.fits(text) or not (said := _with_day().fullmatch(text)):
            return self._choices.find(text), None
        return self._choices.find(said["document"]), day_in(said["day"])


def _short(directive: Directive) -> str:
    return " ".join((directive.number or directive.title).split())


def _long(directive: Directive) -> str:
    """Return a name that tells documents of one number, or of one subject, apart."""
    day = short_date(directive.signed_on) if directive.signed_on else _("undated")
    return f"{_short(directive)} ({directive.issuer}, {day})"


def _with_day() -> re.Pattern[str]:
    pattern = re.escape(official(_FROM)).replace(re.escape("%(document)s"), "(?P<document>.+)")
    return re.compile(pattern.replace(re.escape("%(day)s"), r"(?P<day>\S+)").replace(r"\ ", r"\s+"), re.IGNORECASE)
