"""A survey on the spot is entered."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.foundation.files.models import StoredFile
from kheo.lib.dates import local_day
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.actions.opening import NotAppraised
from kheo.movement.appraisal.models import Visit, VisitPhoto
from kheo.movement.appraisal.rules import VisitFacts, why_not_visit
from kheo.movement.registry.actions import move
from kheo.movement.registry.models import Registration
from kheo.movement.registry.rules import require_step
from kheo.movement.registry.states import State


@transaction.atomic
def survey(
    registration: Registration,
    facts: VisitFacts,
    *,
    minutes: StoredFile | None = None,
    photos: Sequence[tuple[StoredFile, str]] = (),
    by: User,
    at: datetime,
) -> Visit:
    """Enter a visit to a model, with the signed minutes and photos with their captions; the first one takes the model
    on. The same visit entered twice is one.

    :raises NotAppraised: with every reason against.
    """
    require_step(by, "appraisal.survey", registration)
    if reasons := why_not_visit(facts, registration, local_day(at)):
        raise NotAppraised(*reasons)
    said = {"place": normalise(facts.place), "team": normalise(facts.team), "findings": normalise(facts.findings)}
    visit, made = Visit.objects.get_or_create(
        registration=registration,
        visited_on=facts.visited_on,
        **said,
        defaults={"minutes": minutes, "by": by, "at": at},
    )
    if not made:
        return visit
    VisitPhoto.objects.bulk_create(
        VisitPhoto(visit=visit, file=file, caption=normalise(caption)[:300]) for file, caption in photos
    )
    files = [str(file.pk) for file, _caption in photos] + ([str(minutes.pk)] if minutes else [])
    record("appraisal.visit", on=visit, by=by, at=at, day=facts.visited_on, files=files, **said)
    if registration.state == State.SELF_SCORED:
        move(registration, "appraisal.survey", by=by, at=at)
    return visit
