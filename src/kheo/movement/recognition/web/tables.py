"""What the page of a decision shows beside whom it recognised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from kheo.lib.dates import local_day
from kheo.movement.recognition.models import Basis, Change, Decision, LeftOut, Refusal, SignedFile
from kheo.movement.recognition.queries import files_of
from kheo.movement.recognition.states import DecisionState, Kind
from kheo.movement.registry.states import State
from kheo.organisation.access.kit import OfficerRequest
from kheo.organisation.access.rules import can, can_anywhere, reach


@dataclass(frozen=True)
class Refused:
    """A registration of the reader's units that a decision did not recognise; whether it may be appealed against."""

    refusal: Refusal
    may_appeal: bool
    appeal: int | None


@dataclass(frozen=True)
class Rest:
    """The other parts of a decision, as far as the reader's units are concerned."""

    bases: Sequence[Basis]
    refused: Sequence[Refused]
    changes: Sequence[Change]
    followers: Sequence[Decision]
    left: Sequence[LeftOut]
    last_day: date
    may_concern: bool
    files: Sequence[SignedFile]
    may_file: bool


def rest_of(request: OfficerRequest, decision: Decision) -> Rest:
    """Return the parts of a decision in a few queries, whatever its length."""
    units, user = reach(request.user, "registry.view"), request.user
    about = ("registration__exemplar", "registration__unit")
    refusals = decision.refusals.filter(registration__holder__in=units).select_related(*about, "appeal")
    left = decision.left_out.filter(registration__holder__in=units).select_related(*about)
    changes = decision.changes.filter(recognition__registration__holder__in=units)
    recognises, in_order = decision.kind == Kind.RECOGNISE, ("registration__unit__sort_key", "pk")
    drawn = recognises and decision.campaign_id  # one that was signed elsewhere only recognises
    follows = decision.followers.filter(state=DecisionState.ISSUED).order_by("signed_on", "pk")
    return Rest(
        bases=list(decision.bases.all()) if drawn or not recognises else [],
        refused=[_refused(request, each, decision) for each in refusals.order_by(*in_order)] if drawn else [],
        changes=[] if recognises else list(changes.select_related("recognition__registration__unit")),
        followers=list(follows) if recognises else [],
        left=list(left.order_by(*in_order)) if drawn else [],
        last_day=decision.last_day_to_appeal,
        files=list(files_of(decision)),
        may_file=can(user, "recognition.issue", on=decision.unit_id),
        may_concern=decision.kind == Kind.RECOGNISE and can(user, "recognition.issue", on=decision.unit_id),
    )


def _refused(request: OfficerRequest, refusal: Refusal, decision: Decision) -> Refused:
    appeal = getattr(refusal, "appeal", None)
    in_time = local_day(timezone.now()) <= decision.last_day_to_appeal
    waits = refusal.registration.state == State.NOT_RECOGNISED
    may = in_time and waits and appeal is None and can_anywhere(request.user, "recognition.appeal")
    return Refused(refusal, may, appeal.pk if appeal else None)
