"""Who has to do with a unit declares it, or is kept from its models."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.actions.opening import SCORED, NotAppraised
from kheo.movement.appraisal.models import Conflict, Sheet
from kheo.movement.appraisal.rules import REASON_LIMIT, why_barred
from kheo.movement.appraisal.states import MOVES, SheetState
from kheo.movement.registry.models import Registration
from kheo.movement.scoring.actions import take
from kheo.organisation.access.rules import can_anywhere, require
from kheo.organisation.units.models import Unit


@transaction.atomic
def declare(unit: Unit, *, reason: str, by: User, at: datetime) -> Conflict:
    """Declare an interest in a unit: its models are kept from who declares it, and what they gave counts no more.

    :raises NotAppraised: if no reason is given.
    """
    if not can_anywhere(by, "appraisal.declare"):
        raise PermissionDenied("appraisal.declare")
    if not normalise(reason):
        raise NotAppraised(_("Please give the reason."))
    said = {"reason": normalise(reason)[:300], "declared_at": at}
    conflict, made = Conflict.objects.get_or_create(user=by, unit=unit, ended_at=None, defaults=said)
    if made:
        record("appraisal.declare", on=conflict, by=by, at=at, unit=unit.pk, reason=conflict.reason)
        own = Q(registration__unit=unit) | Q(registration__holder=unit) | Q(registration__registered_by=unit)
        for sheet in Sheet.objects.filter(own, scorer=by).select_related("registration__campaign"):
            _bar(sheet, by=by, at=at)
    return conflict


@transaction.atomic
def lift(conflict: Conflict, *, reason: str, by: User, at: datetime) -> None:
    """Say that an interest was declared by mistake or is over. Sheets that were kept back may be given out again.

    :raises NotAppraised: if no reason is given.
    """
    require(by, "appraisal.lift", on=conflict.unit_id)
    if not normalise(reason):
        raise NotAppraised(_("Please give the reason."))
    if Conflict.objects.filter(pk=conflict.pk, ended_at=None).update(ended_at=at):
        record("appraisal.lift", on=conflict, by=by, at=at, reason=normalise(reason))


@transaction.atomic
def bar(registration: Registration, *, by: User, at: datetime) -> None:
    """Take the sheets of all who have to do with a registration's unit out of every total; asked again whenever it
    matters, for posts change after sheets are given out."""
    require(by, "appraisal.bar", on=registration.campaign.unit_id)
    for sheet in Sheet.objects.of_members().filter(registration=registration).select_related("scorer"):
        sheet.registration = registration
        _bar(sheet, by=by, at=at)


def _bar(sheet: Sheet, *, by: User, at: datetime) -> None:
    """Bar the scorer of a sheet that counts or still may, if something keeps them from it."""
    assert sheet.scorer is not None  # noqa: S101 -- a sheet of a member
    if SheetState.BARRED not in MOVES[SheetState(sheet.state)]:
        return
    with override(settings.LANGUAGE_CODE):  # the reason is kept, whatever language somebody reads
        reason = why_barred(sheet.scorer, sheet.registration)
    if reason:
        take(SCORED, sheet, SheetState.BARRED, version=sheet.version, by=by, at=at, reason=reason[:REASON_LIMIT])
