"""Of which models something was told, which are silent or due to be looked at again, and how a model goes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date, start_of_day
from kheo.lib.vitext import exact_key
from kheo.machinery.registers.kit import WITHOUT_TASK, Fault, Record, Said
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.states import CampaignState
from kheo.movement.following.models import Check, DiaryLine, Reached, Recheck
from kheo.movement.following.rules import due_before, first_day, last_ended, period_of, silent_since
from kheo.movement.following.states import Verdict
from kheo.movement.recognition.models import Decision
from kheo.movement.recognition.queries import standing_now
from kheo.movement.registry.models import Exemplar, Measure, Registration
from kheo.movement.registry.queries.naming import models_held
from kheo.movement.registry.states import COUNTED, TITLED, State
from kheo.organisation.access.rules import in_reach, reach, today
from kheo.organisation.units.models import Unit

# In the register this year, and going on.
GOING_ON = COUNTED - {State.ENDED}


def all_lines() -> QuerySet[DiaryLine]:
    """Return all lines of diaries, as such: the manager of registers knows them as lines of some register only."""
    return QuerySet(DiaryLine)


def all_checks() -> QuerySet[Check]:
    """Return all half-year checks, as such."""
    return QuerySet(Check)


def all_rechecks() -> QuerySet[Recheck]:
    """Return all re-checks, as such."""
    return QuerySet(Recheck)


def is_seen_by(user: User, number: int) -> bool:
    """Return whether a user may see a line of a diary: a unit that has its difficulty as a task need not."""
    return lines_seen_by(user).filter(pk=number).exists()


def lines_seen_by(user: User) -> QuerySet[DiaryLine]:
    """Return the lines of diaries that a user may see."""
    return all_lines().filter(in_reach(user, "following.view"))


# What may be named ----------------------------------------------------------------------------------------------------


def models_of(user: User) -> QuerySet[Exemplar]:
    """Return the models that the user's units follow, in the order of their names."""
    return models_held(user, "following.enter")


def models_to_recheck(user: User) -> QuerySet[Exemplar]:
    """Return the models that the user may re-check, in the order of their names: those whose recognition stands."""
    held = models_held(user, "following.recheck")
    return held.filter(Exists(standing_now().filter(registration__exemplar=OuterRef("pk"))))


def doers_for(user: User) -> QuerySet[Unit]:
    """Return the units to which the user may give a difficulty, in order."""
    return Unit.objects.filter(pk__in=reach(user, "duties.assign"), closed_on=None).in_order()


def same_as(one: Any) -> QuerySet[Exemplar, int]:  # Any: a number, or a reference within a question
    """Return the numbers of a model, and of those that were found to be it."""
    return Exemplar.objects.filter(Q(pk=one) | Q(merged_into=one)).values_list("pk", flat=True)


# What is against a line -----------------------------------------------------------------------------------------------


def against_diary(said: Said, _record: Record | None) -> list[Fault]:
    """Return what is against a line of a diary: a day that is still to come."""
    return _ahead(said["done_on"], "done_on")


def against_reached(said: Said, _record: Record | None) -> list[Fault]:
    """Return what the promise of a model has against what was reached: an indicator that is none of its own."""
    names = list(dict.fromkeys(measure.name for measure in measures_of(said["check_of"].exemplar_id)))
    if exact_key(said["indicator"]) in {exact_key(name) for name in names}:
        return []
    if not names:
        words = _("“%(model)s” has promised no indicator. Enter its targets at the registration first.")
        return [Fault(words % {"model": said["check_of"].exemplar}, "indicator")]
    words = _("“%(model)s” has no such indicator. It has: %(names)s.")
    return [Fault(words % {"model": said["check_of"].exemplar, "names": "; ".join(names)}, "indicator")]


def against_recheck(said: Said, _record: Record | None) -> list[Fault]:
    """Return what is against a re-check: a day to come, or before the model was recognised, or no recognition that
    stands."""
    about = standing_now().filter(registration__exemplar__in=same_as(said["exemplar"].pk))
    first = about.order_by("decision__signed_on").values_list("decision__signed_on", flat=True).first()
    if first is None:
        return [Fault(_("Only a recognised model is re-checked; no recognition of it stands."), "exemplar")]
    if said["checked_on"] < first:
        words = _("It was recognised on %(day)s only.") % {"day": short_date(first)}
        return [Fault(words, "checked_on")]
    return _ahead(said["checked_on"], "checked_on")


def _ahead(day: date, name: str) -> list[Fault]:
    return [Fault(_("This day is still to come."), name)] if day > today() else []


