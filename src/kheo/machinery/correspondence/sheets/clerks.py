"""Who takes the lines of a workbook into the book of documents in and out."""

from abc import abstractmethod
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kheo.lib.dates import local_day, short_date
from kheo.lib.refusals import Refused
from kheo.lib.vitext import normalise
from kheo.machinery.correspondence.actions import put_right, receive, send_out, settle
from kheo.machinery.correspondence.models import Entry
from kheo.machinery.correspondence.queries import below_on
from kheo.machinery.correspondence.rules import (
    ArrivalFacts,
    SendingFacts,
    why_not_receive,
    why_not_send,
    why_not_settle,
)
from kheo.machinery.correspondence.states import Direction
from kheo.machinery.directives.actions import write
from kheo.machinery.directives.models import Directive
from kheo.machinery.directives.rules import DirectiveFacts, Key, key_of, key_of_directive
from kheo.machinery.directives.states import DirectiveKind
from kheo.machinery.intake.kit import (
    Choices,
    Clerk,
    Finding,
    Occasion,
    Reason,
    Values,
    naming,
    official,
    otherwise,
    units_by_name,
)
from kheo.machinery.intake.states import Verdict
from kheo.organisation.access.rules import can
from kheo.organisation.units.queries import installation


class BookClerk(Clerk):
    """Knows a year of one side of the book, and the documents of the register that are named."""

    direction: Direction
    implied: Values = {}
    is_by_row = True

    def __init__(self, occasion: Occasion) -> None:
        """Read the year.

        :raises Refused: if the bringer does not keep the book.
        """
        here = installation()
        if here is None or not can(occasion.by, "correspondence.keep", on=here.unit_id):
            raise Refused(_("Only the standing office of this body enters documents into its book."))
        self._occasion, self._here, self._today = occasion, here, local_day(occasion.at)
        self._year = int(occasion.period)
        self._documents: dict[Key, Directive] = {}
        kinds = Choices({official(kind.label): kind for kind in DirectiveKind})
        self.choices: dict[str, Choices] = {"kind": kinds}
        self._read()

    def _read(self) -> None:
        rows = Entry.objects.filter(unit=self._here.unit_id, direction=self.direction, year=self._year)
        self._entries = list(rows.select_related("directive", "handled_by").order_by("number", "day", "pk"))
        self._by_key = {key_of_directive(entry.directive): entry for entry in self._entries}
        self._by_number = {entry.number: entry for entry in self._entries}

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return the year as it stands in the book."""
        for entry in self._entries:
            yield self._texts(entry)

    def key_of(self, values: Values) -> Hashable:
        """Return by what the document of a row is known again."""
        return self._key_said(values)

    def _key_said(self, values: Values) -> Key:
        number = values.get("doc_number", "")
        return key_of(number, values["title"], self._issuer(values), values.get("signed_on"))

    def _issuer(self, values: Values) -> str:
        return values.get("issuer") or self._here.issuer_name or self._here.unit.name

    def look_up(self, rows: Sequence[Values]) -> None:
        """Read the documents of the register that rows may name."""
        numbers = {normalise(row["doc_number"]) for row in rows if row.get("doc_number")}
        titles = {normalise(row["title"]) for row in rows if not row.get("doc_number")}
        found = Directive.objects.standing().filter(Q(number__in=numbers) | Q(number="", title__in=titles))
        self._documents |= {key_of_directive(each): each for each in found}

    def check(self, values: Values) -> Finding:
        """Return whether a row is new to the book, says something else than it, or cannot stand in it."""
        entry = self._by_key.get(self._key_said(values))
        document = entry.directive if entry else self._documents.get(self._key_said(values))
        reasons = [*self._against_day(values), *self._against(values, entry)]
        reasons += self._against_document(values, document) if document else []
        if reasons:
            return Finding(Verdict.REFUSED, tuple(reasons))
        if entry is None:
            return Finding(Verdict.NEW)
        before = self._before(values, entry)
        return Finding(Verdict.CHANGED if before else Verdict.SAME, before=before)

    def _against_day(self, values: Values) -> list[Reason]:
        if values["day"].year == self._year:
            return []
        said = {"year": self._year}
        return [Reason(_("This list is of the year %(year)s; enter another year by a list of its own.") % said, "day")]

    def _against_document(self, values: Values, document: Directive) -> list[Reason]:
        """Return what a row says otherwise than the register of documents."""
        there = {"kind": str(official(DirectiveKind(document.kind).label)), "title": document.title}
        said = {"kind": official(values["kind"].label), "title": normalise(values["title"])}
        words = _("The list of documents has “%(text)s”. To change it, change the document itself.")
        return [Reason(words % {"text": there[name]}, name, there[name]) for name in there if said[name] != there[name]]

    def _before(self, values: Values, entry: Entry) -> dict[str, str]:
        """Return the words of the book that a row would change."""
        return otherwise(self._texts(entry), self._said(values, entry))

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Enter a row, or put right what the book says; return the number of the line of the book."""
        told = {"by": self._occasion.by, "at": self._occasion.at}
        entry = self._by_key.get(self._key_said(values))
        if entry is None:
            entry = self._enter(self._document(values), values, told)
            self._by_key[self._key_said(values)] = entry
        elif self._before(values, entry):
            self._change(entry, values, told)
        return entry.pk

    def _document(self, values: Values) -> Directive:
        """Return the document of a row, entered into the register if it is not there."""
        if known := self._documents.get(self._key_said(values)):
            return known
        facts = DirectiveFacts(
            kind=values["kind"],
            issuer=self._issuer(values),
            title=values["title"],
            number=values.get("doc_number", ""),
            signed_on=values.get("signed_on"),
            is_public=False,
        )
        return write(facts, by=self._occasion.by, at=self._occasion.at)

    @abstractmethod
    def _texts(self, entry: Entry) -> dict[str, str]:
        """Return a line of the book in the words of the form."""

    @abstractmethod
    def _said(self, values: Values, entry: Entry) -> dict[str, str]:
        """Return what a row says of the way of a document, in those words."""

    @abstractmethod
    def _against(self, values: Values, entry: Entry | None) -> list[Reason]:
        """Return what is against the way that a row tells."""

    @abstractmethod
    def _enter(self, directive: Directive, values: Values, told: Mapping[str, Any]) -> Entry:
        """Enter a document into the book."""

    @abstractmethod
    def _change(self, entry: Entry, values: Values, told: Mapping[str, Any]) -> None:
        """Put right a line of the book."""


