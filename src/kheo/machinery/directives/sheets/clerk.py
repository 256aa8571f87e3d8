"""Who takes the rows of a workbook into the register of documents."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from kheo.lib.refusals import Refused
from kheo.machinery.directives.actions import amend, relate, unrelate, write
from kheo.machinery.directives.models import Directive, Relation
from kheo.machinery.directives.queries import newest_first
from kheo.machinery.directives.rules import Key, faults_of, key_of, key_of_directive, why_not_relate
from kheo.machinery.directives.sheets.columns import COLUMNS
from kheo.machinery.directives.sheets.rows import Named, Names, Others, Row, facts_of
from kheo.machinery.directives.states import ENDS, DirectiveKind, RelationKind
from kheo.machinery.intake.kit import Choices, Clerk, Finding, Occasion, Reason, Values, naming, official, otherwise
from kheo.machinery.intake.rules import CODE
from kheo.machinery.intake.states import Verdict
from kheo.organisation.access.rules import can
from kheo.organisation.units.queries import installation

_YES, _NO = pgettext_lazy("sheet of documents", "Yes"), pgettext_lazy("sheet of documents", "No")
_EXAMPLE_DAY = date(2026, 3, 1)
_Acts = dict[RelationKind, dict[Directive, date]]


class DirectiveClerk(Clerk):
    """Knows the documents of the register and what each does to others; those that were withdrawn are none of its
    business."""

    implied: Values = {}

    def __init__(self, occasion: Occasion) -> None:
        """Read the register.

        :raises Refused: if the bringer does not keep it.
        """
        here = installation()
        if here is None or not can(occasion.by, "directives.keep", on=here.unit_id):
            raise Refused(_("Only the standing office of this body keeps the list of documents."))
        self._told: dict[str, Any] = {"by": occasion.by, "at": occasion.at}  # Any: who acts and when
        self.choices = {
            "kind": Choices({official(kind.label): kind for kind in DirectiveKind}),
            "is_public": Choices({official(_YES): True, official(_NO): False}),
        }
        self._documents = {each.pk: each for each in newest_first(Directive.objects.standing())}
        self._by_slug = {each.slug: each for each in self._documents.values()}
        self._by_key = {key_of_directive(each): each for each in reversed(self._documents.values())}
        self._acts: dict[int, _Acts] = defaultdict(lambda: {kind: {} for kind in RelationKind})
        standing = Directive.objects.standing()
        for each in Relation.objects.filter(later__in=standing, earlier__in=standing):
            self._acts[each.later_id][RelationKind(each.kind)][self._documents[each.earlier_id]] = each.from_day
        self._names = Names(self._documents.values())

    def present(self) -> Iterator[Mapping[str, str]]:
        """Return the register, the newest document first."""
        for each in self._documents.values():
            yield {**self._texts(each, self._acts[each.pk]), CODE: each.slug}

    def _texts(self, directive: Directive, acts: Mapping[RelationKind, Others]) -> dict[str, str]:
        """Return a document in the words of the form."""
        said: dict[str, str] = {kind: self._names.text(others) for kind, others in acts.items()}
        for column in COLUMNS:
            if column.key != CODE and column.key not in said:
                value = getattr(directive, column.key)
                chosen = self.choices.get(column.key)
                text = chosen.label(value) if chosen else column.write(value) if value else ""
                said[column.key] = text if column.is_long else " ".join(text.split())
        return said

    def key_of(self, values: Values) -> Hashable:
        """Return the code in Khéo; for a new document, its number (or subject), issuer and day."""
        return values.get(CODE) or _key_said(values)

    def look_up(self, rows: Sequence[Values]) -> None:
        """Find out which document each row means and which others it names, and what is against it."""
        self._rows: dict[Hashable, Row] = {}
        for place, values in enumerate(rows, start=1):
            known = self._meant(values)
            facts = facts_of(values, known)
            draft = Directive(pk=known.pk if known else -place, **facts.columns)
            self._rows.setdefault(self.key_of(values), Row(values, known, draft))
        coded_last = sorted(self._rows.values(), key=lambda row: bool(row.values.get(CODE)))
        self._of = {row.draft.pk: row for row in coded_last}
        self._names = Names(self._documents.values(), [row.draft for row in self._rows.values()])
        for row in self._rows.values():
            self._read_others(row)
        for row in self._rows.values():
            self._judge(row)

    def _meant(self, values: Values) -> Directive | None:
        """Return the document of a row: by its code, else by its number, issuer and day."""
        if code := values.get(CODE):
            return self._by_slug.get(code)
        return self._by_key.get(_key_said(values))

    def _read_others(self, row: Row) -> None:
        """Read which documents a row names in each relation; a column that the file leaves out is not read."""
        for kind in RelationKind:
            if kind in row.values:
                named = [self._dated(row, kind, each) for each in self._names.read(row.values[kind], kind)]
                row.reasons += [each for each in named if isinstance(each, Reason)]
                row.others[kind] = dict(each for each in named if not isinstance(each, Reason))

    def _dated(self, row: Row, kind: RelationKind, named: Named) -> tuple[Directive, date] | Reason:
        """Return another document with the day from which it is acted on: the one that the cell says, the one that is
        known, or that on which the row's own document comes into force."""
        if isinstance(named, Reason):
            return named
        other, said = named
        day = said or self._acts[row.draft.pk][kind].get(other) or row.draft.in_force_from or row.draft.signed_on
        if day is None:
            example = self._names.text({other: _EXAMPLE_DAY})
            return Reason(_("Say from which day, for example “%(text)s”.") % {"text": example}, kind)
        return other, day

    def _judge(self, row: Row) -> None:
        """Say what is against a row: its code, its document, what it does to others."""
        if wrong := self._why_not_meant(row):
            row.reasons = [wrong]
            return
        twin = self._twin(row)
        row.reasons += [Reason(text, name) for name, text in faults_of(row.draft, twin)]
        for kind, others in row.others.items():
            for other, day in others.items():
                if self._acts[row.draft.pk][kind].get(other) != day:
                    back = row.draft.pk in self._ended_by(other)
                    against = why_not_relate(row.draft, other, kind, day, is_reversed=back)
                    row.reasons += [Reason(text, kind) for text in against]

    def _why_not_meant(self, row: Row) -> Reason | None:
        """Return what is wrong with the code of a row; None if nothing is."""
        if row.values.get(CODE) and row.known is None:
            return Reason(
                _("No document of the list has that code; perhaps it was withdrawn. Leave it empty for a new one."),
                CODE,
            )
        if self._of[row.draft.pk] is not row:
            return Reason(_("Another row of the file speaks of it by its code. Keep one of the two."), "number")
        return None

    def _twin(self, row: Row) -> Directive | None:
        """Return another document of the register with the number, kind, issuer and day of a row."""
        if not row.draft.number:
            return None
        other = self._by_key.get(key_of_directive(row.draft))
        return other if other and other.pk != row.draft.pk and other.kind == row.draft.kind else None

    def _ended_by(self, directive: Directive) -> set[int]:
        """Return the numbers of what a document ends, as the file has it where it says so."""
        row = self._of.get(directive.pk)
        acts: Mapping[RelationKind, Others] = self._acts[directive.pk] | (row.others if row else {})
        return {each.pk for kind in ENDS for each in acts[kind]}

    def check(self, values: Values) -> Finding:
        """Return whether a row is new, changes a document or what it does to others, or neither."""
        row = self._rows[self.key_of(values)]
        before: dict[str, str] = {}
        if row.known:
            then = self._texts(row.draft, self._acts[row.draft.pk] | row.others)
            before = otherwise(
                self._texts(row.known, self._acts[row.known.pk]), {k: then[k] for k in values if k in then}
            )
        if row.reasons:
            return Finding(Verdict.REFUSED, tuple(row.reasons), before)
        if row.known is None:
            return Finding(Verdict.NEW)
        return Finding(Verdict.CHANGED if before else Verdict.SAME, before=before)

    def take(self, values: Values, *, hand_in: bool) -> int:
        """Enter a document or say otherwise what it is, and return its number; what it does to others comes after."""
        row = self._rows[self.key_of(values)]
        if row.known is None:
            row.made = write(row.facts, **self._told)
        else:
            amend(row.known, row.facts, version=row.known.version, **self._told)
            row.made = row.known
        return row.made.pk

    def take_all(self, rows: Sequence[Values], *, hand_in: bool, tell: Callable[[int], None]) -> list[int]:
        """Enter all documents, then take back what they do to others no longer, then say what they do."""
        taken = super().take_all(rows, hand_in=hand_in, tell=tell)
        told = [self._rows[self.key_of(values)] for values in rows]
        for act in (self._unrelate, self._relate):
            for place, row in enumerate(told):
                with naming(place):
                    act(row)
        return taken

    def _unrelate(self, row: Row) -> None:
        """Take back what a document did to others that its row names no longer."""
        gone = [
            (kind, other)
            for kind, others in row.others.items()
            for other in self._acts[row.draft.pk][kind].keys() - others
        ]
        for kind, other in gone:
            for relation in Relation.objects.filter(later=row.draft.pk, earlier=other.pk, kind=kind):
                unrelate(relation, **self._told)

    def _relate(self, row: Row) -> None:
        """Say what a document does to those that its row names."""
        for kind, others in row.others.items():
            for other, day in others.items():
                if self._acts[row.draft.pk][kind].get(other) != day:
                    relate(self._made(row.draft), self._made(other), kind=kind, from_day=day, **self._told)

    def _made(self, directive: Directive) -> Directive:
        """Return a document as it stands in the register by now.

        :raises Refused: if its row was not entered.
        """
        row = self._of.get(directive.pk)
        made = (row.made or row.known) if row else self._documents.get(directive.pk)
        if made is None:
            raise Refused(_("“%(document)s” is not entered.") % {"document": str(directive)})
        return made


def _key_said(values: Values) -> Key:
    return key_of(values.get("number", ""), values["title"], values["issuer"], values.get("signed_on"))
