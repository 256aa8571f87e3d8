"""Dossiers, their rows with what is against them, and the models that may be added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet

from kheo.foundation.accounts.models import User
from kheo.movement.appraisal.models import Appraisal
from kheo.movement.campaigns.states import Level as TitleLevel
from kheo.movement.commendation.models import Commendation, Dossier, Nominee
from kheo.movement.commendation.queries.histories import Proposal, candidates, nominees_of, proposal_of
from kheo.movement.commendation.rules.dossiers import form_facts
from kheo.movement.commendation.rules.eligibility import Candidate, Reward, why_not_commend, why_not_give, why_not_whole
from kheo.movement.commendation.states import MOVES
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Standing
from kheo.movement.registry.models import Registration
from kheo.movement.registry.states import ExemplarKind, OwnerKind
from kheo.organisation.access.rules import can, reach
from kheo.organisation.units.models import Lineage


@dataclass(frozen=True)
class Row:
    """A row of a dossier, what is known of its holder, what was received before, and all that is against it."""

    nominee: Nominee
    candidate: Candidate
    before: Sequence[Reward]
    reasons: Sequence[str]


@dataclass(frozen=True)
class Choice:
    """A recognised model that may be added to a dossier, as what it would be proposed, and what is against it."""

    registration: Registration
    proposal: Proposal
    level: str
    reasons: Sequence[str]

    @property
    def title(self) -> str:
        """At which level it was recognised, in words."""
        return str(TitleLevel(self.level).label) if self.level else ""


def dossiers_for(user: User) -> QuerySet[Dossier]:
    """Return the dossiers that the user may see, each with its number of rows."""
    rows = Dossier.objects.visible_to(user).select_related("unit", "campaign", "form")
    return rows.annotate(rows=Count("nominees"))


def unit_of_act(dossier: Dossier, act: str) -> int:
    """Return at which unit the right for a step is asked for: the steering unit's, or the proposing one's."""
    return dossier.campaign.unit_id if MOVES[act].is_above else dossier.unit_id


def moves_open_to(user: User, dossier: Dossier) -> list[str]:
    """Return the acts by which the user may move a dossier from where it is now."""
    return [
        act
        for act, move in MOVES.items()
        if dossier.state in move.sources and can(user, act, on=unit_of_act(dossier, act))
    ]


def rows_of(dossier: Dossier, day: date) -> list[Row]:
    """Return the rows of a dossier with all that is against them on a day: what is missing, and what history says."""
    nominees, form = nominees_of(dossier), form_facts(dossier.form)
    known = candidates([proposal_of(each) for each in nominees], day)
    year, until = dossier.campaign.year, dossier.dated or date.max
    return [
        Row(
            nominee,
            candidate,
            [each for each in candidate.received if each.signed_on and each.signed_on < until],
            [*why_not_whole(candidate), *why_not_commend(candidate, form, year)],
        )
        for nominee, candidate in zip(nominees, known, strict=True)
    ]


def day_of(dossier: Dossier, today: date) -> date:
    """Return the day on which a form must be in force for a dossier: that of its submission, or today."""
    return dossier.dated or today


def why_not_in_time(dossier: Dossier, today: date) -> list[str]:
    """Return what is against the form of a dossier on its day."""
    return why_not_give(form_facts(dossier.form), day_of(dossier, today))


def recognised_models(dossier: Dossier, user: User, day: date) -> QuerySet[Registration]:
    """Return the models recognised in a dossier's campaign, of its unit and all below it, that the user may see."""
    named = Recognition.objects.filter(registration__campaign=dossier.campaign_id).exclude(standing=Standing.REVOKED)
    below = Lineage.objects.reaching(day).filter(ancestor=dossier.unit_id).values("unit_id")
    rows = Registration.objects.filter(pk__in=named.values("registration_id"), holder__in=below)
    return rows.filter(holder__in=reach(user, "registry.view")).select_related(
        "exemplar", "unit", "holder", "campaign", "particulars"
    )


def choices_of(dossier: Dossier, registrations: Sequence[Registration], day: date) -> list[Choice]:
    """Return models as they would be proposed in a dossier, each with what is against it."""
    form, year = form_facts(dossier.form), dossier.campaign.year
    proposals = [usual_proposal(each) for each in registrations]
    levels = dict(
        Recognition.objects.filter(registration__in=[each.pk for each in registrations])
        .exclude(standing=Standing.REVOKED)
        .values_list("registration_id", "level")
    )
    known = candidates(proposals, day)
    return [
        Choice(registration, proposal, levels.get(registration.pk, ""), why_not_commend(candidate, form, year))
        for registration, proposal, candidate in zip(registrations, proposals, known, strict=True)
    ]


def usual_proposal(registration: Registration) -> Proposal:
    """Return as what a model is usually proposed: its unit where its owner is a collective, an exemplar by its own
    name, otherwise the person in charge."""
    exemplar, said = registration.exemplar, registration.particulars
    if registration.owner_kind == OwnerKind.COLLECTIVE:
        holder = registration.holder.name
    elif exemplar.kind == ExemplarKind.EXEMPLAR:
        holder = exemplar.name
    else:
        holder = said.person_in_charge
    return Proposal(
        unit_id=registration.holder_id,
        owner_kind=registration.owner_kind,
        holder=holder,
        achievement=exemplar.name,
        summary=said.outcome or said.purpose,
        registrations=[registration],
    )


def points_of(registrations: Sequence[int]) -> dict[int, Decimal]:
    """Return the final points of registrations that were appraised."""
    return dict(Appraisal.objects.filter(registration__in=registrations).values_list("registration_id", "final"))


def years_of(nominee: Nominee) -> list[Registration]:
    """Return all registrations of the exemplars that a row rests on, whatever their year: it may rest on these too."""
    exemplars = [basis.registration.exemplar_id for basis in nominee.bases.select_related("registration")]
    rows = Registration.objects.filter(exemplar__in=exemplars).select_related("exemplar", "campaign")
    return list(rows.order_by("-campaign__year", "pk"))


def rewards_on(registration: Registration) -> list[Commendation]:
    """Return the commendations that rest on a registration, the latest first."""
    rows = Commendation.objects.filter(nominee__bases__registration=registration).select_related("grant", "nominee")
    return list(rows.order_by("-signed_on", "-pk"))
