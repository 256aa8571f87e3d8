"""What happens between the register and the appraisal: what is promised, carried out, reached, and proposed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.vitext import normalise
from kheo.movement.campaigns.rules import why_not_in, why_not_step
from kheo.movement.campaigns.states import PhaseKind
from kheo.movement.registry.actions.claims import claim
from kheo.movement.registry.actions.entry import NotRegistrable
from kheo.movement.registry.actions.steps import NotMovable, move
from kheo.movement.registry.models import Measure, Registration
from kheo.movement.registry.rules import TEXT_LIMIT, MeasureFacts, why_not_measures, why_not_propose
from kheo.movement.registry.signals import registration_changed
from kheo.movement.registry.states import EDITABLE, State
from kheo.organisation.access.rules import require


@transaction.atomic
def promise(
    registration: Registration, measures: Sequence[MeasureFacts], *, version: int, by: User, at: datetime
) -> None:
    """Say what a draft or returned registration promises to reach, in place of what it promised before.

    :raises NotRegistrable: with every reason against.
    :raises Stale: if somebody else changed it meanwhile.
    """
    require(by, "registry.amend", on=registration.holder_id)
    if registration.state not in EDITABLE:
        raise NotRegistrable(_("What has been submitted can only be changed after it is returned."))
    tidy = [
        MeasureFacts(normalise(each.name), each.promised, normalise(each.counted_in), each.baseline)
        for each in measures
    ]
    if reasons := why_not_measures(tidy):
        raise NotRegistrable(*reasons)
    claim(registration, version=version, at=at)
    registration.measures.all().delete()
    Measure.objects.bulk_create(
        Measure(registration=registration, order=order, **vars(each)) for order, each in enumerate(tidy)
    )
    record("registry.promise", on=registration, by=by, at=at, measures=[vars(each) for each in tidy])


@transaction.atomic
def start(registration: Registration, *, by: User, at: datetime) -> None:
    """Say that an accepted model is being carried out."""
    move(registration, "registry.start", by=by, at=at)


@transaction.atomic
def report(
    registration: Registration,
    *,
    outcome: str,
    achieved: Mapping[int, Decimal | None],
    version: int,
    by: User,
    at: datetime,
) -> None:
    """Write what a model that is carried out has reached: in words, and by the numbers of its measures.

    :raises NotMovable: if it is not carried out now, or the words are too many.
    :raises Stale: if somebody else changed it meanwhile.
    """
    require(by, "registry.report", on=registration.holder_id)
    reasons = why_not_step(registration.campaign)
    if registration.state != State.IN_PROGRESS:
        reasons.append(_("Results are written while the model is carried out, and before it is proposed."))
    if len(outcome) > TEXT_LIMIT:
        reasons.append(_("The result is longer than %(limit)s characters.") % {"limit": TEXT_LIMIT})
    if reasons:
        raise NotMovable(*reasons)
    claim(registration, version=version, at=at)
    registration.particulars.outcome = normalise(outcome)
    registration.particulars.save()
    for measure in registration.measures.filter(pk__in=achieved):
        measure.achieved = achieved[measure.pk]
        measure.save(update_fields=["achieved"])
    told = {str(pk): value for pk, value in achieved.items()}
    record("registry.report", on=registration, by=by, at=at, outcome=outcome, achieved=told)
    registration_changed.send(Registration, registration=registration)


@transaction.atomic
def propose(registration: Registration, *, by: User, at: datetime) -> None:
    """Propose a model for the title, within the days for it and once its results are written.

    :raises NotMovable: with everything that is against it.
    """
    require(by, "registry.propose", on=registration.holder_id)
    reasons = []
    if registration.state == State.IN_PROGRESS:
        days = (registration.campaign, registration.unit_id, local_day(at))
        reasons = why_not_in(PhaseKind.SELF_SCORING, *days) + why_not_propose(registration)
    if reasons:
        raise NotMovable(*reasons)
    move(registration, "registry.propose", by=by, at=at)


@transaction.atomic
def send_back(registration: Registration, *, reason: str, by: User, at: datetime) -> None:
    """Give a proposed model back to its unit, with the reason; it is carried out again."""
    move(registration, "registry.send_back", by=by, at=at, reason=normalise(reason))
