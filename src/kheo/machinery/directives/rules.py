"""Whether a document holds on a day, and what must be true of one that is kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import fold, normalise
from kheo.machinery.directives.models import Directive, Relation
from kheo.machinery.directives.states import ENDS, TONES, DirectiveKind, Validity

ISSUER_LIMIT = 200
TITLE_LIMIT = 500
NUMBER_LIMIT = 60
NOTE_LIMIT = 5_000
REASON_LIMIT = 300


class Standing(NamedTuple):
    """Whether a document holds: since or until when, and which document ended it where one did."""

    validity: Validity
    day: date | None = None
    by: Directive | None = None

    @property
    def tone(self) -> str:
        """How it is marked on a screen."""
        return TONES[self.validity]

    @property
    def words(self) -> str:
        """It in a few words, with its day."""
        said = {"day": short_date(self.day)} if self.day else {}
        if self.validity == Validity.ENDED and said:
            return _("No longer in force from %(day)s") % said
        if self.validity == Validity.NOT_YET:
            return _("In force only from %(day)s") % said
        if self.validity == Validity.IN_FORCE and said:
            return _("In force until the end of %(day)s") % said
        return str(self.validity.label)


def standing_of(directive: Directive, relations: Iterable[Relation], day: date) -> Standing:
    """Return whether a document holds on a day. `relations` are those in which it is the earlier document, each with
    its later one; a later document that was withdrawn from the register ends nothing."""
    ends = [(each.from_day, each.later) for each in relations if each.kind in ENDS and not each.later.withdrawn_at]
    until = directive.in_force_until
    own = [(until + timedelta(days=1), None)] if until else []
    first = min([*own, *ends], key=lambda each: each[0], default=None)
    if first and first[0] <= day:
        return Standing(Validity.ENDED, *first)
    begins = directive.in_force_from or directive.signed_on
    if begins is None:
        return Standing(Validity.UNKNOWN)
    if begins > day:
        return Standing(Validity.NOT_YET, begins)
    return Standing(Validity.IN_FORCE, first[0] - timedelta(days=1) if first else None)


@dataclass(frozen=True)
class DirectiveFacts:
    """What the office says of a document."""

    kind: DirectiveKind
    issuer: str
    title: str
    number: str = ""
    signed_on: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    note: str = ""
    is_public: bool = True
    form_key: UUID | None = None

    @property
    def columns(self) -> dict[str, object]:
        """What is kept of it, in the one spelling."""
        return {
            "kind": self.kind,
            "issuer": normalise(self.issuer),
            "title": normalise(self.title),
            "number": normalise(self.number),
            "signed_on": self.signed_on,
            "in_force_from": self.in_force_from,
            "in_force_until": self.in_force_until,
            "note": normalise(self.note),
            "is_public": self.is_public,
        }


# A number with its symbol as it stands in running text: 06/2022/QH15, 98/2023/NĐ-CP, 36-HD/VPTW, 07-KH/BCĐ, 15/QĐ-UBND.
NUMBERS = re.compile(
    r"(?<![\w/.-])\d{1,5}(?:/\d{4})?[/-][A-ZĐ]{2}[A-ZĐa-zđ0-9]*(?:[-/&.][A-ZĐ][A-ZĐa-zđ0-9]*){0,3}(?![\w/-])"
)


def numbers_in(text: str) -> list[str]:
    """Return the numbers of documents that stand in a text, in their order."""
    return NUMBERS.findall(text)


def ended_in_words(directive: Directive, standing: Standing) -> str:
    """Return that a document holds no longer, and what ended it; nothing of one that holds."""
    if standing.validity != Validity.ENDED or standing.day is None:
        return ""
    told = {"document": str(directive), "day": short_date(standing.day), "by": str(standing.by or "")}
    if standing.by is None:
        return _("%(document)s is no longer in force from %(day)s.") % told
    return _("%(document)s is no longer in force from %(day)s: %(by)s took its place.") % told


Key = tuple[str, str, date | None]


def key_of(number: str, title: str, issuer: str, signed_on: date | None) -> Key:
    """Return by what a document is known again: its number, or its subject where it has none; issuer and day."""
    return fold(number) or fold(title), fold(issuer), signed_on


def key_of_directive(directive: Directive) -> Key:
    """Return by what a document of the register is known again."""
    return key_of(directive.number, directive.title, directive.issuer, directive.signed_on)


def why_not_keep(directive: Directive, twin: Directive | None) -> list[str]:
    """Return every reason against keeping a document so; `twin` is another with its number, issuer and day."""
    return [text for _name, text in faults_of(directive, twin)]


def faults_of(directive: Directive, twin: Directive | None) -> list[tuple[str, str]]:
    """Return every reason against keeping a document so, each with what of it is wrong."""
    faults = []
    if not directive.title:
        faults.append(("title", _("The subject is missing.")))
    if not directive.issuer:
        faults.append(("issuer", _("Say who issued the document.")))
    begins, until = directive.in_force_from or directive.signed_on, directive.in_force_until
    if directive.signed_on and directive.in_force_from and directive.in_force_from < directive.signed_on:
        words = _("A document is not in force before it is signed (%(day)s).")
        faults.append(("in_force_from", words % _day(directive.signed_on)))
    if begins and until and until < begins:
        faults.append(("in_force_until", _("The last day in force is before the first (%(day)s).") % _day(begins)))
    if twin is not None:
        said = {"document": str(twin), "issuer": twin.issuer}
        words = _("%(document)s of %(issuer)s, signed on that day, is in the register already.")
        faults.append(("number", words % said))
    return faults


def why_not_relate(later: Directive, earlier: Directive, kind: str, from_day: date, *, is_reversed: bool) -> list[str]:
    """Return every reason against a relation; `is_reversed` if the earlier document ends the later one already."""
    reasons = []
    if later.pk == earlier.pk:
        return [_("A document cannot act on itself.")]
    if is_reversed and kind in ENDS:
        said = {"document": str(earlier)}
        reasons.append(_("%(document)s ends this document already; both cannot end one another.") % said)
    if later.signed_on and from_day < later.signed_on:
        reasons.append(
            _("A document acts on another from the day on which it is signed (%(day)s) at the earliest.")
            % _day(later.signed_on)
        )
    if later.signed_on and earlier.signed_on and later.signed_on < earlier.signed_on:
        said = {"document": str(earlier), "day": short_date(earlier.signed_on)}
        reasons.append(_("%(document)s is the later document: it was signed on %(day)s.") % said)
    return reasons


def _day(day: date) -> dict[str, str]:
    return {"day": short_date(day)}