def measures_of(exemplar: int) -> QuerySet[Measure]:
    """Return what a model promised by indicators, in its newest year first."""
    rows = Measure.objects.filter(registration__exemplar__in=same_as(exemplar))
    return rows.order_by("-registration__campaign__year", "order", "pk")


def indicators_near(near: Check | Reached) -> list[str]:
    """Return the indicators among which one is chosen, of a check or of what was reached by it: those that the model
    promised, and the one that is entered."""
    check, own = (near.check_of, [near.indicator]) if isinstance(near, Reached) else (near, [])
    return list(dict.fromkeys([*(measure.name for measure in measures_of(check.exemplar_id)), *own]))


# Figures --------------------------------------------------------------------------------------------------------------


def told_in_year(day: date) -> Q:
    """Return the condition of registrations of whose models the diary or a half-year check tells something of the year
    of a day, up to it."""
    return _told(date(day.year, 1, 1), day)


def hard_in_year(day: date) -> Q:
    """Return the condition of registrations of whose models the diary tells a difficulty in the year of a day."""
    return Q(Exists(_diary().filter(is_hard=True, done_on__gte=date(day.year, 1, 1), done_on__lte=day)))


def silent(day: date) -> Q:
    """Return the condition of registrations of models that go on, were in the register in both of the two half-years
    that ended last, and of which nothing was told since the first of these began."""
    until = start_of_day(first_day(last_ended(day)))
    earlier = Registration.objects.filter(exemplar=OuterRef("exemplar"), accepted_at__lt=until)
    return Q(Exists(earlier), state__in=sorted(GOING_ON)) & ~_told(silent_since(day), day)


def _told(first: date, last: date) -> Q:
    checks = all_checks().filter(withdrawn_at=None, exemplar__in=same_as(OuterRef(OuterRef("exemplar"))))
    of_then = checks.filter(period__gte=period_of(first), period__lte=period_of(last))
    return Q(Exists(_diary().filter(done_on__gte=first, done_on__lte=last))) | Q(Exists(of_then))


def _diary() -> QuerySet[DiaryLine]:
    return all_lines().filter(withdrawn_at=None, exemplar__in=same_as(OuterRef(OuterRef("exemplar"))))


def due(day: date) -> Q:
    """Return the condition of registrations that were recognised and whose models are due to be re-checked on a day:
    some months after they were recognised, and after each re-check; one that was found to have ended is not looked at
    again."""
    until = due_before(day, settings.RECHECK_MONTHS)
    known = standing_now().filter(registration=OuterRef("pk"), decision__signed_on__lte=until)
    seen = all_rechecks().filter(withdrawn_at=None, exemplar__in=same_as(OuterRef(OuterRef("exemplar"))))
    settled = seen.filter(Q(checked_on__gt=until) | Q(verdict=Verdict.ENDED))
    return Q(Exists(known), ~Exists(settled), state__in=sorted(TITLED - {State.ENDED}))


def found(verdict: Verdict, day: date) -> Q:
    """Return the condition of re-checks that are the last of their model until a day, and found this."""
    later = all_rechecks().filter(exemplar=OuterRef("exemplar"), withdrawn_at=None, checked_on__lte=day)
    after = Q(checked_on__gt=OuterRef("checked_on")) | Q(checked_on=OuterRef("checked_on"), pk__gt=OuterRef("pk"))
    return Q(~Exists(later.filter(after)), verdict=verdict, checked_on__lte=day)


def ended_but_recognised(day: date) -> Q:
    """Return the condition of re-checks by which a model ended whose recognition still stands: it lapses by a decision
    only."""
    stands = standing_now().filter(registration__exemplar=OuterRef("exemplar"))
    return found(Verdict.ENDED, day) & Q(Exists(stands))


def hard(day: date) -> Q:
    """Return the condition of lines with a difficulty in the year of a day, up to it."""
    return Q(is_hard=True, done_on__year=day.year, done_on__lte=day)


def unanswered(day: date) -> Q:
    """Return the condition of lines whose difficulty nobody has answered, nor given to a unit."""
    return Q(is_hard=True, answered_on=None, done_on__lte=day) & WITHOUT_TASK


# What waits -----------------------------------------------------------------------------------------------------------


def silent_for(user: User, day: date) -> QuerySet[Registration]:
    """Return the registrations of silent models, of the campaign that the list of registrations opens with."""
    return _open_campaign(user, day).filter(silent(day))


