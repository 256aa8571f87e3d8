"""An appraisal is opened, and its sheets are given out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.lib.scoring import spread_evenly
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.models import Conflict, Round, Sheet
from kheo.movement.appraisal.queries import round_of, scorers_of
from kheo.movement.appraisal.rules import interests_of
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import why_not_step
from kheo.movement.campaigns.states import Procedure
from kheo.movement.criteria.actions import freeze
from kheo.movement.criteria.queries import uses_of
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import require
from kheo.organisation.units.models import Unit


class NotAppraised(Refused):
    """The rules are against this step of the appraisal now."""


@transaction.atomic
def open_round(campaign: Campaign, *, each: int, by: User, at: datetime) -> Round:
    """Open the appraisal of a campaign, in which every model is scored by so many people: its criteria stand from now
    on. Opening it again changes how many.

    :raises NotAppraised: with every reason against.
    """
    require(by, "appraisal.open", on=campaign.unit_id)
    uses = uses_of(campaign)
    reasons = why_not_step(campaign)
    if campaign.procedure != Procedure.FULL:
        reasons.append(_("In this campaign the title is decided on paper; nothing is scored here."))
    if not uses:
        reasons.append(_("Choose the criteria of the campaign first."))
    if not 1 <= each <= 50:
        reasons.append(_("Each model is scored by 1 to 50 people."))
    if reasons:
        raise NotAppraised(*reasons)
    for use in uses:
        freeze(use.criteria_set, by=by, at=at)
    said = {"each": each, "opened_at": at, "opened_by": by}
    opened, _made = Round.objects.update_or_create(campaign=campaign, defaults=said)
    record("appraisal.open", on=campaign, by=by, at=at, each=each)
    return opened


@transaction.atomic
def assign(
    campaign: Campaign, registrations: Sequence[Registration], people: Sequence[User], *, by: User, at: datetime
) -> list[Registration]:
    """Give out the sheets of registrations to people, evenly, whoever has to do with a unit left out; what was given
    before stays. Returns the registrations for which there were not enough people.

    :raises NotAppraised: if the appraisal is not open, or somebody may not score in it.
    """
    require(by, "appraisal.assign", on=campaign.unit_id)
    opened = round_of(campaign)
    if opened is None:
        raise NotAppraised(_("The appraisal of this campaign has not been opened."))
    allowed = {person.pk for person in scorers_of(campaign, local_day(at))}
    if strangers := [str(person) for person in people if person.pk not in allowed]:
        raise NotAppraised(_("They hold no post to score with: %(names)s.") % {"names": ", ".join(strangers)})
    interests = interests_of([person.pk for person in people], campaign.unit_id, local_day(at))
    barred = {(one.pk, p.pk) for one in registrations for p in people if interests.why_barred(p.pk, one)}
    given = Sheet.objects.of_members().filter(registration__campaign=campaign)
    taken = set(given.exclude(state=SheetState.WITHDRAWN).values_list("registration_id", "scorer_id"))
    pairs = spread_evenly(
        [each.pk for each in registrations], [each.pk for each in people], opened.each, barred=barred, given=taken
    )
    for number, person in pairs.pairs:
        Sheet.objects.update_or_create(
            registration_id=number, scorer_id=person, defaults={"state": SheetState.ASSIGNED, "assigned_at": at}
        )
    record("appraisal.assign", on=campaign, by=by, at=at, pairs=[list(pair) for pair in pairs.pairs])
    return [each for each in registrations if each.pk in set(pairs.short)]


@transaction.atomic
def declare(unit: Unit, *, reason: str, by: User, at: datetime) -> Conflict:
    """Declare an interest in a unit: its models are kept from who declares it, and what they gave counts no more.

    :raises NotAppraised: if no reason is given.
    """
    if not normalise(reason):
        raise NotAppraised(_("Please give the reason."))
    said = {"reason": normalise(reason), "declared_at": at}
    conflict, made = Conflict.objects.get_or_create(user=by, unit=unit, ended_at=None, defaults=said)
    if made:
        record("appraisal.declare", on=conflict, by=by, at=at, unit=unit.pk, reason=conflict.reason)
        _bar(by, unit, conflict.reason)
    return conflict


def _bar(person: User, unit: Unit, reason: str) -> None:
    """Take the sheets of a person for models of a unit out of every total."""
    open_to = (SheetState.ASSIGNED, SheetState.DONE)
    own = Sheet.objects.filter(scorer=person, state__in=open_to)
    for sheet in own.filter(registration__unit=unit) | own.filter(registration__holder=unit):
        sheet.state, sheet.reason = SheetState.BARRED, reason
        sheet.version += 1
        sheet.save(update_fields=["state", "reason", "version"])
