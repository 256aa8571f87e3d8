"""A decision is drafted: what it says, its number, what it leaves for later, what it changes of an earlier one."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.numbering.actions import reserve, void
from kheo.machinery.numbering.models import Book
from kheo.movement.recognition.models import Basis, Change, Decision, LeftOut, Recognition
from kheo.movement.recognition.queries import books_for, outcomes_of
from kheo.movement.recognition.rules import (
    BasisFacts,
    DraftFacts,
    why_not_change,
    why_not_concern,
    why_not_draft,
    why_not_redraft,
    why_not_touch,
)
from kheo.movement.recognition.states import Kind
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import require

_PLAIN = ("unit", "campaign", "level", "title", "signed_on", "signer_post", "signer_name", "appeal_days")


class NotDrafted(Refused):
    """The rules are against this draft."""


@transaction.atomic
def draft(
    facts: DraftFacts,
    *,
    by: User,
    at: datetime,
    kind: Kind = Kind.RECOGNISE,
    concerns: Decision | None = None,
    form_key: UUID | None = None,
) -> Decision:
    """Draft a decision; one that amends or revokes `concerns` an earlier one, whose unit, campaign and level it takes
    over. The same form sent twice makes one draft.

    :raises NotDrafted: with every reason against.
    """
    if form_key and (made := Decision.objects.filter(form_key=form_key).first()):
        return made
    if concerns:
        facts = replace(facts, unit=concerns.unit, campaign=concerns.campaign, level=concerns.level)
    require(by, "recognition.issue", on=facts.unit)
    facts = _tidied(facts)
    if reasons := why_not_draft(facts, kind) + (why_not_concern(concerns) if concerns else []):
        raise NotDrafted(*reasons)
    made = Decision.objects.create(kind=kind, concerns=concerns, form_key=form_key, **_columns(facts))
    _cite(made, facts)
    record("recognition.draft", on=made, by=by, at=at, kind=kind, concerns=concerns.pk if concerns else None)
    return made


def _tidied(facts: DraftFacts) -> DraftFacts:
    """Return the facts with their texts in the one spelling to keep, empty bases left out."""
    bases = (BasisFacts(normalise(basis.text), basis.directive) for basis in facts.bases)
    return replace(
        facts,
        title=normalise(facts.title),
        signer_post=normalise(facts.signer_post),
        signer_name=normalise(facts.signer_name),
        bases=tuple(basis for basis in bases if basis.text),
    )


def _columns(facts: DraftFacts) -> dict[str, object]:
    """Return what a decision keeps of the facts."""
    signed_by = " ".join(filter(None, (facts.signer_post, facts.signer_name)))
    return {name: getattr(facts, name) for name in _PLAIN} | {"signed_by": signed_by}


def _cite(decision: Decision, facts: DraftFacts) -> None:
    """Let a draft rest on the bases of the facts, in their order."""
    decision.bases.all().delete()
    Basis.objects.bulk_create(
        Basis(decision=decision, text=basis.text, directive=basis.directive, order=order)
        for order, basis in enumerate(facts.bases)
    )


@transaction.atomic
def redraft(decision: Decision, facts: DraftFacts, *, version: int, by: User, at: datetime) -> None:
    """Let a draft say something else; `version` is the one that was read.

    :raises NotDrafted: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    for unit in (decision.unit_id, facts.unit.pk):
        require(by, "recognition.issue", on=unit)
    if decision.concerns:
        facts = replace(facts, campaign=decision.campaign, level=decision.level)
    facts = _tidied(facts)
    if reasons := why_not_redraft(decision, facts):
        raise NotDrafted(*reasons)
    _touch(decision, version, **_columns(facts))
    _cite(decision, facts)
    record("recognition.redraft", on=decision, by=by, at=at)


def _touch(decision: Decision, version: int, **changes: object) -> None:
    """Take a draft in the version that was read, or raise `Stale`."""
    as_read = Decision.objects.filter(pk=decision.pk, version=version, state=decision.state)
    if not as_read.update(version=F("version") + 1, **changes):
        raise Stale(_("Somebody changed this record. Reload it."))
    decision.refresh_from_db()


def _opened(decision: Decision, by: User) -> Decision:
    """Return a draft, held until the transaction ends, for who may issue it.

    :raises NotDrafted: if it is issued.
    """
    held = Decision.objects.select_for_update(of=("self",)).select_related("unit", "campaign", "concerns")
    found = held.get(pk=decision.pk)
    require(by, "recognition.issue", on=found.unit_id)
    if reasons := why_not_touch(found):
        raise NotDrafted(*reasons)
    return found


# Its number -----------------------------------------------------------------------------------------------------------


