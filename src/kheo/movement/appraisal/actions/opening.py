"""An appraisal is opened, and its sheets are given out or taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.movement.appraisal.models import Mark, Round, Sheet
from kheo.movement.appraisal.queries import criteria_for, most_for, round_of, scorers_of
from kheo.movement.appraisal.rules import (
    OPEN_TO_SCORERS,
    interests_of,
    require_own,
    why_kept_from_sheet,
    why_not_assign,
    why_not_change,
    why_not_open,
)
from kheo.movement.campaigns.models import Campaign
from kheo.movement.criteria.actions import freeze
from kheo.movement.criteria.queries import uses_of
from kheo.movement.registry.models import Registration
from kheo.movement.scoring import actions as scoring
from kheo.movement.scoring.kit import Scoring
from kheo.organisation.access.rules import require


class NotAppraised(Refused):
    """The rules are against this step of the appraisal now."""


def _wait_turn(sheet: Sheet) -> None:
    """Hold the registration of a sheet for the rest of the transaction, and read again how it stands: a sheet that is
    in is taken out of the total before the scoring is closed, or not at all."""
    held = Registration.objects.select_for_update(of=("self",)).only("state").get(pk=sheet.registration_id)
    sheet.registration.state = held.state


SCORED = Scoring(
    room="appraisal",
    subject="registration",
    sheets=Sheet,
    marks=Mark,
    refused=NotAppraised,
    criteria=lambda sheet: criteria_for(sheet.registration),
    why_not_change=why_not_change,
    hold=_wait_turn,
    require=require_own,
    why_barred=why_kept_from_sheet,
)


@transaction.atomic
def open_round(campaign: Campaign, *, each: int, by: User, at: datetime) -> Round:
    """Open the appraisal of a campaign, in which every model is scored by so many people: its criteria stand from now
    on. Opening it again changes how many.

    :raises NotAppraised: with every reason against.
    """
    require(by, "appraisal.open", on=campaign.unit_id)
    uses = uses_of(campaign)
    if reasons := why_not_open(campaign, each, has_criteria=bool(uses)):
        raise NotAppraised(*reasons)
    for use in uses:
        freeze(use.criteria_set, by=by, at=at)
    opened, _made = Round.objects.get_or_create(
        campaign=campaign, defaults={"each": each, "opened_at": at, "opened_by": by}
    )
    if opened.each != each:
        Round.objects.filter(pk=opened.pk).update(each=each)
        opened.refresh_from_db()
    record("appraisal.open", on=campaign, by=by, at=at, each=each)
    return opened


@transaction.atomic
def assign(
    campaign: Campaign, registrations: Sequence[Registration], people: Sequence[User], *, by: User, at: datetime
) -> list[Registration]:
    """Give out the sheets of registrations to people, evenly, whoever has to do with a unit left out; what was given
    before stays, models whose scoring is over are passed by, and nobody is given one that they stepped aside from.
    Returns the registrations for which there were not enough people.

    :raises NotAppraised: if the appraisal is not open, nothing is left to give out, or somebody may not score in it.
    """
    require(by, "appraisal.assign", on=campaign.unit_id)
    opened = round_of(campaign)
    registrations = [each for each in registrations if each.state in OPEN_TO_SCORERS]
    reasons = why_not_assign(campaign, opened, len(registrations))
    if opened is None or reasons:
        raise NotAppraised(*reasons)
    allowed = {person.pk for person in scorers_of(campaign, local_day(at))}
    if strangers := [str(person) for person in people if person.pk not in allowed]:
        raise NotAppraised(_("They hold no post to score with: %(names)s.") % {"names": ", ".join(strangers)})
    most = most_for(registrations, campaign)
    if lacking := [each.exemplar.name for each in registrations if each.pk not in most]:
        raise NotAppraised(_("No criteria are meant for: %(names)s.") % {"names": "; ".join(lacking[:20])})
    # Two officers who give out at once wait for each other here.
    Round.objects.select_for_update().get(pk=opened.pk)
    spread = scoring.give_out(
        SCORED,
        {each.pk: most[each.pk] for each in registrations},
        people,
        each=opened.each,
        among=Sheet.objects.filter(registration__campaign=campaign),
        barred=_barred(campaign, registrations, people, at),
        on=campaign,
        by=by,
        at=at,
    )
    for scorer in people:
        _tell(scorer, campaign, sum(1 for pair in spread.pairs if pair[1] == scorer.pk), by=by, at=at)
    return [each for each in registrations if each.pk in set(spread.short)]


def _barred(
    campaign: Campaign, registrations: Sequence[Registration], people: Sequence[User], at: datetime
) -> set[tuple[int, int]]:
    """Return who must not score what for an interest."""
    interests = interests_of([person.pk for person in people], campaign.unit_id, local_day(at))
    return {(one.pk, p.pk) for one in registrations for p in people if interests.why_barred(p.pk, one)}


def _tell(person: User, campaign: Campaign, number: int, *, by: User, at: datetime) -> None:
    """Let a scorer hear of new sheets."""
    if not number:
        return
    said = ngettext("%(number)s model waits for your points.", "%(number)s models wait for your points.", number)
    message = Message(
        kind="appraisal.assign",
        key=f"appraisal.assign:{campaign.pk}:{person.pk}:{at.isoformat()}",
        title=_("To be scored: %(campaign)s") % {"campaign": campaign.name},
        text=said % {"number": number},
        url=reverse("appraisal:mine"),
        unit_id=campaign.unit_id,
    )
    tell([person], message, by=by, at=at)


@transaction.atomic
def withdraw(sheet: Sheet, *, reason: str, by: User, at: datetime) -> None:
    """Take a sheet back from its scorer, with the reason; what was given counts no more.

    :raises NotAppraised: with every reason against.
    """
    require(by, "appraisal.withdraw", on=sheet.registration.campaign.unit_id)
    scoring.withdraw(SCORED, sheet, reason=reason, by=by, at=at)
