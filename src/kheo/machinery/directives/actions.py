from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.actions import ask_for_words
from kheo.foundation.files.models import StoredFile
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise, slugify
from kheo.machinery.directives.kit import RESTING
from kheo.machinery.directives.models import Citation, Directive, Paper, Relation
from kheo.machinery.directives.queries.citing import legal_texts
from kheo.machinery.directives.rules import DirectiveFacts, why_not_keep, why_not_relate
from kheo.machinery.directives.signals import directive_changed
from kheo.machinery.directives.states import ENDS, RelationKind
from kheo.organisation.access.rules import require
from kheo.organisation.units.queries import installation


class NotKept(Refused):
    """The document cannot be kept so."""


class NotRelated(Refused):
    """The two documents cannot stand in this relation."""


@transaction.atomic
def enter(directive: Directive, *, by: User | None, at: datetime) -> Directive:
    """Put a document into the register as it comes from a list of the program's own."""
    directive.save(force_insert=True)
    record("directives.enter", on=directive, by=by, at=at, number=directive.number)
    directive_changed.send(Directive, directive=directive)
    return directive


@transaction.atomic
def write(facts: DirectiveFacts, *, by: User, at: datetime) -> Directive:
    """Enter a document into the register; the same form sent twice makes one.

    :raises NotKept: with every reason.
    """
    _require(by)
    if facts.form_key and (kept := Directive.objects.filter(form_key=facts.form_key).first()):
        return kept
    directive = Directive(form_key=facts.form_key, **facts.columns)
    _check(directive)
    directive.slug = _free_slug(directive)
    return enter(directive, by=by, at=at)


@transaction.atomic
def amend(directive: Directive, facts: DirectiveFacts, *, version: int, by: User, at: datetime) -> None:
    """Say otherwise what a document is; its address stays. What is said already changes nothing.

    :raises NotKept: with every reason.
    :raises Stale: if somebody else changed it since that version.
    """
    _require(by)
    _check_standing(directive)
    before = {name: getattr(directive, name) for name in facts.columns}
    changed = {name: value for name, value in facts.columns.items() if before[name] != value}
    for name, value in changed.items():
        setattr(directive, name, value)
    _check(directive)
    if not changed:
        return
    _save(directive, version, **changed)
    told = {name: [str(before[name]), str(value)] for name, value in changed.items()}
    record("directives.amend", on=directive, by=by, at=at, changed=told)
    directive_changed.send(Directive, directive=directive)


@transaction.atomic
def attach(directive: Directive, file: StoredFile, *, by: User, at: datetime) -> Paper:
    """Hang a file on a document; the same bytes only once. Its words are read in the background.

    :raises NotKept: if the document was withdrawn.
    """
    _require(by)
    _check_standing(Directive.objects.select_for_update().get(pk=directive.pk))
    twin: Paper | None = directive.papers.filter(file__sha256=file.sha256).first()
    if twin:
        return twin
    paper = Paper.objects.create(directive=directive, file=file)
    record("directives.attach", on=directive, by=by, at=at, file=str(file.pk), name=file.name)
    ask_for_words(file, at=at)
    directive_changed.send(Directive, directive=directive)
    return paper


@transaction.atomic
def detach(paper: Paper, *, by: User, at: datetime) -> None:
    """Take a file off a document: nobody is given it any more; its bytes are kept."""
    _require(by)
    directive = paper.directive
    record("directives.detach", on=directive, by=by, at=at, file=str(paper.file_id), name=paper.file.name)
    paper.delete()
    directive_changed.send(Directive, directive=directive)


@transaction.atomic
def relate(
    later: Directive, earlier: Directive, *, kind: RelationKind, from_day: date, by: User, at: datetime
) -> Relation:
    """Say what a later document does to an earlier one, from a day; said again with another day, the day is put right.

    :raises NotRelated: with every reason.
    """
    _require(by)
    list(Directive.objects.select_for_update().filter(pk__in=[later.pk, earlier.pk]).order_by("pk"))
    back = Relation.objects.filter(later=earlier, earlier=later, kind__in=ENDS).exists()
    if reasons := why_not_relate(later, earlier, kind, from_day, is_reversed=back):
        raise NotRelated(*reasons)
    known = Relation.objects.filter(later=later, earlier=earlier, kind=kind).first()
    if known and known.from_day == from_day:
        return known
    relation, _is_new = Relation.objects.update_or_create(
        later=later, earlier=earlier, kind=kind, defaults={"from_day": from_day}
    )
    record("directives.relate", on=later, by=by, at=at, kind=kind, earlier=str(earlier), from_day=str(from_day))
    _tell_both(relation)
    return relation


@transaction.atomic
def unrelate(relation: Relation, *, by: User, at: datetime) -> None:
    """Take back what was said of two documents."""
    _require(by)
    later, earlier = relation.later, relation.earlier
    record("directives.unrelate", on=later, by=by, at=at, kind=relation.kind, earlier=str(earlier))
    _tell_both(relation)
    relation.delete()


