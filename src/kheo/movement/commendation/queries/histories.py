"""What history says of those who are proposed: their titles, what they received, what they are proposed for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from kheo.lib.dates import short_date
from kheo.lib.vitext import exact_key
from kheo.movement.commendation.models import Basis, Commendation, Dossier, Nominee
from kheo.movement.commendation.rules.eligibility import Candidate, Deed, Reward, Title
from kheo.movement.commendation.states import Standing as CommendationStanding
from kheo.movement.commendation.states import State
from kheo.movement.recognition.models import Recognition
from kheo.movement.recognition.states import Standing
from kheo.movement.registry.models import Registration
from kheo.organisation.units.models import Lineage

_BASES = Prefetch("bases", Basis.objects.select_related("registration__campaign", "registration__exemplar"))


@dataclass(frozen=True)
class Proposal:
    """A row as it is proposed, kept already (`pk`) or about to be."""

    unit_id: int
    owner_kind: str
    holder: str = ""
    achievement: str = ""
    summary: str = ""
    registrations: Sequence[Registration] = ()
    pk: int | None = None

    @property
    def key(self) -> str:
        return holder_key(self.holder)

    @property
    def deeds(self) -> frozenset[Deed]:
        """What it is for: exemplars in their years; without any, the words of the holder."""
        rests: list[Deed] = [(each.exemplar_id, each.campaign.year) for each in self.registrations]
        said = exact_key(self.achievement)
        return frozenset(rests or ([(self.key, said)] if said else []))


@dataclass
class _Known:
    """All that history holds of the exemplars and holders in question."""

    titles: dict[int, list[Title]] = field(default_factory=lambda: defaultdict(list))
    # Each with the holder's key, the unit and the exemplars by which it is found.
    received: list[tuple[Nominee, Reward]] = field(default_factory=list)
    proposed: list[tuple[Nominee, Reward]] = field(default_factory=list)
    units: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def holder_key(name: str) -> str:
    """Return what makes two names of holders the same."""
    return exact_key(name)[:300]


def proposal_of(nominee: Nominee) -> Proposal:
    """Return a row as it is kept; its bases should be loaded."""
    return Proposal(
        unit_id=nominee.unit_id,
        owner_kind=nominee.owner_kind,
        holder=nominee.holder,
        achievement=nominee.achievement,
        summary=nominee.summary,
        registrations=[basis.registration for basis in nominee.bases.all()],
        pk=nominee.pk,
    )


def nominees_of(dossier: Dossier) -> list[Nominee]:
    """Return the rows of a dossier in order, with what they rest on."""
    rows = dossier.nominees.select_related("unit", "commendation", "commendation__grant").prefetch_related(_BASES)
    return list(rows)


def candidates(proposals: Sequence[Proposal], day: date) -> list[Candidate]:
    """Return what is known of each who is proposed, in a number of questions that does not grow with them. `day` is
    the one whose map says which closed units each unit took over."""
    known = _look_up(proposals, day)
    return [_candidate(each, known) for each in proposals]


def _look_up(proposals: Sequence[Proposal], day: date) -> _Known:
    known = _Known()
    exemplars = {each.exemplar_id for proposal in proposals for each in proposal.registrations}
    units = {proposal.unit_id for proposal in proposals}
    for unit in units:
        known.units[unit].add(unit)
    inherited = Lineage.objects.reaching(day).filter(ancestor__in=units, is_inherited=True)
    for heir, gone in inherited.values_list("ancestor_id", "unit_id"):
        known.units[heir].add(gone)
    rows = Recognition.objects.filter(registration__exemplar__in=exemplars)
    for exemplar, year, level, standing in rows.values_list(
        "registration__exemplar_id", "registration__campaign__year", "level", "standing"
    ):
        known.titles[exemplar].append(Title(exemplar, year, level, standing != Standing.REVOKED))
    keys = {proposal.key for proposal in proposals if proposal.key}
    found = Q(pk__in=Basis.objects.filter(registration__exemplar__in=exemplars).values("nominee_id"))
    found |= Q(holder_key__in=keys)
    rows_of = Nominee.objects.filter(found).prefetch_related(_BASES)
    rewarded = rows_of.filter(commendation__standing=CommendationStanding.VALID).select_related("commendation__grant")
    known.received = [(each, _received(each)) for each in rewarded.order_by("commendation__signed_on", "pk")]
    pending = rows_of.exclude(dossier__state=State.DECIDED).select_related("dossier__form", "dossier__unit")
    known.proposed = [(each, _proposed(each)) for each in pending.order_by("pk")]
    return known


def _deeds(nominee: Nominee) -> frozenset[Deed]:
    return proposal_of(nominee).deeds


def _received(nominee: Nominee) -> Reward:
    given: Commendation = nominee.commendation
    said = {"number": given.grant.number, "day": short_date(given.signed_on)}
    told = _("decision %(number)s of %(day)s") % said
    return Reward(given.kind, given.level, given.name, _deeds(nominee), told, given.signed_on)


def _proposed(nominee: Nominee) -> Reward:
    dossier = nominee.dossier
    said = {"unit": dossier.unit.name, "number": dossier.number or f"#{dossier.pk}"}
    told = _("dossier %(number)s of %(unit)s") % said
    return Reward(dossier.form.kind, dossier.form.level, dossier.form.name, _deeds(nominee), told)


def _candidate(proposal: Proposal, known: _Known) -> Candidate:
    exemplars = {each.exemplar_id for each in proposal.registrations}
    return Candidate(
        owner_kind=proposal.owner_kind,
        holder=proposal.holder,
        achievement=proposal.achievement,
        summary=proposal.summary,
        deeds=proposal.deeds,
        titles=[title for exemplar in sorted(exemplars) for title in known.titles[exemplar]],
        received=[reward for row, reward in known.received if _concerns(row, proposal, known, exemplars)],
        proposed=[reward for row, reward in known.proposed if _concerns(row, proposal, known, exemplars)],
    )


def _concerns(row: Nominee, proposal: Proposal, known: _Known, exemplars: set[int]) -> bool:
    """Return whether another row is about the same exemplar or the same holder: one of this name, in this unit or one
    that it took over."""
    if row.pk == proposal.pk:
        return False
    if exemplars & {basis.registration.exemplar_id for basis in row.bases.all()}:
        return True
    same_name = bool(proposal.key) and row.holder_key == proposal.key
    return same_name and row.unit_id in known.units[proposal.unit_id]
