"""Who may score what, what a mark may be, and what a score comes to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from kheo.foundation.accounts.models import User
from kheo.lib.dates import short_date
from kheo.lib.numbers import grouped
from kheo.lib.vitext import normalise
from kheo.movement.appraisal.models import Conflict, Round, Sheet
from kheo.movement.appraisal.states import SheetState
from kheo.movement.campaigns.models import Campaign
from kheo.movement.campaigns.rules import why_not_step
from kheo.movement.campaigns.states import Procedure
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import TITLED, State
from kheo.organisation.access.models import Post
from kheo.organisation.access.rules import above, can, held_by, require, today
from kheo.organisation.units.models import Lineage

MOST_SCORERS = 50
REASON_LIMIT = 500


# Interests ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Interests:
    """With which units each person has to do: through a post there or in what belongs to it, or as declared; each unit
    with the reason."""

    of: Mapping[int, Mapping[int, str]]

    def why_barred(self, person: int, registration: Registration) -> str:
        """Return why somebody is kept from a registration; empty if nothing keeps them."""
        return self.why_kept_from(person, {registration.unit_id, registration.holder_id, registration.registered_by_id})

    def why_kept_from(self, person: int, units: Collection[int]) -> str:
        """Return why somebody is kept from what some units have to do with; empty if nothing keeps them."""
        known = self.of.get(person, {})
        return next((known[unit] for unit in sorted(units) if unit in known), "")


def interests_of(people: Iterable[int], steering: int, day: date) -> Interests:
    """Return the interests of scorers of a campaign that a unit steers, on a day.

    A post at a unit is an interest in it and in all that belongs to it, and one in a part of a unit is an interest in
    that unit; posts at the steering unit and above are what scoring is done by, and are none.
    """
    wanted = list(people)
    found: dict[int, dict[int, str]] = {person: {} for person in wanted}
    above = set(Lineage.objects.reaching(day).filter(unit=steering).values_list("ancestor_id", flat=True))
    posts = Post.objects.on(day).filter(user__in=wanted).exclude(unit__in=above).select_related("unit")
    for post in posts:
        line = Q(ancestor=post.unit_id) | Q(unit=post.unit_id)
        pairs = Lineage.objects.reaching(day).filter(line).values_list("unit_id", "ancestor_id")
        near = {unit for pair in pairs for unit in pair} - above
        reason = _("holds a post at %(unit)s") % {"unit": post.unit.name}
        found[post.user_id] |= dict.fromkeys(near, reason)
    for conflict in Conflict.objects.filter(user__in=wanted, ended_at=None):
        declared = _("declared: %(reason)s") % {"reason": conflict.reason}
        found[conflict.user_id][conflict.unit_id] = declared
    return Interests(found)


def why_barred(user: User, registration: Registration) -> str:
    """Return why somebody is kept from a registration today; empty if nothing keeps them."""
    return interests_of([user.pk], registration.campaign.unit_id, today()).why_barred(user.pk, registration)


def why_kept_from_sheet(user: User, sheet: Sheet) -> str:
    """Return in a sentence why somebody may not hand in a sheet; empty if nothing keeps them from it."""
    reason = why_barred(user, sheet.registration)
    return _("You have to do with this unit: %(reason)s.") % {"reason": reason} if reason else ""


def require_own(sheet: Sheet, by: User) -> None:
    """Let nobody write on the sheet of somebody else; a unit's own is written by its officers."""
    if sheet.scorer_id is None:
        require(by, "appraisal.self_score", on=sheet.registration.holder_id)
    elif sheet.scorer_id != by.pk:
        raise PermissionDenied("appraisal.mark")
    else:
        require(by, "appraisal.mark", on=sheet.registration.campaign.unit_id)


def why_not_see_scores(user: User, registration: Registration) -> str:
    """Return why somebody who looks after an appraisal does not see the scores of one model; empty if they do: an
    interest keeps them from it, or a sheet of their own that is still out."""
    if not can(user, "appraisal.oversee", on=registration.campaign.unit_id):
        return _("Only the standing office and the leaders of the steering unit see the scores.")
    if reason := why_barred(user, registration):
        return _("You have to do with this unit: %(reason)s.") % {"reason": reason}
    if Sheet.objects.filter(registration=registration, scorer=user, state=SheetState.ASSIGNED).exists():
        return _("You are to score this model yourself. Hand in your own sheet first.")
    return ""


def hidden_from(user: User, campaign: Campaign, rows: Sequence[Any]) -> set[int]:  # Any: rows that bear more
    """Return of which registrations somebody who looks after a campaign must not see the scores: of rows that tell
    whether an interest `is_declared`, and whether the sheet of their `is_own` is still out. Asks for posts only of
    those who hold one elsewhere than in line with the steering unit."""
    hidden = {row.pk for row in rows if row.is_declared or row.is_own}
    line = above(user, campaign.unit_id)
    if any(post.unit_id not in line for post in held_by(user)):
        interests = interests_of([user.pk], campaign.unit_id, today())
        hidden |= {row.pk for row in rows if interests.why_barred(user.pk, row)}
    return hidden