def _open_campaign(user: User, day: date) -> QuerySet[Registration]:
    seen = Campaign.objects.visible_to(user).filter(state=CampaignState.OPEN).newest_first()
    shown = Campaign.objects.filter(pk__in=seen.values("pk")[:1], ends_on__gte=day)
    return Registration.objects.visible_to(user).filter(campaign__in=shown.values("pk"))


def due_for(user: User, day: date) -> QuerySet[Registration]:
    """Return the registrations of recognised models that are due, each model once, of the movement of the campaign
    that the list of registrations opens with."""
    seen = Campaign.objects.visible_to(user).filter(state=CampaignState.OPEN).newest_first()
    shown = Campaign.objects.filter(pk__in=seen.values("pk")[:1])
    same = {
        "campaign__movement__in": shown.values("movement"),
        "campaign__unit__in": shown.values("unit"),
        "state__in": sorted(TITLED),
    }
    titled = Registration.objects.filter(**same)
    year = OuterRef("campaign__year")
    later = Q(campaign__year__gt=year) | Q(campaign__year=year, pk__gt=OuterRef("pk"))
    newest = ~Exists(titled.filter(later, exemplar=OuterRef("exemplar")))
    return Registration.objects.visible_to(user).filter(newest, due(day), **same)


@dataclass(frozen=True)
class Silent:
    """How many models of a unit are silent."""

    unit_id: int
    number: int


def units_with_silent(day: date) -> list[Silent]:
    """Return the units with silent models in the campaigns that are open, in order."""
    rows = Registration.objects.filter(silent(day), campaign__state=CampaignState.OPEN, campaign__ends_on__gte=day)
    found: dict[int, set[int]] = {}
    for holder, exemplar in rows.order_by("holder_id").values_list("holder_id", "exemplar_id"):
        found.setdefault(holder, set()).add(exemplar)
    return [Silent(unit, len(numbers)) for unit, numbers in found.items()]


def rechecked_last(day: date) -> Iterable[tuple[Registration, date]]:
    """Yield the registrations that were recognised and are due to be re-checked by a day, the newest of each model,
    each with the day on which it was recognised or looked at last."""
    rows = Registration.objects.filter(due(day)).select_related("exemplar").order_by("exemplar_id", "-campaign__year")
    signed = standing_now().values_list("registration").annotate(day=Max("decision__signed_on"))
    newest: dict[int, Registration] = {}
    for row in rows.iterator(chunk_size=500):
        newest.setdefault(row.exemplar_id, row)
    by_registration = dict(signed.filter(registration__in=[row.pk for row in newest.values()]))
    checks = all_rechecks().filter(withdrawn_at=None, exemplar__in=newest).values_list("exemplar")
    by_exemplar = dict(checks.annotate(day=Max("checked_on")))
    for exemplar, row in newest.items():
        yield row, by_exemplar.get(exemplar) or by_registration[row.pk]


# One model ------------------------------------------------------------------------------------------------------------


def decision_to_revoke(recheck: Recheck) -> int | None:
    """Return the number of the newest decision by which the recognition of a model that ended stands; None if none
    does, or the model has not ended."""
    if recheck.verdict != Verdict.ENDED:
        return None
    about = Decision.objects.filter(
        recognitions__in=standing_now().filter(registration__exemplar__in=same_as(recheck.exemplar_id))
    )
    return about.order_by("-signed_on", "-pk").values_list("pk", flat=True).first()


@dataclass(frozen=True)
class Upkeep:
    """What the last re-check of a recognised model found, as readers are told it."""

    verdict: str
    checked_on: date
    ended_on: date | None


UPKEEP = ("verdict", "checked_on", "ended_on")


def upkeep_columns(exemplar: str) -> dict[str, Subquery]:
    """Return the columns of a question that hold the last re-check of the model that it names, for `upkeep_of`."""
    checks = all_rechecks().filter(withdrawn_at=None, exemplar__in=same_as(OuterRef(OuterRef(exemplar))))
    last = checks.order_by("-checked_on", "-pk")
    return {f"upkeep_{name}": Subquery(last.values(name)[:1]) for name in UPKEEP}


def upkeep_of(row: Any, recognised_on: date) -> Upkeep | None:  # Any: a row with these columns
    """Return what a row holds of the last re-check; None if there is none since a model was recognised last."""
    verdict, checked_on, ended_on = (getattr(row, f"upkeep_{name}") for name in UPKEEP)
    return Upkeep(verdict, checked_on, ended_on) if checked_on and checked_on >= recognised_on else None