@transaction.atomic
def reserve_number(decision: Decision, book: Book, *, by: User, at: datetime) -> str:
    """Take the next number of a book of its unit for a draft, once, and return it.

    :raises NotDrafted, NotNumbered: with every reason against.
    """
    found = _opened(decision, by)
    if found.taken:
        return found.number
    if book.unit_id != found.unit_id:
        raise NotDrafted(_("This book is kept by another unit."))
    url = reverse("recognition:decision", args=[found.pk])
    taken = reserve(book, on=found.signed_on, about=found.title, url=url, by=by, at=at)
    _touch(found, found.version, taken=taken, number=taken.text)
    record("recognition.reserve_number", on=found, by=by, at=at, number=taken.text)
    return taken.text


@transaction.atomic
def give_number(decision: Decision, number: str, *, by: User, at: datetime) -> None:
    """Give a draft the number that its office gave it, where its unit keeps no book here.

    :raises NotDrafted: if the unit keeps one.
    """
    found = _opened(decision, by)
    if books_for(found):
        raise NotDrafted(_("This unit keeps a book of numbers here: take the number from it."))
    if normalise(number) != found.number:
        _touch(found, found.version, number=normalise(number))
        record("recognition.give_number", on=found, by=by, at=at, number=found.number)


@transaction.atomic
def void_number(decision: Decision, *, reason: str, by: User, at: datetime) -> None:
    """Void the reserved number of a draft, which then has none; a draft without one is left alone."""
    found = _opened(decision, by)
    if found.taken:
        taken = found.taken
        _touch(found, found.version, taken=None, number="")
        void(taken, reason=reason, by=by, at=at, inside=True)
        record("recognition.void_number", on=found, by=by, at=at, number=taken.text, reason=normalise(reason))


@transaction.atomic
def discard(decision: Decision, *, reason: str, by: User, at: datetime) -> None:
    """Delete a draft with the reason; its reserved number is void and stays in its book.

    :raises NotDrafted: if it is issued, or no reason is given.
    """
    found = _opened(decision, by)
    if not normalise(reason):
        raise NotDrafted(_("Please give the reason."))
    record("recognition.discard", on=found, by=by, at=at, title=found.title, reason=normalise(reason))
    taken = found.taken
    found.delete()
    if taken:
        void(taken, reason=reason, by=by, at=at, inside=True)


# Its list -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def leave_out(decision: Decision, registration: Registration, *, reason: str, by: User, at: datetime) -> None:
    """Leave an outcome of the meeting for a later decision, with the reason.

    :raises NotDrafted: if it is not on the list, or no reason is given.
    """
    found = _opened(decision, by)
    reasons = [] if normalise(reason) else [_("Please give the reason.")]
    if registration.pk not in {each.registration.pk for each in outcomes_of(found)}:
        reasons.append(_("This is not on the list of the decision."))
    if reasons:
        raise NotDrafted(*reasons)
    said = {"reason": normalise(reason)[:500]}
    LeftOut.objects.update_or_create(decision=found, registration=registration, defaults=said)
    record("recognition.leave_out", on=found, by=by, at=at, registration=registration.pk, **said)


@transaction.atomic
def take_in(decision: Decision, registration: Registration, *, by: User, at: datetime) -> None:
    """Take an outcome that was left for later into the list again."""
    found = _opened(decision, by)
    gone, _of = LeftOut.objects.filter(decision=found, registration=registration).delete()
    if gone:
        record("recognition.take_in", on=found, by=by, at=at, registration=registration.pk)


@transaction.atomic
def change_recognition(
    decision: Decision, recognition: Recognition, *, called: str, level: str, reason: str, by: User, at: datetime
) -> None:
    """Say what a draft changes of a recognition of the earlier decision: its name and level, or that it is revoked.

    :raises NotDrafted: with every reason against.
    """
    found = _opened(decision, by)
    revokes = found.kind == Kind.REVOKE
    said = (recognition.called, recognition.level) if revokes else (normalise(called), level)
    why = normalise(reason)[:500]
    if reasons := why_not_change(found, recognition, said, why):
        raise NotDrafted(*reasons)
    kept = {"called": said[0], "level": said[1], "reason": why}
    Change.objects.update_or_create(decision=found, recognition=recognition, defaults=kept)
    record("recognition.change", on=found, by=by, at=at, recognition=recognition.pk, **kept)


@transaction.atomic
def drop_change(decision: Decision, recognition: Recognition, *, by: User, at: datetime) -> None:
    """Leave a recognition as it is after all."""
    found = _opened(decision, by)
    gone, _of = Change.objects.filter(decision=found, recognition=recognition).delete()
    if gone:
        record("recognition.drop_change", on=found, by=by, at=at, recognition=recognition.pk)