def may_read_result(user: User, registration: Registration) -> bool:
    """Return whether somebody reads how a model of their unit came to its result: once it is decided."""
    is_decided = registration.state in TITLED | {State.NOT_RECOGNISED, State.REVOKED}
    return is_decided and can(user, "appraisal.read", on=registration.holder_id)


# Sheets ------------------------------------------------------------------------------------------------------------


def why_not_open(campaign: Campaign, each: int, *, has_criteria: bool) -> list[str]:
    """Return every reason against opening the appraisal of a campaign."""
    reasons = why_not_step(campaign)
    if campaign.procedure != Procedure.FULL:
        reasons.append(_("In this campaign the title is decided on paper; nothing is scored here."))
    if not has_criteria:
        reasons.append(_("Choose the criteria of the campaign first."))
    if not 1 <= each <= MOST_SCORERS:
        reasons.append(_("Each model is scored by 1 to %(most)s people.") % {"most": MOST_SCORERS})
    return reasons


def why_not_assign(campaign: Campaign, opened: Round | None, open_to_scorers: int) -> list[str]:
    """Return every reason against giving out sheets of a campaign, for so many models whose scoring is not over."""
    reasons = why_not_step(campaign)
    if opened is None:
        reasons.append(_("The appraisal of this campaign has not been opened."))
    elif not open_to_scorers:
        reasons.append(_("None of these models can be given out: their scoring is over, or they are not proposed yet."))
    return reasons


def why_not_change(sheet: Sheet) -> list[str]:
    """Return what is against changing a sheet at all: the scoring of its model is over, or has not begun, or its
    campaign is closed."""
    reasons = why_not_step(sheet.registration.campaign)
    if sheet.registration.state not in OPEN_TO_SCORERS:
        said = {"state": sheet.registration.get_state_display()}
        reasons.append(_("The model is “%(state)s”; its sheets cannot be changed.") % said)
    return reasons


OPEN_TO_SCORERS = frozenset({State.PROPOSED, State.SELF_SCORED, State.SURVEYED})


def why_not_self_score(registration: Registration, opened: Round | None) -> list[str]:
    """Return every reason against a unit scoring its own model now."""
    reasons = why_not_step(registration.campaign)
    if opened is None:
        reasons.append(_("The standing office has not opened the appraisal yet, so the criteria may still change."))
    if registration.state != State.PROPOSED:
        said = {"state": registration.get_state_display()}
        reasons.append(_("The unit scores itself once its model is proposed; it is “%(state)s” now.") % said)
    return reasons


# Visits and the end of the scoring ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class VisitFacts:
    """A survey on the spot: when, where, by whom, and what was found."""

    visited_on: date
    place: str
    team: str
    findings: str


def why_not_visit(facts: VisitFacts, registration: Registration, day: date) -> list[str]:
    """Return every reason against entering a survey on a day."""
    reasons = why_not_step(registration.campaign)
    if registration.state not in (State.SELF_SCORED, State.SURVEYED):
        said = {"state": registration.get_state_display()}
        reasons.append(_("A survey comes after the self-scoring; the model is “%(state)s” now.") % said)
    if not all(map(normalise, (facts.place, facts.team, facts.findings))):
        reasons.append(_("Say where it was, who went, and what was found."))
    if facts.visited_on > day:
        reasons.append(_("The day of the visit is still to come. Enter it afterwards."))
    if facts.visited_on < registration.campaign.starts_on:
        said = {"day": short_date(registration.campaign.starts_on)}
        reasons.append(_("The visit lies before the campaign began on %(day)s.") % said)
    return reasons


@dataclass(frozen=True)
class Closing:
    """How the scoring of a model is closed: with other points than the mean, or as ruled out, and why."""

    final: Decimal | None = None
    veto: int | None = None
    reason: str = ""


def why_not_close(registration: Registration, *, waiting: int, done: int, wanted: int, closing: Closing) -> list[str]:
    """Return every reason against closing the scoring of a model: `waiting` sheets are out, `done` are in of those
    `wanted`."""
    reasons = []
    if registration.state == State.SELF_SCORED and registration.campaign.needs_survey:
        reasons.append(_("In this campaign a survey on the spot comes before the scoring is closed."))
    if waiting:
        reasons.append(_("%(number)s sheets are still out. Wait for them, or withdraw them.") % {"number": waiting})
    if not done:
        reasons.append(_("Nobody has scored it yet."))
    elif done < wanted and not normalise(closing.reason):
        said = {"done": done, "wanted": wanted}
        reasons.append(_("Only %(done)s of %(wanted)s people scored it. Give the reason why that is enough.") % said)
    return reasons


def why_not_adjust(closing: Closing, most: Decimal) -> list[str]:
    """Return every reason against closing otherwise than with the mean and without a veto."""
    if closing.final is None and closing.veto is None:
        return []
    reasons = [] if normalise(closing.reason) else [_("Please give the reason.")]
    if closing.final is not None and not 0 <= closing.final <= most:
        reasons.append(_("The points lie between 0 and %(most)s.") % {"most": grouped(most.normalize())})
    return reasons