def _of_document(directive: Directive) -> dict[str, str]:
    return {
        "doc_number": directive.number,
        "signed_on": _day(directive.signed_on),
        "issuer": directive.issuer,
        "kind": official(DirectiveKind(directive.kind).label),
        "title": directive.title,
    }


def _day(day: date | None) -> str:
    return short_date(day) if day else ""


class ArrivalClerk(BookClerk):
    """Takes what came in."""

    direction = Direction.IN

    def __init__(self, occasion: Occasion) -> None:
        """Read also the units that may handle a document; the file has said no number yet."""
        super().__init__(occasion)
        self._numbers: dict[int, Key] = {}
        units = below_on(self._here.unit, self._today).select_related("parent").in_order()
        self.choices |= {"handled_by": units_by_name(list(units))}

    def look_up(self, rows: Sequence[Values]) -> None:
        """Note also which document of the file has which number of arrival first."""
        super().look_up(rows)
        for values in rows:
            if number := values.get("number"):
                self._numbers.setdefault(number, self._key_said(values))

    def take_all(self, rows: Sequence[Values], *, hand_in: bool, tell: Callable[[int], None]) -> list[int]:
        """Enter first the rows that have a number of arrival: the others take the next ones."""
        taken = [0] * len(rows)
        order = sorted(range(len(rows)), key=lambda place: not rows[place].get("number"))
        for done, place in enumerate(order, start=1):
            with naming(place):
                taken[place] = self.take(rows[place], hand_in=hand_in)
            tell(done)
        return taken

    def _texts(self, entry: Entry) -> dict[str, str]:
        return {
            "number": str(entry.number),
            "day": short_date(entry.day),
            **_of_document(entry.directive),
            "sender": entry.sender,
            "forwarded_to": entry.forwarded_to,
            "handled_by": self._unit(entry.handled_by),
            "due_on": _day(entry.due_on),
            "settled_on": _day(entry.settled_on),
            "settled_note": entry.settled_note,
        }

    def _unit(self, unit: Any) -> str:  # Any: a unit, or None; one that stands no longer is no choice
        if unit is None:
            return ""
        try:
            return self.choices["handled_by"].label(unit)
        except KeyError:
            return str(unit.name)

    def _said(self, values: Values, entry: Entry) -> dict[str, str]:
        facts = self._facts(values, entry)
        return {
            "number": str(facts.number or entry.number),
            "day": short_date(facts.day),
            "sender": normalise(facts.sender) or entry.directive.issuer,
            "forwarded_to": normalise(facts.forwarded_to),
            "handled_by": self._unit(facts.handled_by),
            "due_on": _day(facts.due_on),
            "settled_on": _day(values.get("settled_on", entry.settled_on)),
            "settled_note": _note(values, entry),
        }

    def _facts(self, values: Values, entry: Entry | None) -> ArrivalFacts:
        """Return what a row says of an arrival; a column that the file leaves out says what the book says."""
        names = ("sender", "forwarded_to", "handled_by", "due_on")
        kept = {name: getattr(entry, name) for name in names} if entry else {}
        said = {name: values[name] for name in names if name in values}
        if entry and "sender" in said:
            said["sender"] = said["sender"] or entry.directive.issuer
        return ArrivalFacts(values["day"], values.get("number"), **kept | said)

    def _against(self, values: Values, entry: Entry | None) -> list[Reason]:
        number = values.get("number")
        holder = self._by_number.get(number) if number else None
        reasons = []
        if holder and holder != entry:
            said = {"number": number, "document": str(holder.directive)}
            words = _("Number of arrival %(number)s is that of %(document)s in the book.") % said
            reasons.append(Reason(words, "number"))
        elif number and self._numbers.get(number) != self._key_said(values):
            words = _("Number of arrival %(number)s stands in another row too.") % {"number": number}
            reasons.append(Reason(words, "number"))
        facts = self._facts(values, entry)
        against = why_not_receive(facts, values.get("signed_on"), self._today, is_taken=False)
        reasons += [Reason(text, "day") for text in against]
        return reasons + self._against_settling(values, entry)

    def _against_settling(self, values: Values, entry: Entry | None) -> list[Reason]:
        on, note = values.get("settled_on"), _note(values, entry)
        if on is None:
            if entry and entry.settled_on and "settled_on" in values:
                day = short_date(entry.settled_on)
                words = _("It was settled on %(day)s; that is not taken back by a workbook.") % {"day": day}
                return [Reason(words, "settled_on", day)]
            if note and not (entry and entry.settled_on):
                return [Reason(_("Say on which day it was settled."), "settled_on")]
            return []
        against = why_not_settle(Entry(direction=Direction.IN, day=values["day"]), note, on)
        return [Reason(text, "settled_on" if note else "settled_note") for text in against]

    def _enter(self, directive: Directive, values: Values, told: Mapping[str, Any]) -> Entry:
        entry = receive(directive, self._facts(values, None), **told)
        self._settle(entry, values, told)
        return entry

    def _change(self, entry: Entry, values: Values, told: Mapping[str, Any]) -> None:
        put_right(entry, self._facts(values, entry), version=entry.version, **told)
        self._settle(entry, values, told)

    def _settle(self, entry: Entry, values: Values, told: Mapping[str, Any]) -> None:
        if day := values.get("settled_on"):
            settle(entry, note=_note(values, entry), day=day, version=entry.version, **told)