@transaction.atomic
def cite(directive: Directive, *, kind: str, record_pk: int, clause: str, by: User, at: datetime) -> Citation:
    """Say that a record of another room rests on a document, by a clause; said again it changes nothing.

    :raises NotRelated: if no such record rests on documents.
    """
    _require(by)
    if kind not in RESTING or RESTING[kind].by or not RESTING[kind].rows(by).filter(pk=record_pk).exists():
        raise NotRelated(_("No such record rests on documents."))
    told: dict[str, Any] = {"kind": kind, "record": record_pk, "clause": normalise(clause)}
    citation, is_new = Citation.objects.get_or_create(directive=directive, **told)
    if is_new:
        record("directives.cite", on=directive, by=by, at=at, **told)
    return citation


@transaction.atomic
def uncite(citation: Citation, *, by: User, at: datetime) -> None:
    """Take back that a record rests on a document."""
    _require(by)
    told = {"kind": citation.kind, "record": citation.record, "clause": citation.clause}
    record("directives.uncite", on=citation.directive, by=by, at=at, **told)
    citation.delete()


@transaction.atomic
def enter_legal(number: str, *, by: User, at: datetime) -> Directive:
    """Enter a text on which rules of the program rest into the register, unless it is there.

    :raises NotKept: if the program knows no such text.
    """
    facts = next((each for each in legal_texts() if each.number == number), None)
    if facts is None:
        raise NotKept(_("Khéo knows no document %(number)s by itself: enter it by hand.") % {"number": number})
    kept = Directive.objects.standing().filter(number=number).first()
    return kept or write(facts, by=by, at=at)


@transaction.atomic
def withdraw(directive: Directive, *, reason: str, version: int, by: User, at: datetime) -> None:
    """Take a document out of the lists, for a reason: nothing is deleted, and what rests on it still names it.

    :raises NotKept: without a reason.
    :raises Stale: if somebody else changed it since that version.
    """
    _require(by)
    reason = normalise(reason)
    if not reason:
        raise NotKept(_("Please give the reason."))
    if directive.withdrawn_at:
        return
    _save(directive, version, withdrawn_at=at, withdrawn_because=reason)
    record("directives.withdraw", on=directive, by=by, at=at, reason=reason)
    _tell_around(directive)


@transaction.atomic
def bring_back(directive: Directive, *, version: int, by: User, at: datetime) -> None:
    """Put a withdrawn document back into the lists.

    :raises NotKept: if it was entered again meanwhile.
    :raises Stale: if somebody else changed it since that version.
    """
    _require(by)
    if not directive.withdrawn_at:
        return
    _check(directive)
    _save(directive, version, withdrawn_at=None, withdrawn_because="")
    record("directives.bring_back", on=directive, by=by, at=at)
    _tell_around(directive)


def _require(by: User) -> None:
    """Let only those keep the register who may for all units: every unit rests on the same documents."""
    here = installation()
    if here is None:
        raise NotKept(_("Khéo is not set up yet."))
    require(by, "directives.keep", on=here.unit_id)


def _check(directive: Directive) -> None:
    alike = Directive.objects.standing().exclude(pk=directive.pk)
    twin = alike.filter(
        number=directive.number, kind=directive.kind, issuer=directive.issuer, signed_on=directive.signed_on
    ).first()
    if reasons := why_not_keep(directive, twin if directive.number else None):
        raise NotKept(*reasons)


def _check_standing(directive: Directive) -> None:
    if directive.withdrawn_at:
        raise NotKept(_("The document was withdrawn; bring it back first."))


def _save(directive: Directive, version: int, **columns: object) -> None:
    """Change a document if it still is of that version."""
    rows = Directive.objects.filter(pk=directive.pk, version=version)
    if not rows.update(version=F("version") + 1, **columns):
        raise Stale(_("Somebody else has changed this document meanwhile. Look at it again."))
    directive.refresh_from_db()


def _free_slug(directive: Directive) -> str:
    """Return an address that no other document has: its kind and number, or its subject."""
    usual = slugify(str(directive), 70) or "van-ban"
    taken = set(Directive.objects.filter(slug__startswith=usual).values_list("slug", flat=True))
    if usual not in taken:
        return usual
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{usual}-{number}") not in taken)


def _tell_both(relation: Relation) -> None:
    for directive in (relation.later, relation.earlier):
        directive_changed.send(Directive, directive=directive)


def _tell_around(directive: Directive) -> None:
    """Tell of a document and of those that it acts on: whether they hold may be otherwise now."""
    directive_changed.send(Directive, directive=directive)
    for relation in directive.acts_on.select_related("earlier"):
        directive_changed.send(Directive, directive=relation.earlier)
