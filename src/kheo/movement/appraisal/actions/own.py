"""A unit scores its own model, and says which papers show what."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.actions.opening import SCORED, NotAppraised
from kheo.movement.appraisal.models import Evidence, Sheet
from kheo.movement.appraisal.queries import criteria_for, most_for, round_of
from kheo.movement.appraisal.rules import why_not_self_score
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.rules import why_not_in
from kheo.movement.campaigns.states import PhaseKind
from kheo.movement.registry.actions import move
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import State
from kheo.movement.scoring.actions import take
from kheo.movement.scoring.queries import why_not_whole
from kheo.movement.scoring.rules import why_not_step_to
from kheo.organisation.access.rules import require


@transaction.atomic
def begin_own(registration: Registration, *, by: User, at: datetime) -> Sheet:
    """Return the sheet on which a unit scores its own model, open to be written; one of a model that was sent back is
    opened again with what stood on it.

    :raises NotAppraised: with every reason against.
    """
    require(by, "appraisal.self_score", on=registration.holder_id)
    if reasons := why_not_self_score(registration, round_of(registration.campaign_id)):
        raise NotAppraised(*reasons)
    most = most_for([registration], registration.campaign)
    if registration.pk not in most:
        raise NotAppraised(_("No criteria are meant for this model. Choose them for its field and owner first."))
    sheet, made = Sheet.objects.get_or_create(
        registration=registration, scorer=None, defaults={"assigned_at": at, "most": most[registration.pk]}
    )
    sheet.registration = registration
    if not made and sheet.state == SheetState.DONE:  # its version stays: who reads it goes on from there
        Sheet.objects.filter(pk=sheet.pk).update(state=SheetState.ASSIGNED, done_at=None)
        sheet.refresh_from_db(fields=["state", "done_at"])
        record("appraisal.reopen", on=sheet, by=by, at=at)
    return sheet


@transaction.atomic
def point_to(sheet: Sheet, papers: Mapping[int, Collection[int]], *, by: User, at: datetime) -> None:
    """Say which photos and papers of a registration show something about which criterion, by their numbers; criteria
    that are not named stay."""
    require(by, "appraisal.self_score", on=sheet.registration.holder_id)
    known = set(sheet.registration.attachments.values_list("pk", flat=True))
    criteria = {each.pk for each in criteria_for(sheet.registration)} & set(papers)
    wanted = {(criterion, paper) for criterion in criteria for paper in set(papers[criterion]) & known}
    rows = Evidence.objects.filter(criterion__in=criteria, attachment__in=known)
    present = set(rows.values_list("criterion_id", "attachment_id"))
    if wanted == present:
        return
    for criterion, paper in present - wanted:
        rows.filter(criterion=criterion, attachment=paper).delete()
    Evidence.objects.bulk_create(Evidence(criterion_id=c, attachment_id=p) for c, p in sorted(wanted - present))
    record("appraisal.point_to", on=sheet, by=by, at=at, papers=sorted(map(list, wanted)))


@transaction.atomic
def self_score(sheet: Sheet, *, comment: str, version: int, by: User, at: datetime) -> None:
    """Hand in the sheet of the unit itself, within the days for it; its model goes on to the council.

    :raises NotAppraised: with every criterion that is still missing, and everything else against it.
    """
    registration = sheet.registration
    require(by, "appraisal.self_score", on=registration.holder_id)
    reasons = why_not_self_score(registration, round_of(registration.campaign_id))
    if registration.state == State.PROPOSED:
        reasons += why_not_in(PhaseKind.SELF_SCORING, registration.campaign, registration.unit_id, local_day(at))
        reasons += why_not_step_to(SCORED, sheet, SheetState.DONE) or why_not_whole(SCORED, sheet)
    if reasons:
        raise NotAppraised(*reasons)
    take(SCORED, sheet, SheetState.DONE, version=version, by=by, at=at, comment=normalise(comment), done_at=at)
    move(registration, "appraisal.self_score", by=by, at=at)
