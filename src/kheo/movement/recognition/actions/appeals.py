"""A unit asks once to look again at what was not recognised, and is answered."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.machinery.notices.queries import people_at
from kheo.movement.recognition.models import Appeal, Refusal
from kheo.movement.recognition.rules import why_not_answer, why_not_appeal
from kheo.movement.recognition.states import APPEAL_MOVES, AppealState
from kheo.movement.registry.actions import move
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import may_steer
from kheo.organisation.access.rules import require
from kheo.organisation.access.states import Role
from kheo.organisation.units.models import Unit


class NotAppealable(Refused):
    """The rules are against this appeal, or against answering it so."""


@transaction.atomic
def appeal(refusal: Refusal, *, reasons: str, by: User, at: datetime) -> Appeal:
    """Ask to look again at a model that was not recognised; the same reasons sent twice are one appeal.

    :raises NotAppealable: if it is too late, was done before, or gives no reasons.
    """
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=refusal.registration_id)
    require(by, "recognition.appeal", on=registration.holder_id)
    said = normalise(reasons)
    if made := Appeal.objects.filter(refusal=refusal, reasons=said, by=by).first():
        return made
    against = why_not_appeal(refusal, local_day(at)) + ([] if said else [_("Please give the reasons.")])
    if against:
        raise NotAppealable(*against)
    made = Appeal.objects.create(refusal=refusal, reasons=said, by=by, at=at)
    record("recognition.appeal", on=made, by=by, at=at, registration=refusal.registration_id)
    _tell(made, refusal.decision.unit, {Role.STANDING_OFFICE}, by, at)
    return made


@transaction.atomic
def uphold(appeal: Appeal, *, reason: str, by: User, at: datetime) -> None:
    """Agree to an appeal: the model comes before another meeting.

    :raises NotAppealable, NotMovable: with every reason against.
    """
    _answer(appeal, AppealState.UPHELD, reason, by, at)
    registration = appeal.refusal.registration
    move(registration, "recognition.reconsider", by=by, at=at, reason=normalise(reason))


@transaction.atomic
def dismiss(appeal: Appeal, *, reason: str, by: User, at: datetime) -> None:
    """Do not agree to an appeal, with the reason, which the unit reads.

    :raises NotAppealable: if it was answered already, or no reason is given.
    """
    _answer(appeal, AppealState.DISMISSED, reason, by, at)
    _tell(appeal, appeal.refusal.registration.holder, {Role.OFFICER}, by, at)


def _answer(appeal: Appeal, to: AppealState, reason: str, by: User, at: datetime) -> None:
    """Answer an appeal that waits, once."""
    if not may_steer(by, "recognition.answer", appeal.refusal.registration):
        raise PermissionDenied("recognition.answer")
    if against := why_not_answer(appeal, to, normalise(reason)):
        raise NotAppealable(*against)
    as_read = Appeal.objects.filter(pk=appeal.pk, state=AppealState.OPEN)
    if not as_read.update(state=to, answer=normalise(reason), answered_by=by, answered_at=at):
        raise Stale(_("Somebody has answered this appeal meanwhile. Reload the page."))
    appeal.refresh_from_db(fields=["state", "answer", "answered_by", "answered_at"])
    record(APPEAL_MOVES[AppealState.OPEN][to], on=appeal, by=by, at=at, answer=appeal.answer)


def _tell(appeal: Appeal, unit: Unit, roles: set[Role], by: User, at: datetime) -> None:
    """Let people at a unit hear of an appeal or of its answer."""
    with override(settings.LANGUAGE_CODE):
        names = {"name": appeal.refusal.registration.exemplar.name}
        asked = appeal.state == AppealState.OPEN
        title = _("A unit appeals: %(name)s") % names if asked else _("Your appeal is answered: %(name)s") % names
    message = Message(
        kind="recognition.appeal",
        key=f"recognition.appeal:{appeal.pk}:{appeal.state}",
        title=title,
        text=appeal.reasons if asked else appeal.answer,
        url=reverse("recognition:answer", args=[appeal.pk]),
        unit_id=unit.pk,
    )
    people = {person.pk: person for person in people_at(unit, roles, local_day(at))}
    if not asked:
        people[appeal.by_id] = appeal.by
    tell([person for person in people.values() if person.pk != by.pk], message, by=by, at=at)
