"""A copy becomes a model of the unit's own: one that it has, or one that it registers in the running campaign."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import local_day
from kheo.movement.campaigns.models import Campaign
from kheo.movement.registry.actions import register
from kheo.movement.registry.models import Exemplar, Registration
from kheo.movement.registry.rules import Facts
from kheo.movement.replication.actions.claims import NotCopied, take, tell_asker, tell_origin
from kheo.movement.replication.models import Adoption
from kheo.movement.replication.queries import bearer
from kheo.movement.replication.queries.lineage import first_of, lines_in
from kheo.movement.replication.rules import why_not_link, why_not_step
from kheo.movement.replication.signals import lineage_changed
from kheo.organisation.access.rules import require


@transaction.atomic
def begin(adoption: Adoption, exemplar: Exemplar, *, by: User, at: datetime) -> None:
    """Link a copy with the model of the unit that came of it; from now on it stands in the line of its origin.

    :raises NotCopied: with every reason against: it must be the unit's, a copy of nothing else, and make no circle.
    :raises Stale: if somebody else took a step meanwhile.
    """
    require(by, "replication.begin", on=adoption.unit_id)
    family = first_of(adoption.origin)
    holder = bearer(adoption, local_day(at)).pk
    if reasons := why_not_link(adoption, exemplar, holder, lines_in(family)):
        raise NotCopied(*reasons)
    day = adoption.begun_on or local_day(at)
    changes: dict[str, Any] = {"exemplar": exemplar, "family": family, "begun_on": day}
    take(adoption, "replication.begin", exemplar.name, by=by, at=at, **changes)
    # What was taken from this model before stands in the longer line now.
    Adoption.objects.filter(family=exemplar).update(family=family)
    told = {"unit": adoption.unit.name, "name": adoption.origin.name}
    title = _("%(unit)s begins to copy “%(name)s”") % told
    tell_asker(adoption, "begun", title, exemplar.name, by=by, at=at)
    tell_origin(adoption, "begun_there", title, exemplar.name, by=by, at=at)
    lineage_changed.send(Adoption, adoption=adoption)


@transaction.atomic
def begin_anew(
    adoption: Adoption, facts: Facts, *, campaign: Campaign, by: User, at: datetime, form_key: UUID | None = None
) -> Registration:
    """Register a model of the unit in the running campaign as a draft, and link the copy with it.

    :raises NotCopied: with every reason against.
    :raises NotRegistrable: with what the register has against it; then nothing is kept.
    """
    reasons = why_not_step(adoption, "replication.begin", facts.name)
    if reasons := reasons or ([_("The unit's own model is linked already.")] if adoption.exemplar_id else []):
        raise NotCopied(*reasons)
    unit = bearer(adoption, local_day(at))
    made = register(facts, campaign=campaign, unit=unit, by=by, at=at, form_key=form_key)
    begin(adoption, made.exemplar, by=by, at=at)
    return made