def _note(values: Values, entry: Entry | None) -> str:
    """Return how a row says that a document was settled; a column that the file leaves out says what the book says."""
    return str(values.get("settled_note", entry.settled_note if entry else "")).strip()


class SendingClerk(BookClerk):
    """Takes what went out; the books of numbers are not touched."""

    direction = Direction.OUT

    def _texts(self, entry: Entry) -> dict[str, str]:
        way = {"day": short_date(entry.day), "signer": entry.signer, "recipients": entry.recipients}
        return _of_document(entry.directive) | way

    def _said(self, values: Values, entry: Entry) -> dict[str, str]:
        columns = self._facts(values).columns
        return {
            "day": short_date(values["day"]),
            "signer": str(columns["signer"]),
            "recipients": str(columns["recipients"]),
        }

    def _facts(self, values: Values) -> SendingFacts:
        return SendingFacts(values["day"], values["signer"], values["recipients"])

    def _against(self, values: Values, entry: Entry | None) -> list[Reason]:
        return [Reason(text, "day") for text in why_not_send(self._facts(values), values["signed_on"])]

    def _enter(self, directive: Directive, values: Values, told: Mapping[str, Any]) -> Entry:
        return send_out(directive, self._facts(values), **told)

    def _change(self, entry: Entry, values: Values, told: Mapping[str, Any]) -> None:
        put_right(entry, self._facts(values), version=entry.version, **told)
