"""The scoring of a model is closed with what it came to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.actions.interests import bar
from kheo.movement.appraisal.actions.opening import NotAppraised
from kheo.movement.appraisal.models import Appraisal
from kheo.movement.appraisal.queries import round_of, set_for, tally_of
from kheo.movement.appraisal.rules import REASON_LIMIT, Closing, why_not_adjust, why_not_close
from kheo.movement.criteria.models import CriteriaSet
from kheo.movement.criteria.queries import grades_of, most_of
from kheo.movement.criteria.rules import grade_for
from kheo.movement.registry.actions import move
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import require_step

PLAIN = Closing()


@dataclass(frozen=True)
class _Scale:
    """By what a registration is scored, and the most that can be earned."""

    criteria_set: CriteriaSet
    most: Decimal


@transaction.atomic
def close(registration: Registration, closing: Closing = PLAIN, *, by: User, at: datetime) -> Appraisal:
    """Close the scoring of a model: the mean of the sheets that are in, or other points for a reason; a veto rules the
    title out whatever the points. Who has to do with the unit is taken out of the total first.

    :raises NotAppraised: with every reason against.
    :raises Stale: if somebody else closed it first.
    """
    require_step(by, "appraisal.score", registration)
    Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)  # no sheet is taken back meanwhile
    bar(registration, by=by, at=at)
    scale, opened = _scale(registration), round_of(registration.campaign_id)
    tally = tally_of(registration, scale.most)
    done = tally.summary.number if tally.summary else 0
    wanted = opened.each if opened else 1
    reasons = why_not_close(registration, waiting=tally.waiting, done=done, wanted=wanted, closing=closing)
    reasons += why_not_adjust(closing, scale.most)
    if closing.veto and not scale.criteria_set.vetoes.filter(pk=closing.veto).exists():
        reasons.append(_("This is not one of the things that rule the title out in these criteria."))
    if reasons or tally.summary is None:
        raise NotAppraised(*reasons)
    final = tally.summary.mean if closing.final is None else closing.final
    grade = grade_for(final, grades_of(scale.criteria_set.pk))
    summary = tally.summary
    found, _made = Appraisal.objects.update_or_create(
        registration=registration,
        defaults={
            "criteria_set": scale.criteria_set,
            "most": scale.most,
            "scorers": summary.number,
            "mean": summary.mean,
            "middle": summary.middle,
            "lowest": summary.lowest,
            "highest": summary.highest,
            "final": final,
            "reason": normalise(closing.reason)[:REASON_LIMIT],
            "grade": grade.name if grade else "",
            "earns": bool(grade and grade.earns and not closing.veto),
            "veto_id": closing.veto,
            "closed_by": by,
            "closed_at": at,
        },
    )
    told = {"mean": summary.mean, "final": final, "grade": found.grade, "earns": found.earns, "veto": closing.veto}
    record("appraisal.close", on=found, by=by, at=at, reason=found.reason, **told)
    move(registration, "appraisal.score", by=by, at=at, reason=found.reason)
    return found


def _scale(registration: Registration) -> _Scale:
    found = set_for(registration)
    if found is None:
        raise NotAppraised(_("No criteria are meant for this model. Choose them for its field and owner first."))
    return _Scale(found, most_of(found.pk))


@transaction.atomic
def close_many(registrations: Iterable[Registration], *, by: User, at: datetime) -> None:
    """Close the scoring of several models with the mean of each: all of them, or none.

    :raises NotAppraised: with every reason against, by name.
    """
    reasons = []
    for registration in registrations:
        try:
            close(registration, by=by, at=at)
        except NotAppraised as refusal:
            reasons += [f"{registration.exemplar.name}: {reason}" for reason in refusal.reasons]
    if reasons:
        raise NotAppraised(*reasons)
