"""An appraisal is opened, and its sheets are given out or taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.foundation.accounts.models import User
from kheo.foundation.audit.actions import record
from kheo.lib.dates import local_day
from kheo.lib.refusals import Refused, Stale
from kheo.lib.scoring import spread_evenly
from kheo.lib.vitext import normalise
from kheo.machinery.notices.actions import tell
from kheo.machinery.notices.kit import Message
from kheo.movement.appraisal.models import Round, Sheet
from kheo.movement.appraisal.queries import most_for, round_of, scorers_of
from kheo.movement.appraisal.rules import OPEN_TO_SCORERS, interests_of, why_not_assign, why_not_open, why_not_step_to
from kheo.movement.appraisal.states import MOVES, SheetState
from kheo.movement.campaigns.models import Campaign
from kheo.movement.criteria.actions import freeze
from kheo.movement.criteria.queries import uses_of
from kheo.movement.registry.models import Registration
from kheo.organisation.access.rules import require


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
    pairs = spread_evenly(
        [each.pk for each in registrations],
        [each.pk for each in people],
        opened.each,
        barred=_barred(campaign, registrations, people, at),
        given=_given(campaign),
    )
    for number, person in pairs.pairs:
        said = {"state": SheetState.ASSIGNED, "assigned_at": at, "reason": "", "most": most[number]}
        Sheet.objects.update_or_create(registration_id=number, scorer_id=person, defaults=said)
    record("appraisal.assign", on=campaign, by=by, at=at, pairs=[list(pair) for pair in pairs.pairs])
    for scorer in people:
        _tell(scorer, campaign, sum(1 for pair in pairs.pairs if pair[1] == scorer.pk), by=by, at=at)
    return [each for each in registrations if each.pk in set(pairs.short)]


def _barred(
    campaign: Campaign, registrations: Sequence[Registration], people: Sequence[User], at: datetime
) -> set[tuple[int, int]]:
    """Return who must not score what: for an interest, or because they abstained or stepped aside."""
    interests = interests_of([person.pk for person in people], campaign.unit_id, local_day(at))
    barred = {(one.pk, p.pk) for one in registrations for p in people if interests.why_barred(p.pk, one)}
    aside = Sheet.objects.of_members().filter(registration__campaign=campaign)
    aside = aside.filter(state__in=(SheetState.ABSTAINED, SheetState.RECUSED))
    return barred | set(aside.values_list("registration_id", "scorer_id"))


def _given(campaign: Campaign) -> set[tuple[int, int]]:
    """Return who has been given what of a campaign and has not put it aside."""
    given = Sheet.objects.of_members().filter(registration__campaign=campaign)
    given = given.filter(state__in=(SheetState.ASSIGNED, SheetState.DONE))
    return set(given.values_list("registration_id", "scorer_id"))


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
    wait_turn(sheet)
    reasons = why_not_step_to(sheet, SheetState.WITHDRAWN) or (
        [] if normalise(reason) else [_("Please give the reason.")]
    )
    if reasons:
        raise NotAppraised(*reasons)
    take(sheet, SheetState.WITHDRAWN, version=sheet.version, by=by, at=at, reason=normalise(reason)[:300])


def wait_turn(sheet: Sheet) -> None:
    """Hold the registration of a sheet for the rest of the transaction, and read again how it stands: a sheet that is
    in is taken out of the total before the scoring is closed, or not at all. A part of an act on the sheet."""
    held = Registration.objects.select_for_update(of=("self",)).only("state").get(pk=sheet.registration_id)
    sheet.registration.state = held.state


@transaction.atomic
def take(sheet: Sheet, to: SheetState, *, version: int, by: User, at: datetime, **changes: object) -> None:
    """Take a sheet to a state, as it was read, within the act that asks for it."""
    source = SheetState(sheet.state)
    as_read = Sheet.objects.filter(pk=sheet.pk, version=version, state=source)
    if not as_read.update(state=to, version=F("version") + 1, **changes):
        raise Stale(_("This sheet was changed elsewhere. Reload the page to see it."))
    sheet.refresh_from_db(fields=["state", "version", "total", *changes])
    record(MOVES[source][to], on=sheet, by=by, at=at, source=source, to=to)
